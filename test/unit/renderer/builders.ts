import type { CampaignState, TransitionName } from '#shared/campaign/transitions.ts';
import type { CampaignDetail, CampaignSummary, QueueItem, ReviewCase, TimelineEntry } from '#shared/contracts/http/campaigns.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { renderMessages } from '#shared/campaign/render-message.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { MERCHANT_ID } from './harness.tsx';

export const CAMPAIGN_ID = '01960000-0000-7000-8000-0000000000c1';
export const HASH = `8f2c${'0'.repeat(56)}41d0`;

export function aSummary(changes: Partial<CampaignSummary> = {}): CampaignSummary {
  return {
    id: CAMPAIGN_ID,
    name: 'Spring start for balcony gardens',
    state: 'in_review',
    version: 3,
    revision: 1,
    revisionHash: HASH,
    startsOn: '2026-03-16',
    endsOn: '2026-03-29',
    budgetCents: 1_500_000,
    merchant: { id: MERCHANT_ID, shopName: 'Tuincentrum' },
    updatedAt: '2026-03-02T10:00:00.000Z',
    ...changes,
  };
}

export function aTimelineEntry(changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return { at: '2026-03-02T10:00:00.000Z', transition: 'submit', from: 'draft', to: 'submitted', by: 'merchant', revision: 1, ...changes };
}

export function aDetail(state: CampaignState, legal: TransitionName[], changes: Partial<CampaignDetail> = {}): CampaignDetail {
  return { summary: aSummary({ state }), content: aContent(), timeline: [aTimelineEntry()], legal, ...changes };
}

const REACH = { customers: 1_248, halfWidth: 64, required: 155, releaseId: 'pilot-2025-spring' };

export function aQueueItem(changes: Partial<QueueItem> = {}): QueueItem {
  return {
    summary: aSummary({ state: 'submitted' }),
    submittedAt: '2026-03-02T10:00:00.000Z',
    claimed: false,
    claimedByMe: false,
    flags: [],
    reach: REACH,
    ...changes,
  };
}

/** A first revision that the signed-in reviewer has claimed. */
export function aReviewCase(changes: Partial<ReviewCase> = {}): ReviewCase {
  const content = aContent();
  return {
    detail: aDetail('in_review', ['release', 'request_changes', 'reject', 'approve']),
    submittedAt: '2026-03-02T10:00:00.000Z',
    claimed: true,
    claimedByMe: true,
    messages: [...renderMessages({ creative: content.creative, shopName: 'Tuincentrum', categoryLabel: { en: 'Garden', nl: 'Tuin' } })],
    changes: [],
    checks: [
      { code: 'minimum_size', verdict: 'pass', facts: { customers: 1_248, required: 155 } },
      { code: 'advertising_label', verdict: 'pass', citation: 'DSA 26(1)', facts: { languages: 'nl' } },
      { code: 'reward_wording', verdict: 'needs_eyes', citation: 'Prijzenbesluit 5a', facts: {} },
    ],
    reach: REACH,
    liability: { worstCaseCents: 24_960_000, budgetCents: 1_500_000, overrunChance: 0.0031 },
    approvals: { given: 0, needed: 1, reasons: [] },
    ...changes,
  };
}

/** A report with an effect of 1.6 points. */
export function aReport(changes: Partial<CampaignReport> = {}): CampaignReport {
  return {
    format: 'florin-report/1',
    campaignId: CAMPAIGN_ID,
    publishedAt: '2026-04-20T08:00:00.000Z',
    histogram: (['delivered', 'holdout'] as const)
      .flatMap((arm) =>
        (['assigned', 'activated', 'redeemed'] as const).flatMap((step) =>
          [true, false].map((bought) => ({ arm, step, bought, customers: 100 })),
        ),
      )
      .slice(0, 8),
    noise: { countSigma2: '150', spendSigma2: '8000000000', rewardSigma2: '80000000' },
    delivered: { value: 12_480, halfWidth: 24 },
    holdout: { value: 1_386, halfWidth: 24 },
    activations: { value: 2_110, halfWidth: 24 },
    redeemingCustomers: { value: 812, halfWidth: 24 },
    spendCents: { value: 6_341_000, halfWidth: 180_000 },
    rewardCents: { value: 634_100, halfWidth: 18_000 },
    buyingRateDelivered: { value: 0.143, low: 0.138, high: 0.148 },
    buyingRateHoldout: { value: 0.127, low: 0.117, high: 0.137 },
    lift: { kind: 'shown', points: { value: 0.016, low: 0.005, high: 0.027 } },
    incrementalCustomers: { value: 200, low: 62, high: 337 },
    incrementalSalesCents: { value: 1_500_000, low: 465_000, high: 2_530_000 },
    iroas: { value: 2.4, low: 0.9, high: 3.9 },
    invoice: { redeemingCustomers: 812, rewardPriceCents: 750, feeCents: 45, amountCents: 645_540, creditAppliedCents: 0 },
    rho: '1/240',
    method: { outcome: 'bought_at_merchant', attributionDays: 14, clipSpendCents: 50_000, clipRewardCents: 2_000 },
    ...changes,
  };
}
