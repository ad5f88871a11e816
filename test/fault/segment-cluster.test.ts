import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsHeld } from '#bank/segments/clickhouse/ask.ts';
import { readManifest } from '#bank/segments/clickhouse/manifest.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { anAudience } from '../support/relation-market.ts';
import { type ClickHouseServers, startClickHouseServers } from '../support/clickhouse-servers.ts';
import { importRows, ROW_MAPPING } from '../support/payment-rows.ts';
import { bothEngines } from '../support/same-answers.ts';
import { clusterEngine, type LoadedEngine } from '../support/segment-engines.ts';
import { openTemporarySegments, type TemporarySegments } from '../support/temporary-segments.ts';

const PROFILE: ProfileInput = {
  name: 'cluster',
  currency: 'EUR',
  categories: [{ id: 'garden' }, { id: 'pets' }],
  bandEdges: [0, 50],
  regions: [{ id: 'all' }],
};
const MAPPING = { ...ROW_MAPPING, region: { constant: 'all' } };
const CUSTOMERS = 600;
const customerIds = Array.from({ length: CUSTOMERS }, (_, index) => `c${String(index).padStart(4, '0')}`);
const SPENT = anAudience({ kind: 'spend', category: 'garden', window: '2025-04', bands: { from: 0, to: 1 } });

let servers: ClickHouseServers;
let market: TemporarySegments;
let engine: LoadedEngine;
let both: ReturnType<typeof bothEngines>;

/** Everybody of `customers` buys in a month. */
async function book(month: string, customers: readonly string[]): Promise<void> {
  const rows = customers.map(
    (customer, index) =>
      `${customer},${month}-0${1 + (index % 9)},shop-${index % 7},${index % 2 === 0 ? 'garden' : 'pets'},${1 + (index % 90)}.00`,
  );
  const report = await importRows(market, rows, { mapping: MAPPING });
  expect(report.imported).toBe(customers.length);
}

/** All questions, answered as DuckDB answers them; gives how many customers the rule counts. */
async function everyQuestion(window: string): Promise<number> {
  await both.summary();
  expect(await both.cells(window, 'counted')).toBeGreaterThan(0);
  expect(await both.cells(window, 'booked')).toBeGreaterThan(0);
  expect(await both.exact(['category', 'month'])).toBeGreaterThan(0);
  const attributed = { paymentMerchantIds: ['shop-1', 'shop-4'], from: '2025-04-01', to: '2025-12-31', customerIds };
  expect(await both.attribution(attributed)).toBeGreaterThan(0);
  return both.audience(SPENT, undefined, 70);
}

/** Whether a replica holds every row of what is published. */
async function holdsAll(shard: number, replica: number): Promise<boolean> {
  const server = engine.cluster.shards[shard]?.[replica];
  const manifest = await readManifest(engine.directory);
  if (server === undefined || manifest === undefined) throw new RangeError('no such server, or nothing published');
  const held = await rowsHeld(engine.cluster, server);
  return manifest.batches.every(({ table, batch, rowsByShard }) => (held?.get(`${table} ${batch}`) ?? 0) === rowsByShard[shard]);
}

beforeAll(async () => {
  servers = await startClickHouseServers();
  market = await openTemporarySegments(PROFILE);
  market.setOptIns(customerIds.map((customerId, index) => ({ customerId, channelSet: 1 + (index % 3) })));
  await book('2025-04', customerIds);
  engine = await clusterEngine(servers.settings, market);
  both = bothEngines(market.bank.profile, market.store, engine.store);
  await engine.load();
});
afterAll(async () => {
  await engine?.remove();
  await market?.remove();
  await servers?.remove();
});

