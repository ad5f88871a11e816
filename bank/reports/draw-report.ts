import { type Fraction, formatFraction, fraction, multiplyFractions } from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { PublishedDraw, ReportTerms } from '#shared/results/compute-report.ts';
import type { ReportCell } from '#shared/results/report.ts';
import { mostPerCustomerCents } from '#shared/reach/reward-price.ts';
import { reportNoise } from '../privacy/accountant/charges.ts';
import type { ApprovedCampaign } from '../delivery/campaign-record.ts';
import type { PrivacyPort } from '../delivery/ports.ts';
import type { CustomerOutcome } from './collect-outcome.ts';

/** Noise and clipping of a campaign's report; fixed and public before the campaign runs. */
export interface ReportPlan {
  readonly cells: readonly Omit<ReportCell, 'customers'>[];
  readonly clipSpendCents: number;
  readonly clipRewardCents: number;
  readonly countSigma2: Fraction;
  readonly spendSigma2: Fraction;
  readonly rewardSigma2: Fraction;
}

/**
 * The plan: eight disjoint cells (six without a holdout). One customer is in one cell, so D² = 1 and σ² is that of 80 % of the charge. Spend is clipped
 * at mean + 3 deviations of the profile's basket prior, reward at the most that the offer can pay; a sum clipped at c has sensitivity c, so its
 * noise is c² times that of a count at 10 % of the charge.
 */
export function planReport(profile: Pick<Profile, 'planning' | 'reports'>, campaign: Pick<ApprovedCampaign, 'content'>): ReportPlan {
  const { meanCents, relativeDeviation } = profile.planning.basketPrior;
  const clipSpendCents = Math.ceil(meanCents * (1 + 3 * relativeDeviation));
  const clipRewardCents = mostPerCustomerCents(campaign.content.offer);
  const { countSigma2, clippedSigma2 } = reportNoise(profile);
  const clipped = (cents: number) => multiplyFractions(clippedSigma2, fraction(BigInt(cents) * BigInt(cents)));
  const delivered = (['assigned', 'activated', 'redeemed'] as const).flatMap((step) =>
    [true, false].map((bought) => ({ arm: 'delivered' as const, step, bought })),
  );
  const holdout = [true, false].map((bought) => ({ arm: 'holdout' as const, step: 'assigned' as const, bought }));
  return {
    cells: campaign.content.holdoutPercent === 0 ? delivered : [...delivered, ...holdout],
    clipSpendCents,
    clipRewardCents,
    countSigma2,
    spendSigma2: clipped(clipSpendCents),
    rewardSigma2: clipped(clipRewardCents),
  };
}

/** Draws the report's figures: every cell of the plan, zeros included, and the two clipped sums over the delivered arm, each with its own noise. */
export function drawReport(
  plan: ReportPlan,
  outcomes: readonly CustomerOutcome[],
  noise: Pick<PrivacyPort, 'discreteGaussian'>,
): PublishedDraw {
  const delivered = outcomes.filter((outcome) => outcome.arm === 'delivered');
  const total = (of: (outcome: CustomerOutcome) => number, clip: number) =>
    delivered.reduce((sum, outcome) => sum + Math.min(clip, Math.max(0, of(outcome))), 0);
  return {
    histogram: plan.cells.map((cell) => ({
      ...cell,
      customers:
        outcomes.filter((outcome) => outcome.arm === cell.arm && outcome.step === cell.step && outcome.bought === cell.bought).length +
        Number(noise.discreteGaussian(plan.countSigma2)),
    })),
    spendCents: total((outcome) => outcome.spendCents, plan.clipSpendCents) + Number(noise.discreteGaussian(plan.spendSigma2)),
    rewardCents: total((outcome) => outcome.rewardCents, plan.clipRewardCents) + Number(noise.discreteGaussian(plan.rewardSigma2)),
  };
}

/** The public half of the report. */
export function noiseOf(plan: ReportPlan): ReportTerms['noise'] {
  return {
    countSigma2: formatFraction(plan.countSigma2),
    spendSigma2: formatFraction(plan.spendSigma2),
    rewardSigma2: formatFraction(plan.rewardSigma2),
  };
}
