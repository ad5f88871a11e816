import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Condition, RELATIONS, type Relation } from '#shared/audience/audience.ts';
import { addMonths } from '#shared/market/window.ts';
import { countByHand, type HandPayment } from '../../support/counted-by-hand.ts';
import { aMarket, anAudience, AS_OF, aTable, MERCHANTS, membersOf, related, slices, spent } from '../../support/relation-market.ts';
import type { TemporarySegments } from '../../support/temporary-segments.ts';

describe('a drawn market against counting by hand', () => {
  /** A small multiplicative generator: the market is the same in every run. */
  function drawing(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }
  const draw = drawing(11);
  const shops = [...MERCHANTS.flatMap((merchant) => merchant.paymentMerchantIds), 'elsewhere'];
  const categories = ['garden', 'health', 'pets', 'food', 'books'];
  const regions = ['north', 'south', 'west'];
  const payments: HandPayment[] = Array.from({ length: 2_400 }, () => ({
    customer: `c${String(draw(80)).padStart(2, '0')}`,
    month: addMonths('2024-06', draw(18)),
    shop: shops[draw(shops.length)] ?? '',
    category: categories[draw(categories.length)] ?? '',
    cents: (draw(12) === 0 ? -1 : 1) * (100 + draw(5_000)),
  }));
  const rows = payments.map(
    ({ customer, month, shop, category, cents }) =>
      `${customer},${month}-${String(1 + draw(28)).padStart(2, '0')},${shop},${category},${(cents / 100).toFixed(2)},${regions[Number(customer.slice(1)) % 3]}`,
  );
  const customers = [...new Set(payments.map((payment) => payment.customer))].sort();
  const regionOf = new Map(customers.map((customer) => [customer, regions[Number(customer.slice(1)) % 3] ?? '']));
  let market: TemporarySegments;
  let byHand: ReturnType<typeof countByHand>;
  beforeAll(async () => {
    market = await aMarket(rows);
    byHand = countByHand(
      market.bank.profile,
      payments.filter((payment) => payment.category !== 'health'),
      regionOf,
    );
  });
  afterAll(() => market.remove());

  test.each(['2024-summer', '2025-spring', '2025-summer'])('category and pair cells of %s agree', async (window) => {
    const tables = [
      { ...aTable('season', 'category', 'band'), id: 'bands' },
      { ...aTable('season', 'pair', 'first_level', 'second_level'), id: 'pairs' },
    ];
    const [bands, pairs] = await market.store.cellsOfWindow({ profile: market.bank.profile, window, tables, asOf: AS_OF });
    expect([...(bands?.counts ?? [])]).toEqual(byHand.bands(window));
    expect([...(pairs?.counts ?? [])]).toEqual(byHand.pairs(window));
    expect(byHand.pairs(window).filter((count) => count > 0).length).toBeGreaterThan(3);
  });

  test.each(['2025-spring', '2025-summer'])('slices of %s agree, with more merchants than the bound', async (window) => {
    const found = await slices(market, window);
    for (const merchant of MERCHANTS) expect(found[merchant.id]).toEqual(byHand.slice(window, MERCHANTS, merchant.id));
    // The bound cuts: without it the last merchant knows more customers.
    expect((found['tulp'] ?? []).reduce((sum, count) => sum + count, 0)).toBeLessThan(
      byHand.slice(window, MERCHANTS.slice(3), 'tulp').reduce((sum, count) => sum + count, 0),
    );
  });

  test('the slice’s cells and its audiences are one count: new is band less lapsed less loyal', async () => {
    const merchant = { id: 'tulp', merchants: MERCHANTS };
    const { tulp = [] } = await slices(market, '2025-spring');
    const bands = byHand.bands('2025-spring');
    for (const band of [0, 1, 2]) {
      const of = async (relation: Relation) =>
        market.store.countOfAudience({
          audience: anAudience(spent('garden', '2025-spring', band, band), related(relation)),
          asOf: AS_OF,
          merchant,
        });
      expect(await of('lapsed')).toBe(tulp[band]);
      expect(await of('loyal')).toBe(tulp[3 + band]);
      expect(await of('new')).toBe((bands[band] ?? 0) - (tulp[band] ?? 0) - (tulp[3 + band] ?? 0));
    }
  });

  test('two hundred drawn rules of the whole grammar: pages and counts have exactly the customers counted by hand', async () => {
    const windows = ['2025-spring', '2025-summer', '2025-04', '2025-07'];
    let nonEmpty = 0;
    for (let index = 0; index < 200; index += 1) {
      const spend = (): Condition => {
        const from = draw(3);
        return spent(['garden', 'pets', 'food', 'books'][draw(4)] ?? '', windows[draw(4)] ?? '', from, from + draw(3 - from));
      };
      const conditions: Condition[] = [draw(2) === 0 ? spent('garden', '2025-spring', 0, 2) : spend()];
      if (draw(2) === 0) conditions.push(spend());
      if (draw(2) === 0) conditions.push({ kind: 'regions', regions: regions.slice(draw(2), 2 + draw(2)) });
      const own = conditions.filter((each) => each.kind === 'spend' && each.category === 'garden' && each.window.length > 7);
      if (own.length === 1 && draw(4) > 0) conditions.push(related(RELATIONS[draw(RELATIONS.length)] ?? 'any'));
      if (conditions.length < 4 && draw(3) === 0) {
        const from = draw(4);
        conditions.push({
          kind: 'visits',
          category: 'garden',
          window: windows[draw(4)] ?? '',
          visits: { from, to: from + draw(4 - from) },
        });
      }
      const audience = anAudience(...conditions);
      const merchant = { id: ['linde', 'roos', 'tulp'][draw(3)] ?? '', merchants: MERCHANTS };
      const expected = byHand.members(audience, merchant.id, MERCHANTS);
      if (expected.length > 0) nonEmpty += 1;
      expect({ audience, members: await membersOf(market, audience, merchant) }).toEqual({ audience, members: expected });
      expect(await market.store.countOfAudience({ audience, asOf: AS_OF, merchant })).toBe(expected.length);
    }
    expect(nonEmpty).toBeGreaterThan(75);
  });
});
