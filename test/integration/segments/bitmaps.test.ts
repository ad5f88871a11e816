import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isHeldOut } from '#bank/delivery/holdout.ts';
import { openPlaneReader } from '#bank/segments/duckdb/bitmaps.ts';
import { rowsOf } from '#bank/segments/duckdb/connection.ts';
import { windowCode } from '#bank/segments/window-code.ts';
import { openSnapshotReader } from '#bank/segments/duckdb/snapshot.ts';
import { Profile } from '#shared/market/profile.ts';
import { AS_OF, type BenchMarket, isOptedIn, openBenchMarket } from '../../support/bench-market.ts';
import { importRows } from '../../support/payment-rows.ts';
import { anAudience } from '../../support/relation-market.ts';
import { openTemporarySegments } from '../../support/temporary-segments.ts';

/** More than two blocks of bitmaps, and no whole number of them. */
const CUSTOMERS = 140_001;
const MONTH = '2025-03';
const OTHER = '2025-04';
const spend = (category: string, window: string, from: number, to: number) => ({
  kind: 'spend' as const,
  category,
  window,
  bands: { from, to },
});

describe('a market of several blocks', () => {
  let market: BenchMarket;
  beforeAll(async () => {
    market = await openBenchMarket({ customers: CUSTOMERS, months: [MONTH, OTHER] });
  });
  afterAll(() => market?.remove());

  const numberOf = (category: string) => market.profile.categories.findIndex((each) => each.id === category);
  /** Customers by the rows of `spend` alone. */
  async function counted(conditions: readonly { window: string; sql: string }[]): Promise<number> {
    const reader = openSnapshotReader(market.directory);
    try {
      const sets = conditions.map(
        ({ window, sql }) => `SELECT customer FROM spend WHERE "window" = ${windowCode(window)} AND kept AND ${sql}`,
      );
      const rows = await reader.read(({ connection }) => rowsOf(connection, sets.join(' INTERSECT ')));
      return (rows ?? []).filter(([customer]) => isOptedIn(Number(customer))).length;
    } finally {
      reader.close();
    }
  }

  test('counts of bands and of visits are those of the rows', async () => {
    for (const [from, to] of [
      [0, 7],
      [5, 7],
      [2, 3],
      [6, 6],
    ] as const) {
      const audience = anAudience(spend('garden', MONTH, from, to), spend('toys', OTHER, 0, to));
      const bands = `band BETWEEN ${from} AND ${to}`;
      const expected = await counted([
        { window: MONTH, sql: `category = ${numberOf('garden')} AND ${bands}` },
        { window: OTHER, sql: `category = ${numberOf('toys')} AND band <= ${to}` },
      ]);
      expect(expected).toBeGreaterThan(50);
      expect(await market.store.countOfAudience({ audience, asOf: AS_OF })).toBe(expected);
    }
    const visited = anAudience(spend('toys', MONTH, 0, 7), { kind: 'visits', category: 'toys', window: MONTH, visits: { from: 1, to: 2 } });
    const expected = await counted([{ window: MONTH, sql: `category = ${numberOf('toys')} AND visits BETWEEN 2 AND 6` }]);
    expect(await market.store.countOfAudience({ audience: visited, asOf: AS_OF })).toBe(expected);
  });

  test('pages go over the ends of blocks, meet everybody once, and can begin after an id that nobody has', async () => {
    const audience = anAudience(spend('garden', MONTH, 4, 7));
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const request = { audience, channels: market.profile.channels, asOf: AS_OF, limit: 3_000 };
      const page = await market.store.pageOfAudience({ ...request, ...(after === undefined ? {} : { after }) });
      ids.push(...page.customers.map((member) => member.customerId));
      after = page.next;
    } while (after !== undefined);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids.length).toBe(await market.store.countOfAudience({ audience, asOf: AS_OF }));
    expect(ids.at(-1)?.localeCompare('C000131072')).toBeGreaterThan(0);
    const request = { audience, channels: market.profile.channels, asOf: AS_OF, limit: 5, after: 'C000065535x' };
    const { customers } = await market.store.pageOfAudience(request);
    expect(customers.map((member) => member.customerId)).toEqual(ids.filter((id) => id > 'C000065535x').slice(0, 5));
  });

  test('an audience without a holdout is the audience less those whom the draw of delivery holds out', async () => {
    const request = { audience: anAudience(spend('garden', MONTH, 4, 7)), channels: market.profile.channels, asOf: AS_OF, limit: 50_000 };
    const all = (await market.store.pageOfAudience(request)).customers.map((member) => member.customerId);
    for (const without of [
      { campaignId: "it's one", holdoutPercent: 10 },
      { campaignId: 'another', holdoutPercent: 12.5 },
      { campaignId: 'another', holdoutPercent: 0 },
      { campaignId: 'another', holdoutPercent: 100 },
    ]) {
      const delivered = all.filter((id) => !isHeldOut(id, without.campaignId, without.holdoutPercent));
      const page = await market.store.pageOfAudience({ ...request, without });
      expect(page.customers.map((member) => member.customerId)).toEqual(delivered);
      expect(await market.store.countOfAudience({ audience: request.audience, asOf: AS_OF, without })).toBe(delivered.length);
    }
    expect(all.length).toBeGreaterThan(5_000);
  });

  test('planes beyond the size that is kept are read again, and are the same', async () => {
    const reader = openSnapshotReader(market.directory);
    try {
      const planes = openPlaneReader(market.profile, 1);
      await reader.read(async ({ connection, spendCatalog }) => {
        const request = { catalog: spendCatalog(windowCode(MONTH)) ?? '', kind: 'band' as const, category: 3, customers: CUSTOMERS };
        const first = await planes.planes(connection, request);
        const second = await planes.planes(connection, request);
        expect(second).not.toBe(first);
        expect(second).toEqual(first);
        const keeping = openPlaneReader(market.profile, 1e9);
        expect(await keeping.planes(connection, request)).toBe(await keeping.planes(connection, request));
      });
    } finally {
      reader.close();
    }
  });
});

test('customers whose numbers are not in the order of their ids come in the order of their ids', async () => {
  const profile = Profile.parse({ name: 'order-test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [], demo: true });
  const market = await openTemporarySegments(profile);
  try {
    // The second file brings ids below, between and above those of the first.
    for (const customers of [
      ['d', 'h', 'f'],
      ['a', 'é', 'e', 'z', 'g'],
    ])
      await importRows(
        market,
        customers.map((customer) => `${customer},2025-03-01,shop,garden,10`),
      );
    market.setOptIns(['a', 'd', 'e', 'f', 'g', 'h', 'z', 'é'].map((customerId) => ({ customerId, channelSet: 1 })));
    const request = { audience: anAudience(spend('garden', '2025-03', 0, 4)), channels: profile.channels, asOf: AS_OF, limit: 3 };
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = await market.store.pageOfAudience({ ...request, ...(after === undefined ? {} : { after }) });
      pages.push(page.customers.map((member) => member.customerId));
      after = page.next;
    } while (after !== undefined);
    expect(pages).toEqual([
      ['a', 'd', 'e'],
      ['f', 'g', 'h'],
      ['z', 'é'],
    ]);
    const between = await market.store.pageOfAudience({ ...request, after: 'ea' });
    expect(between.customers.map((member) => member.customerId)).toEqual(['f', 'g', 'h']);
  } finally {
    await market.remove();
  }
});
