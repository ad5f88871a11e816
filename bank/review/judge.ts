import { partsOfAudience } from '#shared/audience/audience.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { type Finding, validateContent } from '#shared/campaign/validate.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { chanceOfMoreRedeeming, forecast } from '#shared/reach/forecast.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Forecast, Reach } from '#shared/reach/types.ts';
import { forecastInput } from '../market/planning.ts';

/** What a submission is judged on: the content, the market, and published numbers only. */
export interface JudgedSubmission {
  readonly content: CampaignContent;
  readonly profile: Profile;
  readonly merchant: { readonly mcc: string; readonly categoryId: string; readonly feePerRedeemingCustomerCents: number };
  /** Usable releases: verified, published, not withdrawn, not expired. */
  readonly releases: readonly Release[];
  /** The bank's local date. */
  readonly today: string;
}

type AnsweredReach = Extract<Reach, { kind: 'answered' }>;

/** Reach and cost of a submission that passed every rule. */
export interface Judgement {
  readonly reach: AnsweredReach;
  readonly forecast: Forecast;
  /** Chance that the cost is above the budget, which the bank would carry. A share. */
  readonly overrunChance: number;
}

/**
 * Holds a submission against every rule that has an automatic answer. What it says depends on published numbers alone, so a refusal tells a
 * merchant nothing that the application could not have said.
 * @throws AppError `campaign_invalid`, `audience_not_answerable`, `audience_too_small`
 */
export function judgeSubmission(submission: JudgedSubmission): Judgement {
  const findings = ruleFindings(submission);
  if (findings.length > 0) throw new AppError('campaign_invalid', { findings });
  const judgement = judgeReach(submission);
  const { profile } = submission;
  if (!judgement.reach.meetsMinimum)
    throw new AppError('audience_too_small', { minimum: profile.limits.minimumCustomers, required: judgement.reach.minimumRequired });
  return judgement;
}

/**
 * Reach, forecast and the chance of an overrun from published numbers.
 * @throws AppError `audience_not_answerable`
 */
export function judgeReach({ content, profile, merchant, releases }: JudgedSubmission): Judgement {
  const reach = computeReach({ releases, audience: content.audience, channels: content.channels, holdoutPercent: content.holdoutPercent });
  if (reach.kind !== 'answered') throw new AppError('audience_not_answerable', { reason: reach.reason });
  const input = forecastInput(profile, merchant.feePerRedeemingCustomerCents);
  const expected = forecast(content, reach, input);
  const perCustomerCents = expected.rewardPriceCents + input.feePerRedeemingCustomerCents;
  const covered = Math.floor(content.budgetCents / perCustomerCents);
  return { reach, forecast: expected, overrunChance: chanceOfMoreRedeeming(reach.deliverable, input.redemptionPrior, covered) };
}

type SubmissionFinding = Finding | { readonly code: 'sensitive_category'; readonly path: string };

function ruleFindings({ content, profile, merchant, today }: JudgedSubmission): readonly SubmissionFinding[] {
  const open = profile.categories.filter((category) => !profile.sensitive.categories.includes(category.id));
  const findings: SubmissionFinding[] = [
    ...validateContent(content, {
      today,
      market: profile.market,
      categories: open.map((category) => ({ id: category.id, bandEdges: category.bandEdges ?? profile.bandEdges })),
      regions: profile.regions,
      channels: profile.channels,
    }),
  ];
  const isSensitive =
    profile.sensitive.mccs.includes(merchant.mcc) ||
    profile.sensitive.categories.includes(merchant.categoryId) ||
    profile.sensitive.categories.includes(partsOfAudience(content.audience).spend.category);
  if (isSensitive) findings.push({ code: 'sensitive_category', path: 'audience.spend.category' });
  return findings;
}
