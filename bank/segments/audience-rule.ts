import { type Audience, partsOfAudience, type Relation, type SpendCondition } from '#shared/audience/audience.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { type Window, windowDates, windowKind } from '#shared/market/window.ts';
import type { MerchantContext } from './port.ts';

/** An audience in the numbers of the profile, for whichever engine. A customer is in it who meets every part. */
export interface AudienceRule {
  /** One or two: the kept spend of the category in the window lies in these bands, both included. */
  readonly spends: readonly RunInCategory[];
  /** The payments above zero of the kept category in the window lie in these visit bands, both included. */
  readonly visits?: RunInCategory;
  /** Absent where every region is meant. */
  readonly regions?: readonly number[];
  /** Absent where the rule holds no relationship. */
  readonly relation?: RelationRule;
}

export interface RunInCategory {
  readonly category: number;
  readonly window: Window;
  readonly run: { readonly from: number; readonly to: number };
}

/** Holds for a customer by the rows `(customer, place, is_loyal)` of an engine's table of relations for this season. */
export interface RelationRule {
  readonly season: string;
  readonly merchant: MerchantContext;
  /** True: a customer with a row that meets the condition; false: a customer without one. */
  readonly isPresent: boolean;
  /** In the SQL that all engines have in common. */
  readonly condition: string;
}

/**
 * Spend and visits are those of the bounded cells: rows that the bound on categories keeps. A relationship is the one of the season's slices, to the
 * shops of the merchant whose campaign it is, in its own category, whose season spend the rule must name (the last one where it names two). The bound on
 * merchants holds here as well: whoever it cuts off counts as `new`, as in "band less lapsed less loyal" of the release.
 * @throws AppError `audience_not_answerable`: `unknown_category`, `unknown_region`, `unknown_band`, or `no_slice` where a relationship is asked for and
 *   the merchant is not known, not among the merchants, or its category has no season in the rule
 */
export function audienceRule(profile: Profile, audience: Audience, merchant: MerchantContext | undefined): AudienceRule {
  const { spends, regions, relation, visits } = partsOfAudience(audience);
  for (const { bands } of spends)
    if (bands.to >= profile.bandEdges.length) throw new AppError('audience_not_answerable', { reason: 'unknown_band' });
  return {
    spends: spends.map(({ category, window, bands }) => ({ category: categoryNumber(profile, category), window, run: bands })),
    ...(visits === undefined
      ? {}
      : { visits: { category: categoryNumber(profile, visits.category), window: visits.window, run: visits.visits } }),
    ...(regions === undefined ? {} : { regions: regionNumbers(profile, regions) }),
    ...(relation === undefined || relation === 'any' ? {} : { relation: relationRule(relation, spends, merchant) }),
  };
}

function regionNumbers(profile: Profile, regions: readonly string[]): readonly number[] {
  const numbers = regions.map((id) => profile.regions.findIndex((region) => region.id === id));
  if (numbers.some((number) => number < 0)) throw new AppError('audience_not_answerable', { reason: 'unknown_region' });
  return numbers;
}

const RELATIONS: Readonly<Record<Exclude<Relation, 'any'>, { readonly isPresent: boolean; readonly loyalty: string }>> = {
  new: { isPresent: false, loyalty: '1 = 1' },
  lapsed: { isPresent: true, loyalty: 'NOT is_loyal' },
  loyal: { isPresent: true, loyalty: 'is_loyal' },
  not_lapsed: { isPresent: false, loyalty: 'NOT is_loyal' },
  not_loyal: { isPresent: false, loyalty: 'is_loyal' },
};

function relationRule(
  relation: Exclude<Relation, 'any'>,
  spends: readonly SpendCondition[],
  merchant: MerchantContext | undefined,
): RelationRule {
  const place = merchant?.merchants.findIndex((each) => each.id === merchant.id) ?? -1;
  const own = merchant?.merchants[place];
  const season = spends
    .filter((spend) => spend.category === own?.categoryId && windowKind(spend.window) === 'season')
    .map((spend) => spend.window)
    .sort((left, right) => (windowDates(left).until < windowDates(right).until ? -1 : 1))
    .at(-1);
  if (merchant === undefined || season === undefined) throw new AppError('audience_not_answerable', { reason: 'no_slice' });
  const { isPresent, loyalty } = RELATIONS[relation];
  return { season, merchant, isPresent, condition: `place = ${place} AND ${loyalty}` };
}

function categoryNumber(profile: Profile, id: string): number {
  const number = profile.categories.findIndex((category) => category.id === id);
  if (number < 0) throw new AppError('audience_not_answerable', { reason: 'unknown_category' });
  return number;
}
