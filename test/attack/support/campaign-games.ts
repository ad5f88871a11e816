import { reportRho } from '#bank/privacy/accountant/charges.ts';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import type { CustomerOutcome } from '#bank/reports/collect-outcome.ts';
import { drawReport, noiseOf, planReport } from '#bank/reports/draw-report.ts';
import { AppError } from '#shared/errors.ts';
import { type Fraction, formatFraction } from '#shared/fraction.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { Profile } from '#shared/market/profile.ts';
import { rewardPriceCents } from '#shared/reach/reward-price.ts';
import { computeReport } from '#shared/results/compute-report.ts';
import { CampaignReport } from '#shared/results/report.ts';
import type { MakeSystem, Round } from './game.ts';

/** Tariff of the games' merchant. */
const FEE_CENTS = 40;
export const VICTIM_SPEND_CENTS = 6_000;
export const VICTIM_REWARD_CENTS = 600;

/** What a merchant sees of one campaign, in whose segment the victim is or is not. The victim buys at the shop in either case. */
export interface CampaignSeen {
  /** What the till shows when the victim pays. */
  readonly till: string;
  /** The state after the victim paid, while the campaign runs. */
  readonly state: string;
  /** What the merchant gets for looking at the report before its day. */
  readonly earlyReport: string;
  /** After the end. */
  readonly report: CampaignReport;
}

/** One customer's contribution that an attacker expects; everybody else's is known. */
export interface CampaignTerms {
  readonly profile: Profile;
  readonly content: CampaignContent;
  readonly others: readonly CustomerOutcome[];
}

export interface CampaignFlaws {
  readonly noise?: (round: Round, sigma2: Fraction) => bigint;
  readonly till?: (isMember: boolean) => string;
  /** State, error and invoice as a bank makes them that follows redemptions while they happen. */
  readonly state?: (redeemed: number) => string;
  readonly earlyReport?: (redeemed: number) => string;
  readonly invoicedCustomers?: (redeemed: number) => number;
}

/**
 * A campaign from its end on, by the bank's own way to a report: `planReport` and `drawReport` over each assigned customer's outcome, `computeReport` on
 * what was drawn. State and errors before that come from dates alone; `test/attack/non-interference.test.ts` shows it of the running bank.
 */
export function aCampaign({ profile, content, others }: CampaignTerms, flaws: CampaignFlaws = {}): MakeSystem<CampaignSeen> {
  const plan = planReport(profile, { content });
  return (round) => {
    const victim: CustomerOutcome = {
      arm: 'delivered',
      step: 'redeemed',
      bought: true,
      spendCents: VICTIM_SPEND_CENTS,
      rewardCents: VICTIM_REWARD_CENTS,
    };
    const outcomes = round.isVictimIn ? [...others, victim] : others;
    const draw = (sigma2: Fraction) => flaws.noise?.(round, sigma2) ?? discreteGaussian(round.random, sigma2).sample();
    const drawn = drawReport(plan, outcomes, { discreteGaussian: draw });
    const report = computeReport(
      {
        campaignId: '0190a000-0000-7000-8000-0000000000c1',
        publishedAt: '2026-05-01T08:00:00.000Z',
        noise: noiseOf(plan),
        method: {
          outcome: 'bought_at_merchant',
          attributionDays: content.attributionDays,
          clipSpendCents: plan.clipSpendCents,
          clipRewardCents: plan.clipRewardCents,
        },
        rho: formatFraction(reportRho(profile)),
        rewardPriceCents: rewardPriceCents(content.offer, profile.planning.basketPrior),
        feeCents: FEE_CENTS,
        budgetCents: content.budgetCents,
        creditCents: 0,
        basketRelativeDeviation: profile.planning.basketPrior.relativeDeviation,
      },
      drawn,
    );
    const redeemed = outcomes.filter((outcome) => outcome.step === 'redeemed').length;
    const { invoice } = report;
    const invoiced = flaws.invoicedCustomers?.(redeemed) ?? invoice.redeemingCustomers;
    return {
      till: flaws.till?.(round.isVictimIn) ?? 'paid',
      state: flaws.state?.(redeemed) ?? 'live',
      earlyReport: flaws.earlyReport?.(redeemed) ?? new AppError('not_found', {}).message,
      report: CampaignReport.parse({
        ...report,
        invoice: {
          ...invoice,
          redeemingCustomers: invoiced,
          amountCents: Math.min(content.budgetCents, (invoice.rewardPriceCents + invoice.feeCents) * invoiced),
        },
      }),
    };
  };
}
