/** The bank's desk, the campaign page and a report in an ordinary browser over a pretended main process, for looking at them. Never part of the application. */
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '../../../../renderer/theme/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { legalTransitions } from '#shared/campaign/transitions.ts';
import { diffContents } from '#shared/review/diff.ts';
import { App } from '../../../../renderer/app/app.tsx';
import { BridgeProvider } from '../../../../renderer/data/bridge-context.tsx';
import { createQueryClient } from '../../../../renderer/data/queries.ts';
import { resolveVariables, theme } from '../../../../renderer/theme/theme.ts';
import { aContent } from '../../../fixtures/campaign-content.ts';
import { aDetail, aQueueItem, aReport, aReviewCase, aSummary, aTimelineEntry, CLEAR_EFFECT, NO_EFFECT } from '../builders.ts';
import { fakeBridge, signedIn } from '../support/fake-api.ts';
import { EDITOR, REVIEWER } from '../support/market.ts';

const query = new URLSearchParams(window.location.search);
const isMerchant = query.get('role') === 'editor';
const ok = <Value,>(value: Value) => Promise.resolve({ ok: true as const, value });
const refused = (code: 'version_conflict' | 'not_found') =>
  Promise.resolve({ ok: false as const, error: { code, detail: {}, correlationId: 'c-1' } });
const id = (number: number) => `01960000-0000-7000-8000-0000000000${String(number)}`;

const before = aContent({
  channels: ['app_feed'],
  offer: { ...aContent().offer, reward: { template: 'percent', percent: 15 }, capPerCustomerCents: 4_000 },
  creative: {
    nl: {
      title: '15 % terug op je balkon',
      shortText: 'Besteed minstens €50 omdat je vorig jaar veel planten kocht en krijg 15 % terug.',
      longText: aContent().creative.nl?.longText ?? '',
      terms: aContent().creative.nl?.terms ?? '',
    },
  },
  audience: {
    ...aContent().audience,
    conditions: [
      { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
      { kind: 'regions', regions: ['oost', 'west'] },
    ],
  },
});
const checks = [
  { code: 'minimum_size', verdict: 'pass', facts: { customers: 1_248, required: 155 } },
  { code: 'sensitive_category', verdict: 'pass', citation: 'GDPR 9(1)', facts: { category: 'garden', mcc: '5261' } },
  { code: 'criterion_not_named', verdict: 'pass', facts: {} },
  { code: 'advertising_label', verdict: 'pass', citation: 'DSA 26(1)', facts: { languages: 'nl' } },
  { code: 'budget_cover', verdict: 'needs_eyes', facts: { budgetCents: 1_500_000, worstCaseCents: 24_960_000, overrunChance: 0.031 } },
  { code: 'reward_wording', verdict: 'pass', citation: 'UCPD 6', facts: { figures: '10, 50' } },
  { code: 'cap_order', verdict: 'fail', facts: { capPerRedemptionCents: 2_000, capPerCustomerCents: 2_000 } },
  { code: 'frequency', verdict: 'pass', facts: { pushPer7Days: 1, offersPer30Days: 3, campaignsPerCustomerYear: 12 } },
  { code: 'start_date', verdict: 'pass', facts: { startsOn: '2026-03-16', earliest: '2026-03-09', latest: '2026-10-13' } },
  { code: 'release_current', verdict: 'pass', facts: { release: 'pilot-2025-spring' } },
] as const;
const revised = aReviewCase({
  previousRevision: 3,
  changes: [...diffContents(before, aContent())],
  checks: checks.map((check) => ({ ...check, facts: { ...check.facts } })),
  approvals: { given: 0, needed: 2, reasons: ['reach'] },
});
const queue = [
  aQueueItem({
    summary: aSummary({ name: 'Mother’s Day bouquets', state: 'submitted' }),
    submittedAt: '2026-02-27T09:00:00.000Z',
    flags: ['four_eyes', 'starts_soon'],
  }),
  aQueueItem({
    summary: aSummary({ id: id(13), revision: 4 }),
    submittedAt: '2026-03-02T08:00:00.000Z',
    claimed: true,
    claimedByMe: true,
    flags: ['resubmitted'],
  }),
  aQueueItem({
    summary: aSummary({ id: id(14), name: 'Christmas trees, early birds', state: 'approved' }),
    submittedAt: '2026-03-01T08:00:00.000Z',
    flags: ['four_eyes'],
  }),
  aQueueItem({ summary: aSummary({ id: id(15), name: 'Toys for summer' }), submittedAt: '2026-03-02T07:30:00.000Z', claimed: true }),
];
const state = query.get('state') === 'changes' ? 'changes_requested' : 'live';
const detail = aDetail(state, [...legalTransitions(state, 'merchant_editor')], {
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
});
const report =
  query.get('report') === 'none'
    ? aReport(NO_EFFECT)
    : query.get('report') === 'credit'
      ? aReport({ delivered: { customers: 300, bought: 40, redeemed: -6 }, holdout: { customers: 30, bought: 4 } })
      : aReport(CLEAR_EFFECT);
const bridge = fakeBridge({
  session: signedIn(
    isMerchant
      ? EDITOR
      : query.get('role') === 'officer'
        ? { ...REVIEWER, role: 'bank_privacy_officer' }
        : query.get('role') === 'operator'
          ? { ...REVIEWER, role: 'bank_operator' }
          : REVIEWER,
  ),
  settings: { language: query.get('lang') === 'nl' ? 'nl' : 'en', theme: query.get('theme') === 'dark' ? 'dark' : 'light' },
  waiting: { campaigns: 2, invitations: 0, queue: 3, results: 1, comments: 0 },
});
const { calls } = bridge.api;
const api = {
  ...bridge.api,
  calls: {
    ...calls,
    review: {
      ...calls.review,
      readQueue: () => ok({ items: query.get('empty') === '1' ? [] : queue }),
      readCase: () => ok(query.get('first') === '1' ? aReviewCase() : revised),
      takeCase: () => ok(revised),
      releaseCase: () => ok(revised),
      decideCase: () => refused('version_conflict'),
    },
    campaigns: {
      ...calls.campaigns,
      listCampaigns: () =>
        ok({
          campaigns: [
            aSummary({ state: 'reported' }),
            aSummary({ id: id(21), name: 'Autumn bulbs', state: 'reported', startsOn: '2025-09-15', endsOn: '2025-10-12' }),
            aSummary({ id: id(22), name: 'Christmas trees', state: 'measuring', startsOn: '2025-11-24', endsOn: '2025-12-20' }),
            aSummary({ id: id(23), name: 'Winter birds', state: 'live', startsOn: '2026-02-16', endsOn: '2026-03-15' }),
            aSummary({ id: id(24), name: 'Roses', state: 'suspended' }),
          ],
        }),
      readCampaign: () => ok(query.get('report') === null ? detail : aDetail('reported', ['archive'])),
      readReport: ({ campaignId }: { readonly campaignId: string }) => ok(campaignId === id(21) ? aReport(NO_EFFECT) : report),
      markSeen: () => ok({}),
    },
  },
};

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider api={api}>
          <App />
        </BridgeProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
