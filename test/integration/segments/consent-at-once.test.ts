import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { databaseOptIns } from '#bank/consent/opt-ins.ts';
import { grantConsent, withdrawConsents } from '#bank/consent/registry.ts';
import { countBits } from '#bank/segments/bit-planes.ts';
import { rowsOf } from '#bank/segments/duckdb/connection.ts';
import { type Eligible, keepEligible } from '#bank/segments/duckdb/eligible.ts';
import { openSnapshotReader, type Reading } from '#bank/segments/duckdb/snapshot.ts';
import type { OptInSource, SegmentStore } from '#bank/segments/port.ts';
import { openSegmentStore } from '#bank/segments/segment-store.ts';
import { drawing } from '../../support/adversarial-banks.ts';
import { importRows } from '../../support/payment-rows.ts';
import { openTemporaryBank, type TemporaryBank } from '../../support/temporary-bank.ts';

const CUSTOMERS = ['anna', 'bram', 'cato', 'dirk', 'evie', 'finn'];
let temporary: TemporaryBank;
let store: SegmentStore;
let readings: number;
beforeAll(async () => {
  temporary = await openTemporaryBank({ name: 'consent-test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [], demo: true });
  await load(CUSTOMERS, '2025-03-01');
});
beforeEach(async () => {
  await temporary.bank.database.deleteFrom('consents').execute();
  readings = 0;
  const source = databaseOptIns(temporary.bank.database, temporary.bank.profile);
  const counted: OptInSource = {
    ...source,
    optInsAt(asOf) {
      readings += 1;
      return source.optInsAt(asOf);
    },
  };
  await store?.close();
  store = openSegmentStore({ directory: temporary.bank.segmentsDirectory, profile: temporary.bank.profile, optIns: counted });
});
afterAll(async () => {
  await store.close();
  await temporary.remove();
});

async function load(customers: readonly string[], date: string): Promise<void> {
  await importRows(
    temporary,
    customers.map((customer) => `${customer},${date},shop,garden,10`),
  );
}

const grant = (customerId: string, at: string) =>
  temporary.bank.database
    .transaction()
    .execute((transaction) =>
      grantConsent(transaction, { customerId, purpose: 'offers', textVersion: 'v1', language: 'nl', source: 'app' }, at),
    );
const withdraw = (customerId: string, at: string) =>
  temporary.bank.database.transaction().execute((transaction) => withdrawConsents(transaction, { customers: [customerId] }, at));
const day = (number: number) => new Date(Date.UTC(2025, 0, number)).toISOString();

async function countedAt(asOf: string): Promise<number> {
  const table = { id: 't', window: 'month' as const, dimensions: ['category' as const, 'band' as const], sigma2: '1' };
  const [cells] = await store.cellsOfWindow({ profile: temporary.bank.profile, window: '2025-03', tables: [table], asOf });
  return cells?.counts.reduce((sum, count) => sum + count, 0) ?? -1;
}

test('a consent counts in the next question after it is given, and no more in the next one after it is withdrawn; the register is read once', async () => {
  await grant('anna', day(1));
  expect(await countedAt(day(2))).toBe(1);
  await grant('bram', day(2));
  expect(await countedAt(day(3))).toBe(2);
  await withdraw('anna', day(4));
  expect(await countedAt(day(4))).toBe(1);
  // Before the withdrawal it was valid, and before any consent there was none.
  expect(await countedAt(day(3))).toBe(2);
  expect(await countedAt('2024-12-31T00:00:00.000Z')).toBe(0);
  expect(readings).toBe(1);
});

test('a consent of a transaction that began before a question and ended after it counts in the next question', async () => {
  await grant('anna', day(1));
  const { database } = temporary.bank;
  await database.transaction().execute(async (open) => {
    await grantConsent(open, { customerId: 'cato', purpose: 'offers', textVersion: 'v1', language: 'nl', source: 'app' }, day(1));
    await database
      .insertInto('consents')
      .values({ ...ROW, customer_id: 'dirk', granted_at: day(1) })
      .execute();
    expect(await countedAt(day(9))).toBe(2);
  });
  expect(await countedAt(day(9))).toBe(3);
  expect(readings).toBe(1);
});

test('questions about different instants at once are answered each by its own', async () => {
  for (const [index, customer] of CUSTOMERS.entries()) await grant(customer, day(index + 1));
  expect(await Promise.all([6, 1, 3, 5, 2, 4, 0].map((number) => countedAt(day(number))))).toEqual([6, 1, 3, 5, 2, 4, 0]);
});

test('a consent of a customer whose payments come later counts as soon as they do', async () => {
  await grant('late', day(1));
  expect(await countedAt(day(2))).toBe(0);
  await load(['late'], '2025-03-02');
  expect(await countedAt(day(2))).toBe(1);
  expect(readings).toBe(1);
});

test('where rows were deleted the register is read anew', async () => {
  await grant('anna', day(1));
  expect(await countedAt(day(2))).toBe(1);
  await temporary.bank.database.deleteFrom('consents').where('customer_id', '=', 'anna').execute();
  expect(await countedAt(day(2))).toBe(0);
});

const ROW = {
  purpose: 'offers' as const,
  channel: null,
  withdrawn_at: null,
  text_version: 'v1',
  language: 'nl',
  source: 'app',
};

test('what is known from the changes is what the register holds, for any order of consents, withdrawals and instants', async () => {
  const next = drawing(20_260_302);
  const source = databaseOptIns(temporary.bank.database, temporary.bank.profile);
  const { changes } = source;
  if (changes === undefined) throw new Error('changes expected');
  let mark = await changes.begin(day(0));
  const known = new Map<string, number>();
  for (let step = 0; step < 150; step += 1) {
    const customer = CUSTOMERS[next(CUSTOMERS.length)] ?? '';
    const at = day(next(40));
    if (next(2) === 0) await grant(customer, at);
    else await withdraw(customer, at);
    if (next(3) > 0) continue;
    const asOf = day(next(40));
    const update = await changes.since(mark, asOf);
    if (update.kind !== 'changed') throw new Error('changes expected');
    mark = update.mark;
    for (const { customerId, isOpted, channelSet } of update.customers)
      if (isOpted) known.set(customerId, channelSet);
      else known.delete(customerId);
    const all: [string, number][] = [];
    for await (const page of source.optInsAt(asOf)) for (const { customerId, channelSet } of page) all.push([customerId, channelSet]);
    expect([...known].sort()).toEqual(all);
  }
});

test('work that goes on while consents change has its own answer, in bits and in the engine’s table', async () => {
  await grant('anna', day(1));
  await grant('bram', day(1));
  const { bank } = temporary;
  const reader = openSnapshotReader(bank.segmentsDirectory);
  const kept = keepEligible(bank.profile, databaseOptIns(bank.database, bank.profile));
  const bothWays = async (reading: Reading, eligible: Eligible) => {
    const { name, notEligible } = await eligible.table();
    const [row] = await rowsOf(reading.connection, `SELECT count(*) FROM ${name} WHERE state < ${notEligible}`);
    return [countBits(eligible.bits.everybody), Number(row?.[0])];
  };
  const ask = (asOf: string) => reader.read((reading) => kept.at(reading, asOf, (eligible) => bothWays(reading, eligible)));
  try {
    expect(await ask(day(2))).toEqual([2, 2]);
    await reader.read((reading) =>
      kept.at(reading, day(2), async (first) => {
        await grant('cato', day(2));
        await withdraw('anna', day(2));
        await reader.read((other) =>
          kept.at(other, day(3), async (second) => {
            await grant('dirk', day(3));
            expect(await ask(day(4))).toEqual([3, 3]);
            expect(await Promise.all([bothWays(other, second), bothWays(other, second)])).toEqual([
              [2, 2],
              [2, 2],
            ]);
          }),
        );
        expect(await bothWays(reading, first)).toEqual([2, 2]);
      }),
    );
    const tables = await reader.read(({ connection }) =>
      rowsOf(connection, `SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'eligible_%'`),
    );
    expect(tables).toEqual([[1]]);
  } finally {
    reader.close();
  }
});
