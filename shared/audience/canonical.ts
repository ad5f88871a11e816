import type { Audience, AudienceParts, Condition, SpendCondition } from './audience.ts';
import { partsOfAudience, VISIT_BANDS } from './audience.ts';

/** The lists of a market that the one spelling of a rule goes by; `MarketInfo` and `Profile` give them. */
export interface RuleOrder {
  /** In keep order, with the number of bands of each. */
  readonly categories: readonly { readonly id: string; readonly bandCount: number }[];
  readonly regions: readonly string[];
}

/**
 * The one spelling of a rule: two audiences that mean the same have the same canonical form, whatever the order of their conditions, regions and
 * repeats. Spend conditions come by window and keep order, those of one category and window are joined to the bands that both allow; regions come in the
 * market's order, all of them are left out; `any` relationship and a full run of visits where the customer spent anything are left out.
 * @returns undefined where the conditions contradict each other, so that nobody can meet them, or name something that the market does not have
 */
export function canonicalAudience(audience: Audience, order: RuleOrder): Audience | undefined {
  const parts = partsOfAudience(audience);
  const spends = canonicalSpends(parts.spends, order);
  if (spends === undefined) return undefined;
  const conditions: Condition[] = [...spends];
  if (parts.relation !== undefined && parts.relation !== 'any') conditions.push({ kind: 'relationship', relation: parts.relation });
  if (parts.regions !== undefined) {
    const { regions } = parts;
    if (regions.some((region) => !order.regions.includes(region))) return undefined;
    const chosen = order.regions.filter((region) => regions.includes(region));
    if (chosen.length < order.regions.length) conditions.push({ kind: 'regions', regions: chosen });
  }
  if (parts.visits !== undefined) {
    if (!order.categories.some((category) => category.id === parts.visits?.category)) return undefined;
    if (!isImplied(parts.visits, spends)) conditions.push(parts.visits);
  }
  return { format: 'florin-audience/1', conditions };
}

function canonicalSpends(spends: readonly SpendCondition[], order: RuleOrder): readonly SpendCondition[] | undefined {
  const joined: SpendCondition[] = [];
  for (const spend of spends) {
    const category = order.categories.find((candidate) => candidate.id === spend.category);
    if (category === undefined || spend.bands.to >= category.bandCount) return undefined;
    const same = joined.findIndex((known) => known.category === spend.category && known.window === spend.window);
    const other = joined[same];
    const { from, to } = spend.bands;
    const bands = other === undefined ? { from, to } : { from: Math.max(from, other.bands.from), to: Math.min(to, other.bands.to) };
    if (bands.from > bands.to) return undefined;
    const condition: SpendCondition = { kind: 'spend', category: spend.category, window: spend.window, bands };
    if (same === -1) joined.push(condition);
    else joined[same] = condition;
  }
  const place = (id: string) => order.categories.findIndex((category) => category.id === id);
  return joined.sort((left, right) =>
    left.window === right.window ? place(left.category) - place(right.category) : left.window < right.window ? -1 : 1,
  );
}

/** A customer with a spend above zero visited at least once, so the full run of visits says nothing new there. */
function isImplied(visits: NonNullable<AudienceParts['visits']>, spends: readonly SpendCondition[]): boolean {
  return (
    visits.visits.from === 0 &&
    visits.visits.to === VISIT_BANDS.length - 1 &&
    spends.some((spend) => spend.category === visits.category && spend.window === visits.window)
  );
}
