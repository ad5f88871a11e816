import type { CampaignContent } from '#shared/campaign/content.ts';
import { type Finding, validateContent, type ValidationContext } from '#shared/campaign/validate.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { chanceOfMoreRedeeming, forecast } from '#shared/reach/forecast.ts';
import type { Quote } from '#shared/reach/quote.ts';
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
  /** Stored quotes, verified; those of other rules are ignored. */
  readonly quotes?: readonly Quote[];
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
  requireRules(submission);
  const judgement = judgeReach(submission);
  const { profile } = submission;
  if (!judgement.reach.meetsMinimum)
    throw new AppError('audience_too_small', { minimum: profile.limits.minimumCustomers, required: judgement.reach.minimumRequired });
  return judgement;
}

type RuledSubmission = Pick<JudgedSubmission, 'content' | 'profile' | 'today'> & {
  readonly merchant: Pick<JudgedSubmission['merchant'], 'mcc' | 'categoryId'>;
};

/**
 * The rules that need no figure about customers.
 * @param isCooperative whether shops were asked to join; a frozen content says so itself
 * @throws AppError `campaign_invalid`
 */
export function requireRules(submission: RuledSubmission, isCooperative = false): void {
  const findings = ruleFindings(submission, isCooperative);
  if (findings.length > 0) throw new AppError('campaign_invalid', { findings });
}

/**
 * Reach, forecast and the chance of an overrun from published numbers.
 * @throws AppError `audience_not_answerable`
 */
export function judgeReach({ content, profile, merchant, releases, quotes = [] }: JudgedSubmission): Judgement {
  const reach = computeReach({
    ...readableFor(content, releases, quotes),
    audience: content.audience,
    channels: content.channels,
    holdoutPercent: content.holdoutPercent,
  });
  if (reach.kind !== 'answered')
    throw new AppError('audience_not_answerable', { reason: reach.kind === 'rough' ? 'needs_quote' : reach.reason });
  const input = forecastInput(profile, merchant, content.offer);
  const expected = forecast(content, reach, input);
  const perCustomerCents = expected.rewardPriceCents + input.feePerRedeemingCustomerCents;
  const covered = Math.floor(content.budgetCents / perCustomerCents);
  return { reach, forecast: expected, overrunChance: chanceOfMoreRedeeming(reach.deliverable, input.redemptionPrior, covered) };
}

/**
 * What a content may be judged on. A cooperative campaign on releases alone, which every shop has: a merchant's slice or quote is its own, and a decision
 * that rests on one would tell the others of it.
 */
export function readableFor(
  content: Pick<CampaignContent, 'cooperation'>,
  releases: readonly Release[],
  quotes: readonly Quote[],
): { readonly releases: readonly Release[]; readonly quotes: readonly Quote[] } {
  if (content.cooperation === undefined) return { releases, quotes };
  return { releases: releases.filter((release) => release.merchant === undefined), quotes: [] };
}

function ruleFindings({ content, profile, merchant, today }: RuledSubmission, isCooperative: boolean): readonly Finding[] {
  const findings: Finding[] = [...validateContent(content, { ...contextOf(profile, merchant, today), isCooperative })];
  // A merchant whose own trade is sensitive may not ask anything, whatever its rule names.
  const isSensitive = profile.sensitive.mccs.includes(merchant.mcc) || profile.sensitive.categories.includes(merchant.categoryId);
  if (isSensitive && !findings.some((finding) => finding.code === 'sensitive_category'))
    findings.push({ code: 'sensitive_category', path: 'audience.spend.category' });
  return findings;
}

/** What the rules of a campaign are held against at the bank: the open part of the market, and whose campaign it is. */
export function contextOf(profile: Profile, merchant: Pick<JudgedSubmission['merchant'], 'categoryId'>, today: string): ValidationContext {
  const open = profile.categories.filter((category) => !profile.sensitive.categories.includes(category.id));
  return {
    today,
    market: profile.market,
    categories: open.map((category) => ({ id: category.id, bandEdges: category.bandEdges ?? profile.bandEdges })),
    regions: profile.regions,
    channels: profile.channels,
    merchantCategory: merchant.categoryId,
    sensitiveCategories: profile.sensitive.categories,
  };
}
