import { z } from 'zod';
import { Audience } from '../../audience/audience.ts';
import { CommentText, MOST_NOTE_CHARACTERS } from '../../campaign/comments.ts';
import { CampaignContent } from '../../campaign/content.ts';
import { FILE_LIMITS, FileMediaType, ImageFile } from '../../campaign/files.ts';
import { Draft, DraftContent } from '../../campaign/draft.ts';
import { QuotePayload } from '../../reach/quote.ts';
import { ReleasePayload, ReleaseTablePayload } from '../../reach/release.ts';
import { SeenReach } from '../../reach/stale.ts';
import { CampaignReport } from '../../results/report.ts';
import { Decision } from '../../review/decision.ts';
import { Id, Instant, Sha256 } from '../../units.ts';
import { CampaignDetail, CampaignSummary, QueueItem, ReviewCase, WaitingWork } from '../http/campaigns.ts';
import { CommentThread, RevisionShown } from '../http/dialogue.ts';
import { CooperationTerms, Invitation, JoinableShop, ProposedTerms } from '../http/cooperation.ts';
import { Account, MarketInfo } from '../http/market.ts';
import { PrivacyAccount } from '../http/privacy.ts';
import { QuoteBalance } from '../http/quotes.ts';
import { defineCall, defineEvent } from './define.ts';
import { evidenceCalls } from './evidence.ts';
import { exportCalls } from './exports.ts';
import { testMessageCalls } from './test-messages.ts';

const Nothing = z.strictObject({});
const ById = z.strictObject({ campaignId: Id });
const Versioned = z.strictObject({ campaignId: Id, expectedVersion: z.int().min(1) });

/**
 * `no_connection`: the connection file that names the bank is missing or not usable; nothing else works until it is put right.
 * `offline`: signed in, but the bank does not answer; drafts and reach go on from what is stored.
 */
export const SessionState = z.discriminatedUnion('phase', [
  z.strictObject({
    phase: z.literal('no_connection'),
    problem: z.enum(['missing', 'unreadable', 'not_json', 'invalid']),
    issues: z.array(z.strictObject({ path: z.string(), problem: z.string() })),
  }),
  z.strictObject({ phase: z.literal('signed_out'), bankName: z.string(), reason: z.enum(['start', 'signed_out', 'expired']) }),
  z.strictObject({ phase: z.literal('signing_in'), bankName: z.string() }),
  z.strictObject({ phase: z.literal('signed_in'), bankName: z.string(), account: Account, connection: z.enum(['online', 'offline']) }),
]);
export type SessionState = z.infer<typeof SessionState>;

export const Settings = z.strictObject({
  language: z.enum(['en', 'nl', 'fr']),
  /** `contrast`: high contrast, light or dark as the system has it. */
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
});
export type Settings = z.infer<typeof Settings>;

/** A release whose signature the main process verified; counts stay base64 on this way and are decoded by `decodeTable` in shared/reach. */
export const VerifiedRelease = z.strictObject({ ...ReleasePayload.shape, tables: z.array(ReleaseTablePayload), sha256: Sha256 });
export type VerifiedRelease = z.infer<typeof VerifiedRelease>;

/** What the page knows of the releases: the verified ones, and those that were refused with the reason. */
export const ReleaseShelf = z.strictObject({
  releases: z.array(VerifiedRelease),
  refused: z.array(z.strictObject({ id: z.string(), code: z.string(), problem: z.string() })),
  fetchedAt: Instant.nullable(),
  /** While the application fetches releases: how many of the listed ones are still to come; `listed` is 0 until the bank's list is here. */
  fetching: z.strictObject({ left: z.int().min(0), listed: z.int().min(0) }).nullable(),
});
export type ReleaseShelf = z.infer<typeof ReleaseShelf>;

/** A quote whose signature the main process verified; the count as a number. */
const VerifiedQuote = z.strictObject({ ...QuotePayload.shape, customers: z.int(), sha256: Sha256 });

/** Answered quotes that verify, how many stored ones did not, and the balance as the bank said it last; null where it never did. */
export const QuoteShelf = z.strictObject({
  quotes: z.array(VerifiedQuote),
  refused: z.int().min(0),
  balance: QuoteBalance.nullable(),
  fresh: z.boolean(),
});
export type QuoteShelf = z.infer<typeof QuoteShelf>;

