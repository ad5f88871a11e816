import type { ReasonCode } from '#shared/review/decision.ts';

/** What a reviewer has written about a case and not sent yet. */
export interface ReviewNote {
  readonly reason: ReasonCode | undefined;
  readonly comment: string;
}

export type QueueFilter = 'all' | 'free' | 'mine' | 'four_eyes';

/** Unsent notes by campaign, and how the queue is filtered; kept while signed in, so that leaving a case loses nothing. */
export interface ReviewSlice {
  readonly reviewNotes: Readonly<Record<string, ReviewNote>>;
  readonly queueFilter: QueueFilter;
  readonly queueSearch: string;
  readonly writeReviewNote: (campaignId: string, change: Partial<ReviewNote>) => void;
  readonly dropReviewNote: (campaignId: string) => void;
  readonly filterQueue: (queueFilter: QueueFilter) => void;
  readonly searchQueue: (queueSearch: string) => void;
}

export const EMPTY_NOTE: ReviewNote = { reason: undefined, comment: '' };

type Put = (change: Partial<ReviewSlice> | ((state: ReviewSlice) => Partial<ReviewSlice>)) => void;

export function createReviewSlice(put: Put): ReviewSlice {
  return {
    reviewNotes: {},
    queueFilter: 'all',
    queueSearch: '',
    writeReviewNote: (campaignId, change) =>
      put((state) => ({
        reviewNotes: { ...state.reviewNotes, [campaignId]: { ...EMPTY_NOTE, ...state.reviewNotes[campaignId], ...change } },
      })),
    dropReviewNote: (campaignId) =>
      put((state) => ({ reviewNotes: Object.fromEntries(Object.entries(state.reviewNotes).filter(([id]) => id !== campaignId)) })),
    filterQueue: (queueFilter) => put({ queueFilter }),
    searchQueue: (queueSearch) => put({ queueSearch }),
  };
}
