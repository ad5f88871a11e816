import type { DraftContent } from '#shared/campaign/draft.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { addMonths, monthsOfWindow, seasonOfMonth, windowKind } from '#shared/market/window.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { ShownCount } from '#shared/reach/types.ts';
import { type AudienceDraft, audienceOf, type Published, type RuleDraft } from './reach.ts';

/** A change of the audience, the reach it leads to, and what it adds. */
export interface HelpfulChange {
  readonly kind: 'region' | 'band' | 'window' | 'condition';
  /** The region, the number of the band, the window, or the condition that is dropped. */
  readonly id: string;
  readonly change: RuleDraft;
  readonly customers: number;
  readonly halfWidth: number;
  /** Undefined where the rule as it is has no figure. */
  readonly addedCustomers: number | undefined;
}

/** Conditions that can be dropped. */
const CONDITIONS = ['secondSpend', 'relation', 'visits', 'regions'] as const;
export type DroppedCondition = (typeof CONDITIONS)[number];

type Candidate = Pick<HelpfulChange, 'kind' | 'id' | 'change'>;

/**
 * The changes that would help most, largest first, at most one of each kind: one more region, one more band at either end, the period before or after, one
 * condition fewer. Only what the releases can answer with a figure that may be shown, and only what adds more than its own error where the period moves,
 * since that is another audience.
 */
export function helpfulChanges(draft: AudienceDraft, published: Published, market: MarketInfo, most = 3): readonly HelpfulChange[] {
  const now = deliverable(draft, ruleOf(draft), published, market)?.customers;
  const best = new Map<HelpfulChange['kind'], HelpfulChange>();
  for (const candidate of candidatesOf(draft, published, market)) {
    const then = deliverable(draft, candidate.change, published, market);
    if (then === undefined || then.shown.kind === 'suppressed') continue;
    const { customers, halfWidth } = then.shown;
    const addedCustomers = now === undefined ? undefined : Math.round(then.customers - now);
    if (addedCustomers !== undefined && addedCustomers <= (candidate.kind === 'window' ? halfWidth : 0)) continue;
    const known = best.get(candidate.kind);
    if (known === undefined || customers > known.customers)
      best.set(candidate.kind, { ...candidate, customers, halfWidth, addedCustomers });
  }
  return [...best.values()].sort((left, right) => right.customers - left.customers).slice(0, most);
}

function candidatesOf(draft: AudienceDraft, published: Published, market: MarketInfo): readonly Candidate[] {
  const rule = ruleOf(draft);
  const { spend } = rule;
  if (spend === null) return [];
  const { from, to } = spend.bands;
  const last = (market.categories.find((category) => category.id === spend.category)?.bandEdges.length ?? 1) - 1;
  const withBands = (bands: { readonly from: number; readonly to: number }): RuleDraft => ({
    ...rule,
    spend: { ...spend, bands: { ...bands } },
  });
  const region = (id: string): Candidate => ({
    kind: 'region',
    id,
    change: { ...rule, regions: market.regions.map((each) => each.id).filter((each) => each === id || rule.regions.includes(each)) },
  });
  return [
    ...market.regions.filter(({ id }) => !rule.regions.includes(id)).map(({ id }) => region(id)),
    ...(from > 0 ? [{ kind: 'band' as const, id: String(from - 1), change: withBands({ from: from - 1, to }) }] : []),
    ...(to < last ? [{ kind: 'band' as const, id: String(to + 1), change: withBands({ from, to: to + 1 }) }] : []),
    ...neighbours(spend.window)
      .filter((window) => published.releases.some((release) => release.window === window))
      .map((window) => ({ kind: 'window' as const, id: window, change: inWindow(rule, window) })),
    ...CONDITIONS.flatMap((condition) => {
      const change = without(rule, condition, market);
      return change === undefined ? [] : [{ kind: 'condition' as const, id: condition, change }];
    }),
  ];
}

/** The period before and the one after; for a month also its season. */
function neighbours(window: string): readonly string[] {
  if (windowKind(window) === 'month') return [addMonths(window, -1), addMonths(window, 1), seasonOfMonth(window)];
  const first = monthsOfWindow(window)[0] ?? '';
  return [seasonOfMonth(addMonths(first, -1)), seasonOfMonth(addMonths(first, 3))];
}

/** The rule in another period; conditions in the same period move along. */
function inWindow(rule: RuleDraft, window: string): RuleDraft {
  const { spend, secondSpend, visits } = rule;
  const moved = <Condition extends { readonly window: string }>(condition: Condition | null): Condition | null =>
    condition === null || condition.window !== spend?.window ? condition : { ...condition, window };
  return {
    ...rule,
    spend: spend === null ? null : { ...spend, window },
    secondSpend: moved(secondSpend),
    visits: moved(visits),
    relation: windowKind(window) === 'season' ? rule.relation : 'any',
  };
}

function without(rule: RuleDraft, condition: DroppedCondition, market: MarketInfo): RuleDraft | undefined {
  if (condition === 'secondSpend') return rule.secondSpend === null ? undefined : { ...rule, secondSpend: null };
  if (condition === 'visits') return rule.visits === null ? undefined : { ...rule, visits: null };
  if (condition === 'relation') return rule.relation === 'any' ? undefined : { ...rule, relation: 'any' };
  const all = market.regions.map(({ id }) => id);
  // One region short of everywhere is the suggestion to add that region.
  return rule.regions.length >= all.length - 1 ? undefined : { ...rule, regions: all };
}

function ruleOf({ spend, secondSpend, relation, visits, regions }: AudienceDraft): RuleDraft {
  return { spend, secondSpend, relation, visits, regions };
}

function deliverable(
  { channels, holdoutPercent }: Pick<DraftContent, 'channels' | 'holdoutPercent'>,
  rule: RuleDraft,
  published: Published,
  market: MarketInfo,
): { readonly customers: number; readonly shown: ShownCount } | undefined {
  const audience = audienceOf(rule, market);
  if (audience === undefined || channels.length === 0) return undefined;
  const reach = computeReach({ ...published, audience, channels, holdoutPercent });
  return reach.kind === 'answered' ? { customers: reach.deliverable.estimate, shown: reach.shownDeliverable } : undefined;
}
