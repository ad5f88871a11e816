import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import type { ExactDimension } from '#bank/segments/port.ts';
import { Profile } from '#shared/market/profile.ts';
import { closedWindows } from '#shared/market/window.ts';
import { drawing, SHOPS } from '../../support/adversarial-banks.ts';
import { type ClickHouseServers, startClickHouseServers } from '../../support/clickhouse-servers.ts';
import { type DrawnMarket, DRAWN_WINDOWS, openDrawnMarket } from '../../support/drawn-market.ts';
import { anAudience } from '../../support/relation-market.ts';
import { bothEngines } from '../../support/same-answers.ts';
import { chdbEngine, clusterEngine, type LoadedEngine } from '../../support/segment-engines.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

/** One suite for every engine: DuckDB is what the others are held against, and it is held against counting by hand in its own tests. */
const ENGINES = ['ClickHouse of today, in process', 'a cluster of two shards of two replicas, 18.16'] as const;
const BY: readonly (readonly ExactDimension[])[] = [
  ['category', 'month', 'band', 'region'],
  ['category', 'month', 'band'],
  ['category', 'band'],
  ['month', 'region'],
  ['category'],
  [],
];

let servers: ClickHouseServers;
beforeAll(async () => {
  servers = await startClickHouseServers();
});
afterAll(() => servers?.remove());

const engineOf = (name: (typeof ENGINES)[number], market: TemporarySegments, database: string): Promise<LoadedEngine> =>
  name === ENGINES[0] ? chdbEngine(market) : clusterEngine(servers.settings, market, database);

describe.each(ENGINES)('a drawn market in %s', (name) => {
  let drawn: DrawnMarket;
  let engine: LoadedEngine;
  let both: ReturnType<typeof bothEngines>;
  beforeAll(async () => {
    drawn = await openDrawnMarket(90, 20_260_302);
    drawn.drawOptIns(1);
    engine = await engineOf(name, drawn.market, 'drawn');
    both = bothEngines(drawn.market.bank.profile, drawn.market.store, engine.store);
  });
  afterAll(async () => {
    await engine?.remove();
    await drawn?.market.remove();
  });

  test('before the first load nothing is there, and nothing fails', async () => {
    expect(await engine.store.summary()).toEqual({ payments: 0, customers: 0, paymentMerchants: 0 });
    const spend = {
      kind: 'spend' as const,
      category: drawn.market.bank.profile.categories[1]?.id ?? '',
      window: '2025-04',
      bands: { from: 0, to: 1 },
    };
    expect(await engine.store.countOfAudience({ audience: anAudience(spend), asOf: '2026-03-02T08:00:00.000Z' })).toBe(0);
  });

  test('a load brings in everything once; the same again brings in nothing', async () => {
    const report = await engine.load();
    expect(report).toMatchObject({ loaded: report.units, dropped: 0 });
    expect(report.units).toBeGreaterThan(24);
    expect(await engine.load()).toEqual({ units: report.units, loaded: 0, rows: 0, dropped: 0 });
    await both.summary();
  });

  test('cells of every table and window, by counting and by booking', async () => {
    const filled: { readonly window: string; readonly basis: string; readonly customers: number }[] = [];
    for (const [index, window] of DRAWN_WINDOWS.entries())
      for (const basis of index % 3 === 0 ? (['counted', 'booked'] as const) : (['counted'] as const))
        filled.push({ window, basis, customers: await both.cells(window, basis) });
    expect(filled.filter(({ customers }) => customers === 0)).toEqual([]);
    // Late payments make the two differ, else one of them is not looked at.
    const of = (window: string, basis: string) => filled.find((each) => each.window === window && each.basis === basis)?.customers;
    expect(of('2025-03', 'booked')).not.toBe(of('2025-03', 'counted'));
  });

  test('slices of every season, with more merchants than the bound and names that merchants share', async () => {
    for (const window of DRAWN_WINDOWS.slice(12))
      for (const basis of ['counted', 'booked'] as const)
        expect(await both.slices(window, drawn.merchants, basis), `${window} ${basis}`).toBeGreaterThan(20);
    expect(await both.slices('2025-autumn', [{ id: 'none', categoryId: 'nothing', paymentMerchantIds: [] }], 'counted')).toBe(0);
  });

  test('counts and pages of drawn rules', async () => {
    const draw = drawing(7);
    let found = 0;
    for (let rule = 0; rule < 30; rule += 1) {
      const merchant = { id: `merchant-${draw(24)}`, merchants: drawn.merchants };
      const audience = drawn.drawAudience(draw);
      const own = drawn.merchants.find((each) =>
        audience.conditions.some((spend) => spend.kind === 'spend' && spend.category === each.categoryId),
      );
      const asked = own === undefined ? merchant : { id: own.id, merchants: drawn.merchants };
      if ((await both.audience(audience, asked, 25 + draw(90))) > 0) found += 1;
    }
    expect(found).toBeGreaterThan(10);
  });

  test('attribution and payments of drawn customers at drawn merchants', async () => {
    const draw = drawing(9);
    let found = 0;
    for (let request = 0; request < 8; request += 1) {
      const from = `2025-${String(3 + draw(5)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`;
      found += await both.attribution({
        paymentMerchantIds: [...SHOPS.filter(() => draw(4) === 0), "o'brien"],
        from,
        to: `2025-${String(8 + draw(4)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`,
        customerIds: [...drawn.customerIds.filter(() => draw(3) > 0), 'nobody-knows-me'],
      });
    }
    expect(found).toBeGreaterThan(150);
  });

  test.each(BY.map((by) => ({ by })))('exact counts by $by', async ({ by }) => {
    expect(await both.exact(by)).toBeGreaterThan(0);
  });

  test('a withdrawn consent counts at once', async () => {
    const audience = anAudience({
      kind: 'spend',
      category: drawn.merchants[0]?.categoryId ?? '',
      window: '2025-autumn',
      bands: { from: 0, to: 4 },
    });
    const before = await both.audience(audience, undefined, 100);
    for (const seed of [2, 3]) {
      drawn.drawOptIns(seed);
      await both.audience(audience, undefined, 100);
      await both.cells('2025-autumn', 'counted');
    }
    drawn.market.setOptIns([]);
    expect(await both.audience(audience, undefined, 100)).toBe(0);
    drawn.drawOptIns(1);
    expect(await both.audience(audience, undefined, 100)).toBe(before);
    expect(before).toBeGreaterThan(5);
  });

  test('consents that have not changed are not read again', async () => {
    await both.cells('2025-autumn', 'counted');
    const before = drawn.market.readings();
    await both.cells('2025-autumn', 'counted');
    expect(drawn.market.readings()).toBe(before);
    drawn.drawOptIns(2);
    await both.cells('2025-autumn', 'counted');
    expect(drawn.market.readings()).toBeGreaterThan(before);
  });
});