const QuoteAnswer = z.strictObject({ quote: VerifiedQuote, balance: QuoteBalance });
export type QuoteAnswer = z.infer<typeof QuoteAnswer>;

export const ipcContract = {
  session: {
    readSession: defineCall({ channel: 'session:read-session', request: Nothing, response: SessionState }),
    /** Resolves when signed in; refuses with `sign_in_failed` or `sign_in_cancelled`. */
    signIn: defineCall({ channel: 'session:sign-in', request: Nothing, response: SessionState }),
    cancelSignIn: defineCall({ channel: 'session:cancel-sign-in', request: Nothing, response: Nothing }),
    signOut: defineCall({ channel: 'session:sign-out', request: Nothing, response: SessionState }),
  },
  market: {
    /** From the bank, or the last stored one while offline (`fresh` false). */
    readMarket: defineCall({
      channel: 'market:read-market',
      request: Nothing,
      response: z.strictObject({ market: MarketInfo, fresh: z.boolean() }),
    }),
    readWaitingWork: defineCall({
      channel: 'market:read-waiting-work',
      request: Nothing,
      response: WaitingWork,
    }),
  },
  releases: {
    /** Stored and verified releases, without asking the bank. */
    readShelf: defineCall({ channel: 'releases:read-shelf', request: Nothing, response: ReleaseShelf }),
    /** Fetches what is new, verifies, stores; the shelf as it is afterwards. */
    refreshShelf: defineCall({ channel: 'releases:refresh-shelf', request: Nothing, response: ReleaseShelf }),
  },
  privacy: {
    /** The public account from the bank, or the last stored one while offline; `fetchedAt` is when the bank gave it. */
    readPrivacy: defineCall({
      channel: 'privacy:read-privacy',
      request: Nothing,
      response: z.strictObject({ account: PrivacyAccount, fresh: z.boolean(), fetchedAt: Instant }),
    }),
  },
  quotes: {
    /** The merchant's answered quotes, from the bank or the last stored ones while offline (`fresh` false). */
    listQuotes: defineCall({ channel: 'quotes:list-quotes', request: Nothing, response: QuoteShelf }),
    /** Spends one quote, unless the same rule was answered before. */
    requestQuote: defineCall({
      channel: 'quotes:request-quote',
      request: z.strictObject({ audience: Audience }),
      response: QuoteAnswer,
    }),
  },
  drafts: {
    listDrafts: defineCall({
      channel: 'drafts:list-drafts',
      request: Nothing,
      response: z.strictObject({ drafts: z.array(Draft), damaged: z.array(z.string()) }),
    }),
    readDraft: defineCall({ channel: 'drafts:read-draft', request: z.strictObject({ draftId: Id }), response: Draft }),
    createDraft: defineCall({ channel: 'drafts:create-draft', request: z.strictObject({ content: DraftContent }), response: Draft }),
    /** On disk when it resolves. */
    saveDraft: defineCall({
      channel: 'drafts:save-draft',
      request: z.strictObject({
        draftId: Id,
        expectedVersion: z.int().min(1),
        content: DraftContent,
        /** Left out where it is as it was. */
        seenReach: SeenReach.optional(),
      }),
      response: Draft,
    }),
    deleteDraft: defineCall({ channel: 'drafts:delete-draft', request: z.strictObject({ draftId: Id }), response: Nothing }),
    /** Sends now, or queues while the bank is not reachable and sends once when it is. */
    submitDraft: defineCall({
      channel: 'drafts:submit-draft',
      request: z.strictObject({ draftId: Id, content: CampaignContent, releaseId: z.string() }),
      response: Draft,
    }),
    /** Takes a queued submission back before it was sent. */
    unqueueDraft: defineCall({ channel: 'drafts:unqueue-draft', request: z.strictObject({ draftId: Id }), response: Draft }),
    /** Puts the newest revision of a campaign with requested changes into a draft of the same id. */
    reviseCampaign: defineCall({ channel: 'drafts:revise-campaign', request: Versioned, response: Draft }),
  },
  files: {
    /** Opens the native dialog; null where nothing was chosen. Refuses with `file_refused`. On disk when it resolves. */
    chooseImage: defineCall({
      channel: 'files:choose-image',
      request: z.strictObject({ kind: z.enum(['logo', 'hero']) }),
      response: z.strictObject({ image: ImageFile.nullable() }),
    }),
    /** The same for a picture that was dropped on the page. */
    addImage: defineCall({
      channel: 'files:add-image',
      request: z.strictObject({
        kind: z.enum(['logo', 'hero']),
        base64: z.base64().max(4 * Math.ceil(FILE_LIMITS.sourceImageBytes / 3)),
      }),
      response: ImageFile,
    }),
    /** From the application's own store, else from the bank. */
    readFile: defineCall({
      channel: 'files:read-file',
      request: z.strictObject({ sha256: Sha256 }),
      response: z.strictObject({ mediaType: FileMediaType, base64: z.base64() }),
    }),
    ...evidenceCalls,
  },
  tests: testMessageCalls,
  campaigns: {
    listCampaigns: defineCall({
      channel: 'campaigns:list-campaigns',
      request: Nothing,
      response: z.strictObject({ campaigns: z.array(CampaignSummary) }),
    }),
    readCampaign: defineCall({ channel: 'campaigns:read-campaign', request: ById, response: CampaignDetail }),
    withdrawCampaign: defineCall({ channel: 'campaigns:withdraw-campaign', request: Versioned, response: CampaignDetail }),
    controlCampaign: defineCall({
      channel: 'campaigns:control-campaign',
      request: z.strictObject({ campaignId: Id, expectedVersion: z.int().min(1), action: z.enum(['pause', 'resume', 'limit', 'archive']) }),
      response: CampaignDetail,
    }),
    readReport: defineCall({ channel: 'campaigns:read-report', request: ById, response: CampaignReport }),
    /** The frozen revisions that this person may see, the first one first. */
    listRevisions: defineCall({
      channel: 'campaigns:list-revisions',
      request: ById,
      response: z.strictObject({ revisions: z.array(RevisionShown) }),
    }),
    markSeen: defineCall({ channel: 'campaigns:mark-seen', request: ById, response: Nothing }),
  },
  comments: {
    readComments: defineCall({ channel: 'comments:read-comments', request: ById, response: CommentThread }),
    /** Sends what was typed, once; it stays on this machine until the bank has it. */
    writeComment: defineCall({
      channel: 'comments:write-comment',
      request: z.strictObject({ campaignId: Id, text: CommentText }),
      response: CommentThread,
    }),
    markRead: defineCall({
      channel: 'comments:mark-read',
      request: z.strictObject({ campaignId: Id, number: z.int().min(1) }),
      response: Nothing,
    }),
    /** What was typed and not sent; empty where nothing was. */
    readNote: defineCall({ channel: 'comments:read-note', request: ById, response: z.strictObject({ text: z.string() }) }),
    /** On disk when it resolves. */
    saveNote: defineCall({
      channel: 'comments:save-note',
      request: z.strictObject({ campaignId: Id, text: z.string().max(MOST_NOTE_CHARACTERS) }),
      response: Nothing,
    }),
  },
  cooperation: {
    /** What this shop proposed for a campaign of its own; null where it proposed nothing, or the bank does not know the campaign yet. */
    readCooperation: defineCall({
      channel: 'cooperation:read-cooperation',
      request: ById,
      response: z.strictObject({ cooperation: CooperationTerms.nullable() }),
    }),
    listJoinable: defineCall({
      channel: 'cooperation:list-joinable',
      request: Nothing,
      response: z.strictObject({ shops: z.array(JoinableShop) }),
    }),
    listInvitations: defineCall({
      channel: 'cooperation:list-invitations',
      request: Nothing,
      response: z.strictObject({ invitations: z.array(Invitation) }),
    }),
    proposeTerms: defineCall({
      channel: 'cooperation:propose-terms',
      request: z.strictObject({ campaignId: Id, ...ProposedTerms.shape }),
      response: CooperationTerms,
    }),
    answerInvitation: defineCall({
      channel: 'cooperation:answer-invitation',
      request: z.strictObject({ campaignId: Id, terms: z.int().min(1), answer: z.enum(['join', 'decline']) }),
      response: Nothing,
    }),
    /** Opens a native confirmation; `confirmed` false when it was declined, nothing is sent then. */
    leaveCampaign: defineCall({
      channel: 'cooperation:leave-campaign',
      request: z.strictObject({ campaignId: Id, campaignName: z.string().max(80) }),
      response: z.strictObject({ confirmed: z.boolean() }),
    }),
    /** Opens a native confirmation that names campaign, revision and hash as the bank has them, not as the page says. */
    answerRevision: defineCall({
      channel: 'cooperation:answer-revision',
      request: z.strictObject({ campaignId: Id, revisionHash: Sha256, answer: z.enum(['accept', 'decline']) }),
      response: z.discriminatedUnion('confirmed', [
        z.strictObject({ confirmed: z.literal(true), detail: CampaignDetail }),
        z.strictObject({ confirmed: z.literal(false) }),
      ]),
    }),
  },
  review: {
    readQueue: defineCall({ channel: 'review:read-queue', request: Nothing, response: z.strictObject({ items: z.array(QueueItem) }) }),
    readCase: defineCall({ channel: 'review:read-case', request: ById, response: ReviewCase }),
    takeCase: defineCall({ channel: 'review:take-case', request: Versioned, response: ReviewCase }),
    releaseCase: defineCall({ channel: 'review:release-case', request: Versioned, response: ReviewCase }),
    /**
     * Approvals open a native confirmation that names campaign, revision and hash; `confirmed` false when it was declined, nothing is sent then.
     */
    decideCase: defineCall({
      channel: 'review:decide-case',
      request: z.strictObject({
        campaignId: Id,
        expectedVersion: z.int().min(1),
        campaignName: z.string().max(80),
        revision: z.int().min(1),
        decision: Decision,
      }),
      response: z.discriminatedUnion('confirmed', [
        z.strictObject({ confirmed: z.literal(true), detail: CampaignDetail }),
        z.strictObject({ confirmed: z.literal(false) }),
      ]),
    }),
    suspendCampaign: defineCall({
      channel: 'review:suspend-campaign',
      request: z.strictObject({ campaignId: Id, expectedVersion: z.int().min(1), text: z.string().trim().min(10).max(2_000) }),
      response: CampaignDetail,
    }),
  },
  exports: exportCalls,
  settings: {
    readSettings: defineCall({ channel: 'settings:read-settings', request: Nothing, response: Settings }),
    saveSettings: defineCall({ channel: 'settings:save-settings', request: Settings, response: Settings }),
  },
  shell: {
    /** Tells the main process which screen is shown, for the window's title. The first call also says that the page is ready. */
    setTitle: defineCall({ channel: 'shell:set-title', request: z.strictObject({ title: z.string().max(120) }), response: Nothing }),
  },
} as const;

