import { type Audience, type AudienceParts, partsOfAudience, type SpendCondition } from '../audience/audience.ts';
import { canonicalAudience, type RuleOrder } from '../audience/canonical.ts';
import { fractionToNumber, parseFraction } from '../fraction.ts';
import { windowKind } from '../market/window.ts';
import type { CountedPart } from './bounds.ts';
import { estimateSegment, toEstimate } from './estimator.ts';
import { quoteOfRule } from './find-quote.ts';
import { releaseOfWindow, sliceOfWindow } from './find-release.ts';
import { estimatePair } from './pairs.ts';
import type { Quote } from './quote.ts';
import type { TablesRead } from './receipt.ts';
import { estimateRelation } from './relation.ts';
import type { Release } from './release.ts';
import type { Estimate, NotAnswerableReason, RoughReason } from './types.ts';

/**
 * How many customers meet a rule, as published artefacts say. What answers what:
 *
 * | rule | answered by |
 * |---|---|
 * | spend in a month | the month's tables |
 * | spend in a month, regions | the month's tables by region where the bank publishes them, else bounds |
 * | spend in a season, with or without regions | the season's tables |
 * | spend in a season in the merchant's own category, relationship | the merchant's slice; new, not lapsed and not loyal as differences |
 * | two categories in the same season, each below or from the pair cut, or any amount | the table of pairs, where published |
 * | two categories otherwise; two windows; relationship and regions; three or more conditions | bounds |
 * | visits | a quote only |
 *
 * A quote at hand answers every rule that no table answers exactly. Conditions that restrict nothing (all regions, any relationship) do not count.
 */
export type SegmentAnswer =
  | { readonly kind: 'exact'; readonly value: Estimate; readonly rule: Rule; readonly read: readonly TablesRead[] }
  | { readonly kind: 'quoted'; readonly value: Estimate; readonly rule: Rule; readonly quote: Quote }
  | {
      readonly kind: 'bounded';
      readonly reason: RoughReason;
      readonly rule: Rule;
      readonly cover: readonly CountedPart[];
      readonly more: readonly CountedPart[];
      readonly read: readonly TablesRead[];
    }
  | { readonly kind: 'none'; readonly reason: NotAnswerableReason };

/** The parts of a rule in canonical form, and the release that gives its lists and planning constants. */
export interface Rule {
  readonly parts: AudienceParts;
  readonly market: Release;
}

interface Counted extends CountedPart {
  readonly read: readonly TablesRead[];
}

export function answerSegment(releases: readonly Release[], quotes: readonly Quote[], audience: Audience): SegmentAnswer {
  const asked = partsOfAudience(audience);
  const market = releaseOfWindow(releases, asked.spend.window) ?? newestOf(releases);
  if (market === undefined) return none('window_not_released');
  const unknown = unknownName(asked, market);
  if (unknown !== undefined) return none(unknown);
  const canonical = canonicalAudience(audience, orderOf(market));
  if (canonical === undefined) return none('contradictory');
  const rule: Rule = { parts: partsOfAudience(canonical), market };
  const exact = answerExactly(releases, rule);
  if (exact.kind === 'exact') return exact;
  const merchantId = releases.find((release) => release.merchant !== undefined)?.merchant?.id;
  const quote = quoteOfRule(quotes, canonical, market.profile, merchantId);
  if (quote !== undefined) {
    const value = toEstimate(quote.customers, fractionToNumber(parseFraction(quote.sigma2)));
    return { kind: 'quoted', value, rule, quote };
  }
  if (exact.kind === 'none') return exact;
  return bound(releases, rule);
}

/** Answered by one kind of table; `open` where no table counts the rule, but its parts. */
function answerExactly(releases: readonly Release[], rule: Rule): Extract<SegmentAnswer, { kind: 'exact' | 'none' }> | { kind: 'open' } {
  const { spend, spends, regions, relation, visits } = rule.parts;
  if (spends.some((each) => releaseOfWindow(releases, each.window) === undefined)) return none('window_not_released');
  if (visits !== undefined) return none('needs_quote');
  const own = relation === undefined ? undefined : ownSpend(releases, rule.parts);
  if (relation !== undefined && own === undefined) return none('no_slice');
  const exactly = (part: Counted | undefined): ReturnType<typeof answerExactly> =>
    part === undefined ? { kind: 'open' } : { kind: 'exact', value: part.value, rule, read: part.read };
  if (spends.length === 1 && relation === undefined) {
    const part = countSpend(releases, spend, regions);
    return exactly(regions === undefined || part?.isInRegions === true ? part : undefined);
  }
  if (spends.length === 1 && regions === undefined && own !== undefined) return exactly(countRelation(releases, own, relation));
  if (spends.length === 2 && relation === undefined && regions === undefined) return exactly(countPair(releases, spends));
  return { kind: 'open' };
}