const SPARKOV = '/work/shared/data/sparkov-small';
const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(FIXTURES, name), 'utf8'));
if (!existsSync(SPARKOV)) console.warn(`skipped: ${SPARKOV} is not on this machine`);

describe.each(ENGINES)('sparkov-small in %s', (name) => {
  test.skipIf(!existsSync(SPARKOV))('every question has the answer that DuckDB gives', async () => {
    const profile = Profile.parse(await readJson('sparkov.profile.json'));
    const market = await openTemporarySegments(profile);
    const file = path.join(SPARKOV, 'transactions.csv');
    const mapping = Mapping.parse(await readJson('sparkov.mapping.json'));
    await importPayments(market.bank, { file, mapping, publishedWindows: NOTHING_PUBLISHED });
    const customerIds = Array.from({ length: 1_000 }, (_, index) => `C${String(index).padStart(4, '0')}`);
    market.setOptIns(customerIds.map((customerId, index) => ({ customerId, channelSet: index % 16 })));
    const engine = await engineOf(name, market, 'sparkov');
    try {
      await engine.load();
      const both = bothEngines(profile, market.store, engine.store);
      expect(await both.summary()).toMatchObject({ payments: 20_088 });
      const shops = [
        ...new Set(
          (await readFile(file, 'utf8'))
            .split('\n')
            .slice(1)
            .map((row) => row.split(',')[2] ?? ''),
        ),
      ].filter((shop) => shop !== '');
      const merchants = shops.slice(0, 60).map((shop, index) => ({
        id: shop,
        categoryId: profile.categories[index % profile.categories.length]?.id ?? '',
        paymentMerchantIds: [shop, shops[index + 60] ?? shop],
      }));
      const { months, seasons } = closedWindows('2024-06-01', 3);
      for (const window of [...months, ...seasons]) expect(await both.cells(window, 'counted')).toBeGreaterThan(0);
      for (const season of seasons) expect(await both.slices(season, merchants, 'counted')).toBeGreaterThan(0);
      for (const by of BY) expect(await both.exact(by)).toBeGreaterThan(0);
      const bands = { from: 2, to: 7 };
      for (const [index, { id: category }] of profile.categories.entries()) {
        const spend = { kind: 'spend' as const, category, window: seasons[index % seasons.length] ?? '', bands };
        const merchant = { id: merchants.find((each) => each.categoryId === category)?.id ?? '', merchants };
        await both.audience(anAudience(spend, { kind: 'relationship', relation: 'not_loyal' }), merchant, 50);
      }
      expect(
        await both.attribution({ paymentMerchantIds: shops.slice(0, 60), from: '2024-03-01', to: '2024-05-31', customerIds }),
      ).toBeGreaterThan(50);
    } finally {
      await engine.remove();
      await market.remove();
    }
  });
});