describe('two shards of two replicas', () => {
  test('each shard holds a part of the customers, each replica all of its shard', async () => {
    expect(await everyQuestion('2025-04')).toBe(CUSTOMERS / 2);
    const customers = (await readManifest(engine.directory))?.batches.find(({ table }) => table === 'customers');
    expect(customers?.rowsByShard.map((rows) => rows > CUSTOMERS / 3)).toEqual([true, true]);
    await expect
      .poll(async () => Promise.all([holdsAll(0, 0), holdsAll(0, 1), holdsAll(1, 0), holdsAll(1, 1)]), { timeout: 60_000 })
      .toEqual([true, true, true, true]);
  });

  test('a replica is killed: answers stay right, loads go on, and what it missed arrives after its restart', async () => {
    await servers.kill(0, 1);
    expect(await everyQuestion('2025-04')).toBe(CUSTOMERS / 2);
    await book('2025-05', customerIds);
    market.setOptIns(customerIds.slice(0, 500).map((customerId) => ({ customerId, channelSet: 1 })));
    expect(await engine.load()).toMatchObject({ loaded: 3 });
    expect(await everyQuestion('2025-05')).toBe(250);
    await servers.start(0, 1);
    // Right from the first question on, though the replica does not hold everything yet.
    expect(await everyQuestion('2025-05')).toBe(250);
    await expect.poll(() => holdsAll(0, 1), { timeout: 60_000, interval: 200 }).toBe(true);
    await servers.kill(0, 0);
    expect(await everyQuestion('2025-05')).toBe(250);
    await servers.start(0, 0);
  });

  test('a replica that answers but is behind is not read, whichever of the two has the turn', async () => {
    await servers.kill(1, 0);
    await book('2025-06', customerIds);
    await engine.load();
    await servers.start(1, 0);
    const questions = { behind: 0, caughtUp: 0 };
    // The servers hand over what is waiting in their own time; until then every other question would have been wrong.
    while (questions.caughtUp < 2) {
      const isBehind = !(await holdsAll(1, 0));
      questions[isBehind ? 'behind' : 'caughtUp'] += 1;
      expect(await both.audience(SPENT, undefined, 600)).toBe(250);
      expect(await both.cells('2025-06', 'counted')).toBeGreaterThan(0);
    }
    expect(questions.behind).toBeGreaterThan(0);
  });

  test('a shard is down: every question and every load fails with its name, nothing partial and nothing changed', async () => {
    const manifest = await readManifest(engine.directory);
    await servers.kill(1, 0);
    await servers.kill(1, 1);
    const { store } = engine;
    const { profile } = market.bank;
    const asOf = '2026-03-02T08:00:00.000Z';
    const questions: readonly (() => Promise<unknown>)[] = [
      () => store.countOfAudience({ audience: SPENT, asOf }),
      () => store.pageOfAudience({ audience: SPENT, asOf, channels: profile.channels, limit: 10 }),
      () => store.cellsOfWindow({ profile, window: '2025-04', tables: profile.tables.filter((table) => table.window === 'month'), asOf }),
      () => store.attribution({ paymentMerchantIds: ['shop-1'], from: '2025-04-01', to: '2025-04-30', customerIds }),
      () => store.paymentsAtMerchants({ paymentMerchantIds: ['shop-1'], from: '2025-04-01', to: '2025-04-30', customerIds }),
      () => store.exactCounts({ by: ['month'] }),
    ];
    for (const question of questions)
      await expect(question()).rejects.toMatchObject({
        code: 'database_unavailable',
        detail: { problem: expect.stringContaining('shard 2') },
      });
    await book('2025-07', customerIds);
    await expect(engine.load()).rejects.toMatchObject({
      code: 'database_unavailable',
      detail: { problem: expect.stringContaining('shard 2') },
    });
    expect(await readManifest(engine.directory)).toEqual(manifest);
    await servers.start(1, 1);
    expect(await engine.load()).toMatchObject({ loaded: 3 });
    expect(await everyQuestion('2025-07')).toBe(250);
    await servers.start(1, 0);
  });

  test('a load that loses its rows on the way publishes nothing, and the next one goes on from what had arrived', async () => {
    await book('2025-08', customerIds);
    const before = await readManifest(engine.directory);
    // The last window's rows are not among what is sent.
    await expect(engine.load({ arrivalTimeoutMs: 200, loseRowsOf: 'payments' })).rejects.toThrow();
    expect(await readManifest(engine.directory)).toEqual(before);
    expect(await both.audience(SPENT, undefined, 600)).toBe(250);
    const report = await engine.load();
    expect(report.loaded).toBe(1);
    expect(await everyQuestion('2025-08')).toBe(250);
  });

  test('what no version needs any more is taken away an hour later, what is needed stays', async () => {
    const later = () => Date.now() + 2 * 3_600_000;
    expect((await engine.load()).dropped).toBe(0);
    expect((await engine.load({ now: later })).dropped).toBeGreaterThan(0);
    expect(await everyQuestion('2025-08')).toBe(250);
    const manifest = await readManifest(engine.directory);
    expect(manifest?.retired).toEqual([]);
  });
});