function bound(releases: readonly Release[], rule: Rule): SegmentAnswer {
  const { spends, regions, relation } = rule.parts;
  const own = relation === undefined ? undefined : ownSpend(releases, rule.parts);
  const related = own === undefined ? undefined : countRelation(releases, own, relation);
  const cover: Counted[] = related === undefined ? [] : [related];
  for (const spend of spends) {
    const part = countSpend(releases, spend, regions);
    // The relationship's count lies within its own spend condition, which then says something new about the regions alone.
    if (part !== undefined && !(spend === own && related !== undefined && !part.isInRegions)) cover.push(part);
  }
  const pair = spends.length === 2 ? countPair(releases, spends) : undefined;
  const more = pair === undefined ? [] : [pair];
  // A condition that no table counts even by itself: the rest would bound something else.
  if (spends.some((spend) => countSpend(releases, spend, undefined) === undefined)) return none('shape_needs_other_tables');
  return { kind: 'bounded', reason: roughReason(rule.parts), rule, cover, more, read: [...cover, ...more].flatMap((part) => part.read) };
}

function roughReason({ spends, regions, relation }: AudienceParts): RoughReason {
  const [first, second] = spends;
  if (second === undefined) return relation === undefined ? 'regions_of_a_month' : 'relationship_and_regions';
  if (relation !== undefined || regions !== undefined) return 'many_conditions';
  return first?.window === second.window ? 'two_categories' : 'two_windows';
}

/** Customers of one spend condition: within the regions where the window's tables know them, else in the whole market. */
function countSpend(releases: readonly Release[], spend: SpendCondition, regions: readonly string[] | undefined): Counted | undefined {
  const release = releaseOfWindow(releases, spend.window);
  if (release === undefined) return undefined;
  const query = { category: spend.category, bands: spend.bands };
  const inside = estimateSegment(release, { ...query, regions });
  const answer = inside.kind === 'refused' && regions !== undefined ? estimateSegment(release, query) : inside;
  if (answer.kind === 'refused') return undefined;
  return { value: answer.value, isInRegions: regions !== undefined && answer === inside, read: [{ release, tables: answer.tables }] };
}

function countRelation(releases: readonly Release[], own: SpendCondition, relation: AudienceParts['relation']): Counted | undefined {
  const release = releaseOfWindow(releases, own.window);
  const slice = sliceOfWindow(releases, own.window, own.category);
  if (release === undefined || slice === undefined || relation === undefined || relation === 'any') return undefined;
  const answer = estimateRelation(release, slice, { category: own.category, bands: own.bands, relation });
  if (answer.kind === 'refused') return undefined;
  const read = [
    { release: slice, tables: answer.sliceTables },
    ...(answer.tables.length === 0 ? [] : [{ release, tables: answer.tables }]),
  ];
  return { value: answer.value, isInRegions: false, read };
}

function countPair(releases: readonly Release[], [first, second]: readonly SpendCondition[]): Counted | undefined {
  if (first === undefined || second === undefined || first.window !== second.window) return undefined;
  const release = releaseOfWindow(releases, first.window);
  const answer = release === undefined ? undefined : estimatePair(release, first, second);
  if (release === undefined || answer === undefined) return undefined;
  return { value: answer.value, isInRegions: false, read: [{ release, tables: answer.tables }] };
}

/** The season spend condition that a relationship is about: the first one of whose category and season a slice is at hand. */
function ownSpend(releases: readonly Release[], { spends }: AudienceParts): SpendCondition | undefined {
  return spends.find(
    (spend) => windowKind(spend.window) === 'season' && sliceOfWindow(releases, spend.window, spend.category) !== undefined,
  );
}

function unknownName({ spends, regions, visits }: AudienceParts, market: Release): NotAnswerableReason | undefined {
  for (const { category } of [...spends, ...(visits === undefined ? [] : [visits])])
    if (!market.categories.some((known) => known.id === category)) return 'unknown_category';
  if (regions?.some((region) => !market.regions.includes(region)) === true) return 'unknown_region';
  for (const { category, bands } of spends) {
    const bandCount = market.categories.find((known) => known.id === category)?.bandEdges.length ?? 0;
    if (bands.to >= bandCount) return 'unknown_band';
  }
  return undefined;
}

const orders = new WeakMap<Release, RuleOrder>();
function orderOf(market: Release): RuleOrder {
  let order = orders.get(market);
  if (order === undefined) {
    order = {
      categories: market.categories.map((category) => ({ id: category.id, bandCount: category.bandEdges.length })),
      regions: market.regions,
    };
    orders.set(market, order);
  }
  return order;
}

function newestOf(releases: readonly Release[]): Release | undefined {
  return releases.reduce<Release | undefined>(
    (best, release) => (best === undefined || release.publishedAt > best.publishedAt ? release : best),
    undefined,
  );
}

function none(reason: NotAnswerableReason): { readonly kind: 'none'; readonly reason: NotAnswerableReason } {
  return { kind: 'none', reason };
}
