import { legalTransitions } from '#shared/campaign/transitions.ts';
import type { CampaignShop } from '#shared/contracts/http/campaigns.ts';
import type { CooperationTerms } from '#shared/contracts/http/cooperation.ts';
import type { Account } from '#shared/contracts/http/market.ts';
import type { FlorinApi, FlorinCalls } from '#shared/contracts/ipc/api.ts';
import type { SessionState, Settings } from '#shared/contracts/ipc/contract.ts';
import type { CallResult } from '#shared/contracts/ipc/define.ts';
import { diffContents } from '#shared/review/diff.ts';
import { aContent } from '../../../fixtures/campaign-content.ts';
import {
  aDetail,
  aQueueItem,
  aReport,
  aReviewCase,
  aSummary,
  aTimelineEntry,
  CAMPAIGN_ID,
  CLEAR_EFFECT,
  HASH,
  NO_EFFECT,
} from '../builders.ts';
import { fakeBridge, signedIn } from '../support/fake-api.ts';
import { EDITOR, REVIEWER, VIEWER } from '../support/market.ts';
import { aShelf } from '../support/releases.ts';
import { demoDrafts } from './scene.ts';

/** The states that every screen has: those of its data, without the bank, and as one of several shops. */
export const STAGE_STATES = ['ready', 'empty', 'loading', 'refused', 'failed', 'offline', 'together'] as const;
export type StageState = (typeof STAGE_STATES)[number];
export type Role = Account['role'];

/** A screen, by its address, as one role sees it; `outside` are the screens of whoever is not signed in, by the session's phase. */
export interface StagePlace {
  readonly role: Role | 'outside';
  readonly address: string;
}

export interface Stage {
  readonly states: readonly StageState[];
  readonly places: readonly StagePlace[];
  readonly show: (place: StagePlace, state: StageState, settings: Settings) => void;
}

const ACCOUNTS: Readonly<Record<Role, Account>> = {
  merchant_editor: EDITOR,
  merchant_viewer: VIEWER,
  bank_reviewer: REVIEWER,
  bank_privacy_officer: { ...REVIEWER, role: 'bank_privacy_officer' },
  bank_operator: { ...REVIEWER, role: 'bank_operator' },
};

/** What whoever is not signed in can see. */
export const OUTSIDE: Readonly<Record<string, SessionState>> = {
  missing: { phase: 'no_connection', problem: 'missing', issues: [] },
  invalid: { phase: 'no_connection', problem: 'invalid', issues: [{ path: 'bankUrl', problem: 'missing' }] },
  start: { phase: 'signed_out', bankName: 'Demo Bank', reason: 'start' },
  expired: { phase: 'signed_out', bankName: 'Demo Bank', reason: 'expired' },
  signing_in: { phase: 'signing_in', bankName: 'Demo Bank' },
};

const ok = <Value>(value: Value) => Promise.resolve({ ok: true as const, value });

const SHOPS: readonly CampaignShop[] = [
  { shopName: 'Fietsen De Ketting', sharePercent: 60, isLead: true, isMine: false, accepted: true },
  { shopName: 'Tuincentrum De Linde', sharePercent: 40, isLead: false, isMine: true, accepted: false },
];
const TERMS: CooperationTerms = {
  campaignId: CAMPAIGN_ID,
  name: 'Spring in our street',
  terms: 2,
  leadSharePercent: 50,
  partners: [
    { merchantId: '01960000-0000-7000-8000-0000000000b1', shopName: 'Fietsen De Ketting', sharePercent: 30, state: 'joined' },
    { merchantId: '01960000-0000-7000-8000-0000000000b2', shopName: 'Boeken De Bladzijde', sharePercent: 20, state: 'invited' },
  ],
};

/** The main process that a screen finds in this state. Equal arguments give equal answers. */
export function stageBridge(who: Role | { readonly outside: string }, state: StageState, settings: Settings): FlorinApi {
  const isEmpty = state === 'empty';
  const session =
    typeof who === 'string'
      ? signedIn(ACCOUNTS[who], state === 'offline' ? 'offline' : 'online')
      : (OUTSIDE[who.outside] ?? { phase: 'signed_out', bankName: 'Demo Bank', reason: 'start' });
  const { api } = fakeBridge({
    session,
    settings,
    drafts: isEmpty ? [] : demoDrafts(),
    campaigns: isEmpty ? [] : campaigns(),
    waiting: isEmpty
      ? { campaigns: 0, invitations: 0, queue: 0, results: 0, comments: 0 }
      : { campaigns: 2, invitations: state === 'together' ? 1 : 0, queue: 3, results: 1, comments: 2 },
    ...(isEmpty ? { shelf: { ...aShelf(), releases: [] } } : {}),
  });
  return inState(isEmpty ? api : withCampaigns(api, state === 'together'), state);
}

