import { type Audience, partsOfAudience, type Relation, type SpendCondition, type VisitsCondition } from '#shared/audience/audience.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { type Window, windowDates, windowKind } from '#shared/market/window.ts';
import type { MerchantContext } from '../port.ts';
import { bandPacking, digitSql, type Packing, visitPacking } from './packed.ts';
import { windowCode } from './schema.ts';

/** An audience as conditions on tables of the analytics files. A customer is in it who meets every one of them. */
export interface AudienceSql {
  /** Each holds for a row of the packed table of this window, under the alias {@link packedAlias}. */
  readonly spend: readonly { readonly window: number; readonly condition: string }[];
  /** On `state`, for eligible customers. */
  readonly region: string;
  /** Absent where the rule holds no relationship. */
  readonly relation?: RelationSql;
}

/** Holds for a customer by the rows of `relations` that {@link loadRelations} made for this season. */
export interface RelationSql {
  readonly season: string;
  readonly merchant: MerchantContext;
  /** True: a customer with a row of `relations` that meets the condition; false: a customer without one. */
  readonly isPresent: boolean;
  readonly condition: string;
}

/**
 * Spend and visits are those of the bounded cells: rows that the bound on categories keeps. A relationship is the one of the season's slices, to the
 * shops of the merchant whose campaign it is, in its own category, whose season spend the rule must name (the last one where it names two). The bound on
 * merchants holds here as well: whoever it cuts off counts as `new`, as in "band less lapsed less loyal" of the release.
 * @throws AppError `audience_not_answerable`: `unknown_category`, `unknown_region`, `unknown_band`, or `no_slice` where a relationship is asked for and
 *   the merchant is not known, not among the merchants, or its category has no season in the rule
 */
export function audienceSql(profile: Profile, audience: Audience, merchant: MerchantContext | undefined): AudienceSql {
  const { spends, regions, relation, visits } = partsOfAudience(audience);
  const spend = spends.map((each) => spendCondition(profile, each));
  if (visits !== undefined) spend.push(visitsCondition(profile, visits));
  const related = relation === undefined || relation === 'any' ? {} : { relation: relationCondition(relation, spends, merchant) };
  return { spend, region: regionCondition(profile, regions), ...related };
}

/** The name that the packed table of a window has in the conditions. */
export function packedAlias(window: number): string {
  return `packed_${window}`;
}

function spendCondition(profile: Profile, { category, window, bands }: SpendCondition) {
  if (bands.to >= profile.bandEdges.length) throw new AppError('audience_not_answerable', { reason: 'unknown_band' });
  return digitCondition(bandPacking(profile), categoryNumber(profile, category), window, bands);
}

function visitsCondition(profile: Profile, { category, window, visits }: VisitsCondition) {
  return digitCondition(visitPacking(profile), categoryNumber(profile, category), window, visits);
}

function digitCondition(packing: Packing, category: number, window: Window, run: { readonly from: number; readonly to: number }) {
  const code = windowCode(window);
  return { window: code, condition: `${digitSql(packing, category, packedAlias(code))} BETWEEN ${run.from + 1} AND ${run.to + 1}` };
}

function regionCondition(profile: Profile, regions: readonly string[] | undefined): string {
  if (regions === undefined) return 'true';
  const numbers = regions.map((id) => profile.regions.findIndex((region) => region.id === id));
  if (numbers.some((number) => number < 0)) throw new AppError('audience_not_answerable', { reason: 'unknown_region' });
  return `state IN (${numbers.join(', ')})`;
}

const RELATIONS: Readonly<Record<Exclude<Relation, 'any'>, { readonly isPresent: boolean; readonly loyalty: string }>> = {
  new: { isPresent: false, loyalty: 'true' },
  lapsed: { isPresent: true, loyalty: 'NOT is_loyal' },
  loyal: { isPresent: true, loyalty: 'is_loyal' },
  not_lapsed: { isPresent: false, loyalty: 'NOT is_loyal' },
  not_loyal: { isPresent: false, loyalty: 'is_loyal' },
};

function relationCondition(
  relation: Exclude<Relation, 'any'>,
  spends: readonly SpendCondition[],
  merchant: MerchantContext | undefined,
): RelationSql {
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
