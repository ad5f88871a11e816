import type { CampaignDetail, CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import type { PrivacyAccount } from '#shared/contracts/http/privacy.ts';
import type { FlorinApi } from '#shared/contracts/ipc/api.ts';
import type { ReleaseShelf, SessionState, Settings } from '#shared/contracts/ipc/contract.ts';
import type { SaveAnswer } from '#shared/contracts/ipc/exports.ts';
import type { CallResult } from '#shared/contracts/ipc/define.ts';
import type { EvidenceFile } from '#shared/campaign/evidence.ts';
import type { FileMediaType, ImageFile } from '#shared/campaign/files.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { type Draft, Draft as DraftSchema, DraftContent } from '#shared/campaign/draft.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { SeenReach } from '#shared/reach/stale.ts';
import type { Audience } from '#shared/audience/audience.ts';
import type { QuoteAnswer, QuoteShelf } from '#shared/contracts/ipc/contract.ts';
import type { z } from 'zod';
import { EDITOR, MARKET } from './market.ts';
import { ACCOUNT } from './privacy.ts';
import { aShelf } from './releases.ts';

/** What the pretended main process holds; a test changes it and reads it back. */
export interface FakeState {
  session: SessionState;
  settings: Settings;
  market: MarketInfo;
  shelf: ReleaseShelf;
  privacy: { account: PrivacyAccount; fresh: boolean; fetchedAt: string };
  quotes: QuoteShelf;
  /** What the bank answers to a rule; undefined where its balance is used up. */
  answerQuote: (audience: Audience) => QuoteAnswer | undefined;
  drafts: Draft[];
  campaigns: CampaignSummary[];
  details: Map<string, CampaignDetail>;
  reports: Map<string, CampaignReport>;
  waiting: { campaigns: number; invitations: number; queue: number; results: number; comments: number };
  /** What the native dialog, or taking in a dropped picture, gives; null where nothing was chosen. */
  chosenImage: ImageFile | null;
  chosenEvidence: EvidenceFile | null;
  files: Map<string, { readonly mediaType: FileMediaType; readonly base64: string }>;
  /** What the dialog for saving answers. */
  saved: SaveAnswer;
  /** What is in the campaign file that the person chooses or drops; undefined where they change their mind. */
  campaignFile: DraftContent | undefined;
  /** Every call that was made, by group and name. */
  calls: { readonly name: string; readonly request: unknown }[];
  /** The next call of this name is refused with the code. */
  refuse: Map<string, ErrorCode>;
  /** The facts of a refusal, by its code. */
  refusals: Map<ErrorCode, Readonly<Record<string, unknown>>>;
}

const AT = '2026-03-02T08:00:00.000Z';
export const draftId = (number: number) => `019cada0-0000-7000-8000-${String(number).padStart(12, '0')}`;

export function signedIn(account: Account = EDITOR, connection: 'online' | 'offline' = 'online'): SessionState {
  return { phase: 'signed_in', bankName: 'Demo Bank', account, connection };
}

export function aDraft(content: DraftContent, number = 1): Draft {
  return {
    format: 'florin-draft/1',
    id: draftId(number),
    createdAt: AT,
    updatedAt: AT,
    version: 1,
    content,
    submission: { phase: 'none' },
    baseRevision: 0,
    seenReach: null,
  };
}

type Listeners = { readonly [Name in keyof FlorinApi['events']]: Set<Parameters<FlorinApi['events'][Name]>[0]> };

export interface FakeBridge {
  readonly api: FlorinApi;
  readonly state: FakeState;
  readonly listeners: Listeners;
}

/** A main process in memory for screens under test. It keeps drafts and versions as the real one does, and answers nothing it does not hold. */
export function fakeBridge(initial: Partial<FakeState> = {}): FakeBridge {
  const state: FakeState = {
    session: signedIn(),
    settings: { language: 'en', theme: 'light' },
    market: MARKET,
    shelf: initial.shelf ?? aShelf(),
    privacy: { account: ACCOUNT, fresh: true, fetchedAt: AT },
    quotes: { quotes: [], refused: 0, balance: { yours: 4, bank: 15, perYear: 16, thisMonth: 2 }, fresh: true },
    answerQuote: () => undefined,
    drafts: [],
    campaigns: [],
    details: new Map(),
    reports: new Map(),
    waiting: { campaigns: 0, invitations: 0, queue: 0, results: 0, comments: 0 },
    chosenImage: null,
    chosenEvidence: null,
    files: new Map(),
    saved: { saved: true, file: 'a file' },
    campaignFile: undefined,
    calls: [],
    refuse: new Map(),
    refusals: new Map(),
    ...initial,
  };
  const listeners: Listeners = {
    sessionChanged: new Set(),
    dataChanged: new Set(),
    settingsChanged: new Set(),
    menuChosen: new Set(),
    screenRequested: new Set(),
  };
  const refused = (code: ErrorCode, detail: Readonly<Record<string, unknown>> = {}): CallResult<never> => ({
    ok: false,
    error: { code, detail, correlationId: 'test' },
  });
  const call =
    <Request, Value>(name: string, answer: (request: Request) => Value | CallResult<never>) =>
    async (request: Request): Promise<CallResult<Value>> => {
      state.calls.push({ name, request });
      const code = state.refuse.get(name);
      if (code !== undefined) {
        state.refuse.delete(name);
        return refused(code, state.refusals.get(code));
      }
      const value = answer(request);
      return typeof value === 'object' && value !== null && 'ok' in value ? value : { ok: true, value: value };
    };
  const found = (id: string): Draft | undefined => state.drafts.find((draft) => draft.id === id);
  const put = (draft: Draft): Draft => {
    DraftSchema.parse(draft);
    state.drafts = [...state.drafts.filter((other) => other.id !== draft.id), draft];
    return draft;
  };
  const missing = () => refused('not_found');
  const absent = async (): Promise<CallResult<never>> => missing();
  const api: FlorinApi = {
    calls: {
      session: {
        readSession: call('readSession', () => state.session),
        signIn: call('signIn', () => {
          state.session = signedIn();
          return state.session;
        }),
        cancelSignIn: call('cancelSignIn', () => ({})),
        signOut: call('signOut', (): SessionState => {
          state.session = { phase: 'signed_out', bankName: 'Demo Bank', reason: 'signed_out' };
          return state.session;
        }),
      },
      market: {
        readMarket: call('readMarket', () => ({ market: state.market, fresh: true })),
        readWaitingWork: call('readWaitingWork', () => state.waiting),
      },
      releases: { readShelf: call('readShelf', () => state.shelf), refreshShelf: call('refreshShelf', () => state.shelf) },
      privacy: { readPrivacy: call('readPrivacy', () => state.privacy) },
      quotes: {
        listQuotes: call('listQuotes', () => state.quotes),
        requestQuote: call('requestQuote', ({ audience }: { audience: Audience }) => {
          const answer = state.answerQuote(audience);
          if (answer === undefined) return refused('quote_balance_exhausted', { quotesLeft: 0 });
          state.quotes = { ...state.quotes, quotes: [...state.quotes.quotes, answer.quote], balance: answer.balance };
          return answer;
        }),
      },
      drafts: {
        listDrafts: call('listDrafts', () => ({ drafts: state.drafts, damaged: [] })),
        readDraft: call('readDraft', ({ draftId: id }: { draftId: string }) => found(id) ?? missing()),
        createDraft: call('createDraft', ({ content }: { content: z.input<typeof DraftContent> }) =>
          put(aDraft(DraftContent.parse(content), state.drafts.length + 1)),
        ),
        saveDraft: call(
          'saveDraft',
          (request: {
            draftId: string;
            expectedVersion: number;
            content: z.input<typeof DraftContent>;
            seenReach?: SeenReach | undefined;
          }) => {
            const draft = found(request.draftId);
            if (draft === undefined) return missing();
            if (draft.version !== request.expectedVersion) return refused('version_conflict', { currentVersion: draft.version });
            return put({
              ...draft,
              version: draft.version + 1,
              content: DraftContent.parse(request.content),
              seenReach: request.seenReach ?? draft.seenReach,
              updatedAt: AT,
            });
          },
        ),
        deleteDraft: call('deleteDraft', ({ draftId: id }: { draftId: string }) => {
          state.drafts = state.drafts.filter((draft) => draft.id !== id);
          return {};
        }),
        submitDraft: call('submitDraft', (request: { draftId: string }) => {
          const draft = found(request.draftId);
          if (draft === undefined) return missing();
          return put({ ...draft, version: draft.version + 1, submission: { phase: 'submitted', submissionId: draftId(900), at: AT } });
        }),
        unqueueDraft: call('unqueueDraft', ({ draftId: id }: { draftId: string }) => {
          const draft = found(id);
          return draft === undefined ? missing() : put({ ...draft, version: draft.version + 1, submission: { phase: 'none' } });
        }),
        reviseCampaign: absent,
      },
      files: {
        chooseImage: call('chooseImage', () => ({ image: state.chosenImage })),
        addImage: call('addImage', () => state.chosenImage ?? refused('file_refused', { problem: 'not_an_image' })),
        readFile: call('readFile', ({ sha256 }: { sha256: string }) => state.files.get(sha256) ?? missing()),
        chooseEvidence: call('chooseEvidence', () => ({ file: state.chosenEvidence })),
        readEvidence: call('readEvidence', ({ sha256 }: { sha256: string }) => state.files.get(sha256) ?? missing()),
        saveEvidence: call('saveEvidence', ({ name }: { name: string }) => ({ file: name })),
      },
      tests: {
        testDraft: call('testDraft', ({ content }: { content: { creative: { nl?: { title: string } | undefined } } }) => ({
          recipient: 'TEST' as const,
          title: `TEST · ${content.creative.nl?.title ?? ''}`,
        })),
        testRevision: absent,
      },
      campaigns: {
        listCampaigns: call('listCampaigns', () => ({ campaigns: state.campaigns })),
        readCampaign: call('readCampaign', ({ campaignId }: { campaignId: string }) => state.details.get(campaignId) ?? missing()),
        withdrawCampaign: absent,
        controlCampaign: absent,
        readReport: call('readReport', ({ campaignId }: { campaignId: string }) => state.reports.get(campaignId) ?? missing()),
        listRevisions: call('listRevisions', () => ({ revisions: [] })),
        markSeen: call('markSeen', () => ({})),
      },
      comments: {
        readComments: call('readComments', () => ({ comments: [], readUntil: 0 })),
        writeComment: absent,
        markRead: call('markRead', () => ({})),
        readNote: call('readNote', () => ({ text: '' })),
        saveNote: call('saveNote', () => ({})),
      },
      cooperation: {
        readCooperation: call('readCooperation', () => ({ cooperation: null })),
        listJoinable: call('listJoinable', () => ({ shops: [] })),
        listInvitations: call('listInvitations', () => ({ invitations: [] })),
        proposeTerms: absent,
        answerInvitation: absent,
        leaveCampaign: absent,
        answerRevision: absent,
      },
      review: {
        readQueue: call('readQueue', () => ({ items: [] })),
        readCase: absent,
        takeCase: absent,
        releaseCase: absent,
        decideCase: absent,
        suspendCampaign: absent,
      },
      exports: {
        saveTable: call('saveTable', () => state.saved),
        copyTable: call('copyTable', () => ({})),
        saveDrawing: call('saveDrawing', () => state.saved),
        savePicture: call('savePicture', () => state.saved),
        savePdf: call('savePdf', () => state.saved),
        saveCalendar: call('saveCalendar', () => state.saved),
        saveCampaign: call('saveCampaign', () => state.saved),
        openCampaign: call('openCampaign', () => {
          if (state.campaignFile === undefined) return { opened: false as const };
          return { opened: true as const, draft: put(aDraft(state.campaignFile, state.drafts.length + 1)) };
        }),
        dropCampaign: call('dropCampaign', () =>
          state.campaignFile === undefined ? missing() : put(aDraft(state.campaignFile, state.drafts.length + 1)),
        ),
      },
      settings: {
        readSettings: call('readSettings', () => state.settings),
        saveSettings: call('saveSettings', (settings: Settings) => {
          state.settings = settings;
          return settings;
        }),
      },
      shell: { setTitle: call('setTitle', () => ({})) },
    },
    events: {
      sessionChanged: (listener) => subscribe(listeners.sessionChanged, listener),
      dataChanged: (listener) => subscribe(listeners.dataChanged, listener),
      settingsChanged: (listener) => subscribe(listeners.settingsChanged, listener),
      menuChosen: (listener) => subscribe(listeners.menuChosen, listener),
      screenRequested: (listener) => subscribe(listeners.screenRequested, listener),
    },
  };
  return { api, state, listeners };
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