function campaigns() {
  const id = (number: number) => `01960000-0000-7000-8000-0000000000${String(number)}`;
  return [
    aSummary({ state: 'reported' }),
    aSummary({ id: id(21), name: 'Autumn bulbs', state: 'reported', startsOn: '2025-09-15', endsOn: '2025-10-12' }),
    aSummary({ id: id(22), name: 'Christmas trees', state: 'changes_requested', startsOn: '2026-04-01', endsOn: '2026-04-14' }),
    aSummary({ id: id(23), name: 'Winter birds', state: 'live', startsOn: '2026-02-16', endsOn: '2026-03-15' }),
    aSummary({ id: id(24), name: 'Roses', state: 'suspended' }),
  ];
}

function withCampaigns(api: FlorinApi, isTogether: boolean): FlorinApi {
  const campaignState = isTogether ? 'awaiting_partners' : 'changes_requested';
  const shops = isTogether ? { shops: [...SHOPS] } : {};
  const detail = aDetail(
    campaignState,
    isTogether ? ['agree', 'disagree', 'leave'] : [...legalTransitions(campaignState, 'merchant_editor')],
    {
      prices: { rewardPriceCents: 750, feeCents: 45 },
      timeline: [
        aTimelineEntry(),
        aTimelineEntry({ at: '2026-03-02T11:00:00.000Z', transition: 'take', from: 'submitted', to: 'in_review', by: 'bank' }),
        aTimelineEntry({
          at: '2026-03-02T12:30:00.000Z',
          transition: 'request_changes',
          from: 'in_review',
          to: 'changes_requested',
          by: 'bank',
          reason: 'terms_incomplete',
          text: 'Say until when the offer runs, and in which shops.',
        }),
      ],
      ...shops,
    },
  );
  const before = aContent({ channels: ['app_feed'], offer: { ...aContent().offer, reward: { template: 'percent', percent: 15 } } });
  const first = aReviewCase();
  const reviewCase = aReviewCase({
    ...(isTogether ? {} : { previousRevision: 1, changes: [...diffContents(before, aContent())] }),
    detail: { ...first.detail, ...shops },
  });
  const { calls } = api;
  return {
    ...api,
    calls: {
      ...calls,
      campaigns: {
        ...calls.campaigns,
        readCampaign: () => ok(detail),
        readReport: () => ok(aReport(isTogether ? NO_EFFECT : CLEAR_EFFECT)),
      },
      review: {
        ...calls.review,
        readQueue: () =>
          ok({ items: [aQueueItem({ flags: ['four_eyes', 'starts_soon'] }), aQueueItem({ claimed: true, claimedByMe: true })] }),
        readCase: () => ok(reviewCase),
      },
      cooperation: isTogether
        ? {
            ...calls.cooperation,
            readCooperation: () => ok({ cooperation: TERMS }),
            listJoinable: () => ok({ shops: TERMS.partners.map(({ merchantId, shopName }) => ({ merchantId, shopName })) }),
            listInvitations: () => ok({ invitations: [invitation('invited'), invitation('joined')] }),
          }
        : calls.cooperation,
    },
  };
}

function invitation(state: 'invited' | 'joined') {
  return {
    campaignId: state === 'invited' ? CAMPAIGN_ID : '01960000-0000-7000-8000-0000000000c2',
    name: 'Spring in our street',
    leadShopName: 'Fietsen De Ketting',
    terms: 1,
    state,
    invitedAt: '2026-03-01T10:00:00.000Z',
    mySharePercent: 40,
    shares: SHOPS.map(({ shopName, sharePercent }) => ({ shopName, sharePercent })),
  };
}

/** The frame answers in every state: without it there is no screen to look at. */
const FRAME: readonly string[] = ['session', 'market', 'settings', 'shell'];

function inState(api: FlorinApi, state: StageState): FlorinApi {
  const answer = ANSWERS[state];
  if (answer === undefined) return api;
  const groups = Object.entries(api.calls).map(([group, calls]) => [
    group,
    FRAME.includes(group) ? calls : Object.fromEntries(Object.keys(calls).map((name) => [name, answer])),
  ]);
  // Built by walking the calls, which the type of an object literal cannot follow.
  return { ...api, calls: Object.fromEntries(groups) as FlorinCalls };
}

const refuse = (code: 'not_permitted' | 'internal') => (): Promise<CallResult<never>> =>
  Promise.resolve({ ok: false, error: { code, detail: {}, correlationId: HASH.slice(0, 8) } });

const ANSWERS: Readonly<Partial<Record<StageState, () => Promise<CallResult<never>>>>> = {
  loading: () => new Promise(() => undefined),
  refused: refuse('not_permitted'),
  failed: refuse('internal'),
};
