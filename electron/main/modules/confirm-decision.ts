import { type BrowserWindow, dialog } from 'electron';
import type { Decision } from '#shared/review/decision.ts';
import type { Words } from '../words.ts';

/** What is asked about natively: a reviewer's decision, or a shop's answer to a campaign of several shops. */
export type ConfirmedKind = Decision['kind'] | 'accept_revision' | 'decline_revision' | 'leave';

export interface DecisionFacts {
  readonly name: string;
  /** Left out where the question is about the campaign and no revision of it. */
  readonly revision?: number;
  readonly hash?: string;
}

/** The native question before a review decision: it names campaign, revision and hash, and the harmless answer is the default. */
export async function confirmDecision(
  window: BrowserWindow,
  words: Words['confirm'],
  kind: ConfirmedKind,
  facts: DecisionFacts,
): Promise<boolean> {
  const { message, yes } = wordsOf(words, kind);
  const detail = (kind === 'leave' ? words.leaveDetail : words.detail)
    .replace('{revision}', String(facts.revision ?? ''))
    .replace('{hash}', facts.hash ?? '')
    .replace('{name}', () => facts.name);
  const answer = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail,
    buttons: [yes, words.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0;
}

function wordsOf(words: Words['confirm'], kind: ConfirmedKind): { readonly message: string; readonly yes: string } {
  switch (kind) {
    case 'approve':
      return { message: words.approve, yes: words.yesApprove };
    case 'request_changes':
      return { message: words.requestChanges, yes: words.yesRequestChanges };
    case 'reject':
      return { message: words.reject, yes: words.yesReject };
    case 'accept_revision':
      return { message: words.acceptRevision, yes: words.yesAcceptRevision };
    case 'decline_revision':
      return { message: words.declineRevision, yes: words.yesDeclineRevision };
    case 'leave':
      return { message: words.leave, yes: words.yesLeave };
  }
}
