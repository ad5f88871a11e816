import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import type { Offer } from '#shared/campaign/content.ts';
import { priorsOf } from '#shared/market/priors.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { ForecastInput } from '#shared/reach/types.ts';

/** The counts of a report get four fifths of its charge; clipped spend and clipped reward one tenth each. */
const COUNT_SHARE = 0.8;

/** sigma² of each count in a campaign report: that of the whole charge over the counts' share of it (120 → 150). */
export function reportCountSigma2(profile: Pick<Profile, 'reports'>): number {
  return fractionToNumber(parseFraction(profile.reports.sigma2)) / COUNT_SHARE;
}

/** Prices and priors for a forecast at the bank: the same as the application reads from `GET /v1/market` and `GET /v1/account`. */
export function forecastInput(
  profile: Pick<Profile, 'planning' | 'reports'>,
  merchant: { readonly categoryId: string; readonly feePerRedeemingCustomerCents: number },
  { reward }: Pick<Offer, 'reward'>,
): ForecastInput {
  return {
    feePerRedeemingCustomerCents: merchant.feePerRedeemingCustomerCents,
    ...priorsOf(profile.planning, { category: merchant.categoryId, template: reward.template }),
    basketPrior: profile.planning.basketPrior,
    reportSigma2: reportCountSigma2(profile),
  };
}
