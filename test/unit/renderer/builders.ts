import type { CampaignState, TransitionName } from '#shared/campaign/transitions.ts';
import type { CampaignDetail, CampaignSummary, QueueItem, ReviewCase, TimelineEntry } from '#shared/contracts/http/campaigns.ts';
import { computeReport, type ReportTerms } from '#shared/results/compute-report.ts';
import type { CampaignReport, ReportCell } from '#shared/results/report.ts';
import { renderMessages } from '#shared/campaign/render-message.ts';
import { aContent } from '../../fixtures/campaign-content.ts';

export const MERCHANT_ID = '01960000-0000-7000-8000-000000000001';
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
    alternativeMessages: [],
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

/** Buyers and others of each arm; of the delivered, how many went how far. */
interface Arms {
  readonly delivered: { readonly customers: number; readonly bought: number; readonly redeemed: number };
  readonly holdout?: { readonly customers: number; readonly bought: number };
}

/** Enough customers on both sides for a shown effect of about 4 points. */
export const CLEAR_EFFECT: Arms = {
  delivered: { customers: 12_480, bought: 2_122, redeemed: 812 },
  holdout: { customers: 1_386, bought: 176 },
};
export const NO_EFFECT: Arms = { delivered: { customers: 940, bought: 132, redeemed: 41 }, holdout: { customers: 104, bought: 12 } };

/** A report as the bank computes it from what was drawn; every redeeming customer has bought. */
export function aReport(arms: Arms = CLEAR_EFFECT, terms: Partial<ReportTerms> = {}): CampaignReport {
  const { delivered, holdout } = arms;
  const activatedOnly = Math.round(delivered.customers * 0.072);
  const cell = (arm: ReportCell['arm'], step: ReportCell['step'], bought: boolean, customers: number): ReportCell => ({
    arm,
    step,
    bought,
    customers,
  });
  return computeReport(
    {
      campaignId: CAMPAIGN_ID,
      publishedAt: '2026-04-20T08:00:00.000Z',
      noise: { countSigma2: '150', spendSigma2: '40000000000', rewardSigma2: '4000000000' },
      method: { outcome: 'bought_at_merchant', attributionDays: 14, clipSpendCents: 21_000, clipRewardCents: 2_000 },
      rho: '1/240',
      rewardPriceCents: 750,
      feeCents: 45,
      budgetCents: 1_500_000,
      creditCents: 0,
      basketRelativeDeviation: 0.6,
      ...terms,
    },
    {
      histogram: [
        cell('delivered', 'redeemed', true, delivered.redeemed),
        cell('delivered', 'redeemed', false, 0),
        cell('delivered', 'activated', true, 100),
        cell('delivered', 'activated', false, activatedOnly),
        cell('delivered', 'assigned', true, delivered.bought - delivered.redeemed - 100),
        cell('delivered', 'assigned', false, delivered.customers - delivered.bought - activatedOnly),
        ...(holdout === undefined
          ? []
          : [cell('holdout', 'assigned', true, holdout.bought), cell('holdout', 'assigned', false, holdout.customers - holdout.bought)]),
      ],
      spendCents: delivered.bought * 7_500,
      rewardCents: delivered.redeemed * 700,
    },
  );
}