/** Entries of the native menu that a screen answers. */
const MENU_COMMANDS = [
  'new-campaign',
  'import-campaign',
  'export-campaign',
  'duplicate-campaign',
  'save-pdf',
  'save-calendar',
  'save-shop-sheet',
  'undo',
  'redo',
  'shortcuts',
  'palette',
] as const;

export const ipcEvents = {
  sessionChanged: defineEvent({ channel: 'event:session-changed', payload: SessionState }),
  /** Something the page shows may be out of date: ask again. */
  dataChanged: defineEvent({
    channel: 'event:data-changed',
    payload: z.strictObject({ what: z.array(z.enum(['campaigns', 'drafts', 'releases', 'market', 'queue', 'waiting_work'])) }),
  }),
  settingsChanged: defineEvent({ channel: 'event:settings-changed', payload: Settings }),
  /** A menu entry or shortcut that a screen answers. */
  menuChosen: defineEvent({
    channel: 'event:menu-chosen',
    payload: z.strictObject({ command: z.enum(MENU_COMMANDS) }),
  }),
  /** A deep link or a notification asks for a screen. The page decides whether the signed-in role may see it. */
  screenRequested: defineEvent({
    channel: 'event:screen-requested',
    payload: z.discriminatedUnion('screen', [
      z.strictObject({ screen: z.literal('campaign'), campaignId: Id }),
      z.strictObject({ screen: z.enum(['campaigns', 'queue']) }),
    ]),
  }),
} as const;
