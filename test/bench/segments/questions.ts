import type { Audience } from '#shared/audience/audience.ts';
import { atSize, type BenchRow, measured, timeMs } from '../../support/bench.ts';
import { AS_OF, type BenchMarket, customerId } from '../../support/bench-market.ts';

const CALLS = 9;

export function twoConditions(bands: readonly [number, number], categories: readonly [string, string] = ['garden', 'toys']): Audience {
  const [from, to] = bands;
  const [first, second] = categories;
  return {
    format: 'florin-audience/1',
    conditions: [
      { kind: 'spend', category: first, window: '2025-03', bands: { from, to } },
      { kind: 'spend', category: second, window: '2025-04', bands: { from, to } },
    ],
  };
}
/** About one customer in three hundred. */
export const STRICT = twoConditions([5, 7]);
/** About one in four. */
export const LOOSE = twoConditions([0, 7]);

/** The median of some calls after one that does not count. */
export async function medianOf(calls: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) times.push((await timeMs(work)).ms);
  return times.sort((left, right) => left - right)[Math.floor(calls / 2)] ?? Number.NaN;
}

export const countMs = ({ store }: BenchMarket, audience: Audience): Promise<number> =>
  medianOf(CALLS, () => store.countOfAudience({ audience, asOf: AS_OF }));

/** Counts, pages and the audience without its holdout. */
export async function questionRows(market: BenchMarket): Promise<readonly BenchRow[]> {
  const { store, profile, customers } = market;
  const count = customers > 1_260_000 ? { ms: 50, customers: 4_200_000 } : { ms: 20, customers: 1_260_000 };
  const rows: BenchRow[] = [
    atSize('count, strict rule of two conditions', await countMs(market, STRICT), count, customers),
    atSize('count, loose rule of two conditions', await countMs(market, LOOSE), count, customers),
  ];
  // Every call asks about two categories of which nobody has asked.
  const categories = profile.categories.map((category) => category.id).filter((id) => id !== 'garden' && id !== 'toys');
  const unread = () => twoConditions([4, 7], [categories.pop() ?? '', categories.pop() ?? '']);
  const firstMs = await medianOf(CALLS - 1, () => store.countOfAudience({ audience: unread(), asOf: AS_OF }));
  rows.push(atSize('count, two conditions whose bitmaps are read first', firstMs, count, customers));

  const without = { campaignId: '018fd100-0000-7000-8000-000000000001', holdoutPercent: 10 };
  const audience = twoConditions([4, 7]);
  const draw = await timeMs(() => store.countOfAudience({ audience, asOf: AS_OF, without }));
  const less = await medianOf(CALLS, () => store.countOfAudience({ audience, asOf: AS_OF, without }));
  rows.push(measured('draw of a campaign’s holdout over all customers, once a campaign', draw.ms, 'ms'));
  rows.push(atSize('audience minus holdout', less, { ms: 100, customers: 4_200_000 }, customers));

  const page = { channels: profile.channels, asOf: AS_OF, limit: 1_000 };
  const ordered = await timeMs(() => store.pageOfAudience({ audience, ...page }));
  rows.push(measured('first page: the order of the ids', ordered.ms, 'ms'));
  const goal = { ms: 20, customers: 4_200_000 };
  const pageMs = (after: string | undefined, rule: Audience) =>
    medianOf(CALLS, () => store.pageOfAudience({ audience: rule, ...page, ...(after === undefined ? {} : { after }) }));
  rows.push(atSize('page of 1,000 of an audience', await pageMs(undefined, audience), goal, customers));
  rows.push(atSize('page of 1,000 from the middle', await pageMs(customerId(Math.floor(customers / 2)), audience), goal, customers));
  // As few as a page holds, so that their ids lie everywhere.
  rows.push(measured('page of 1,000 of a strict rule', await pageMs(undefined, twoConditions([6, 7])), 'ms'));
  return rows;
}
