import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import { squaredSensitivity } from '#bank/privacy/accountant/charges.ts';
import { buildRelease, sliceTablesOfWindow, tableSizes, tablesOfWindow } from '#bank/privacy/release/build-release.ts';
import type { CellSource, SliceMerchant } from '#bank/privacy/release/ports.ts';
import { contributionsSql } from '#bank/segments/duckdb/cells.ts';
import { rowsOf } from '#bank/segments/duckdb/connection.ts';
import { loadRelations } from '#bank/segments/duckdb/slices.ts';
import type { Reading } from '#bank/segments/duckdb/snapshot.ts';
import type { OptIn } from '#bank/segments/port.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { Profile, type ReleaseTable } from '#shared/market/profile.ts';
import { seasonOfMonth } from '#shared/market/window.ts';
import { BANK_COLUMNS, drawBank, drawing, MONTHS, SHOPS, VICTIM } from '../support/adversarial-banks.ts';
import { readAudited } from '../support/audited-reading.ts';
import { importRows, ROW_MAPPING } from '../support/payment-rows.ts';
import { seededBits } from '../support/seeded-bits.ts';
import { openTemporarySegments, type TemporarySegments } from '../support/temporary-segments.ts';

/**
 * The audit of what every charge rests on. Each bank is loaded twice, as it is and without its victim, all of them as disjoint customers of one market, by
 * the importer; the contributions are those of the SQL that counts releases. Of no table may the cells of a bank and of its neighbour
 * differ by more than 1, nor the squares of the differences add to more than D².
 */
const BANKS = 10_000;
const BANKS_AT_ONCE = 2_500;
const SEED = process.env['FLORIN_NIGHTLY'] === '1' ? randomInt(2 ** 32 - 1) : 20_260_302;
const AS_OF = '2026-03-02T08:00:00.000Z';
const WINDOWS = [...MONTHS, ...new Set(MONTHS.map(seasonOfMonth))];
const MAPPING = {
  ...ROW_MAPPING,
  columnNames: BANK_COLUMNS,
  region: { column: 'region' },
  ageBand: { constant: '25-34' },
  paymentId: { columns: ['id'] },
};

/** 20 categories, and every table of the pilot and of the scale. */
let profile: Profile;
let merchants: readonly SliceMerchant[];
beforeAll(async () => {
  const [pilot, scale] = await Promise.all([loadProfile('pilot'), loadProfile('scale')]);
  const tables = [...pilot.tables.map((table) => ({ ...table, id: `pilot-${table.id}` })), ...scale.tables];
  profile = Profile.parse({ ...scale, name: 'every-table', tables });
  // Three merchants of every category that has shops, so that a customer of many shops meets more than the bound.
  merchants = SHOPS.map((shop, index) => ({
    id: `merchant-${index}`,
    categoryId: profile.categories[index % 8]?.id ?? '',
    paymentMerchantIds: [shop, SHOPS[(index + 7) % SHOPS.length] ?? ''],
  }));
});

const worldOf = (bank: number, isWhole: boolean) => `${String(bank).padStart(6, '0')}${isWhole ? 'w' : 'n'}`;

/** Loads the banks, whole and without their victims. `twice`: an opt-in register that names every customer two times. */
async function loadBanks(loaded: Profile, banks: readonly number[], twice = false): Promise<TemporarySegments> {
  const market = await openTemporarySegments(loaded);
  const [first, second]: [string[], string[]] = [[], []];
  for (const bank of banks)
    for (const isWhole of [true, false]) {
      const world = worldOf(bank, isWhole);
      const drawn = drawBank(profile, world, SEED + bank);
      const isThere = (row: string) => isWhole || !row.startsWith(`${world}${VICTIM},`);
      for (const row of drawn.first) if (isThere(row)) first.push(row);
      for (const row of drawn.second) if (isThere(row)) second.push(row);
    }
  expect((await importRows(market, first, { mapping: MAPPING })).imported).toBeGreaterThan(0);
  await importRows(market, second, { mapping: MAPPING });
  const ids = [...new Set([...first, ...second].map((row) => row.slice(0, row.indexOf(','))))];
  market.setOptIns([...ids, ...(twice ? ids : [])].map(optIn));
  return market;
}

/** Channels go by the name within the bank, so that a customer has the same in both worlds. */
function optIn(customerId: string): OptIn {
  const name = customerId.slice(7);
  return { customerId, channelSet: [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 16 };
}

interface Finding {
  readonly window: string;
  readonly table: string;
  readonly bank: number;
  readonly largest: number;
  readonly squares: number;
}

/** `met`: the largest sum of squares of a bank, by table. */
interface Audit {
  readonly violations: readonly Finding[];
  readonly met: ReadonlyMap<string, number>;
}

async function audit(market: TemporarySegments, counting: Profile): Promise<Audit> {
  const violations: Finding[] = [];
  const met = new Map<string, number>();
  await readAudited(market, counting, AS_OF, async (file) => {
    await file.connection.run(`CREATE TEMP TABLE place AS SELECT DISTINCT customer, substr(customer_id, 1, 6)::INTEGER AS bank,
      CASE substr(customer_id, 7, 1) WHEN 'w' THEN 1 ELSE -1 END AS side FROM eligible`);
    for (const window of WINDOWS) {
      for (const table of [...tablesOfWindow(counting, window), ...sliceTablesOfWindow(counting, window)]) {
        const limit = Number(squaredSensitivity(profile, table));
        for (const { bank, largest, squares } of await differences(file, counting, window, table)) {
          met.set(table.id, Math.max(met.get(table.id) ?? 0, squares));
          if (largest > 1 || squares > limit) violations.push({ window, table: table.id, bank, largest, squares });
        }
      }
    }
    expect(await keptOutOfOrder(file)).toBe(0);
  });
  return { violations, met };
}

/** By bank: the largest difference of a cell between the bank and its neighbour, and the sum of the squares, where there is any. */
async function differences(file: Pick<Reading, 'connection'>, counting: Profile, window: string, table: ReleaseTable) {
  let contributions: string;
  if (table.dimensions.includes('relationship')) {
    await loadRelations(file.connection, counting, window, merchants);
    contributions = 'SELECT customer, place * 100 + band::INTEGER * 2 + is_loyal::INTEGER AS cell FROM relations';
  } else contributions = contributionsSql(counting, window, table);
  const rows = await rowsOf(
    file.connection,
    `SELECT bank, max(abs(difference)), sum(difference * difference) FROM (
       SELECT bank, cell, sum(side)::INTEGER AS difference FROM (${contributions}) JOIN place USING (customer) GROUP BY bank, cell)
     WHERE difference <> 0 GROUP BY bank`,
  );
  return rows.map(([bank, largest, squares]) => ({ bank: Number(bank), largest: Number(largest), squares: Number(squares) }));
}

/** Customers and windows where something is kept behind something countable that is not: the bound goes by the public order alone. */
async function keptOutOfOrder(file: Pick<Reading, 'connection'>): Promise<number> {
  const [row] = await rowsOf(
    file.connection,
    `SELECT count(*) FROM (SELECT "window", customer FROM spend WHERE band IS NOT NULL GROUP BY ALL
       HAVING max(category) FILTER (WHERE kept) > min(category) FILTER (WHERE NOT kept))`,
  );
  return Number(row?.[0]);
}

const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

test('in ten thousand random and adversarial banks no customer is worth more than what is charged', { timeout: 600_000 }, async () => {
  const violations: Finding[] = [];
  const met = new Map<string, number>();
  for (let from = 0; from < BANKS; from += BANKS_AT_ONCE) {
    const market = await loadBanks(profile, upTo(BANKS_AT_ONCE, from));
    try {
      const found = await audit(market, profile);
      violations.push(...found.violations);
      for (const [table, squares] of found.met) met.set(table, Math.max(met.get(table) ?? 0, squares));
    } finally {
      await market.remove();
    }
  }
  console.log(`sensitivity: banks ${BANKS}, violations ${violations.length}${SEED === 20_260_302 ? '' : ` (seed ${SEED})`}`);
  expect(violations.slice(0, 5)).toEqual([]);
  // The banks are hard enough: every table met its bound exactly.
  for (const table of profile.tables) expect([table.id, met.get(table.id)]).toEqual([table.id, Number(squaredSensitivity(profile, table))]);
});

describe('the audit finds', () => {
  const some = upTo(300);

  test('a bound on categories that is not held', async () => {
    const unbounded = { ...profile, categoriesPerCustomer: 64 };
    const market = await loadBanks(unbounded, some);
    try {
      const tables = new Set((await audit(market, unbounded)).violations.map((finding) => finding.table));
      expect(tables).toContain('month-category-band');
      expect(tables).toContain('pilot-season-category-pairs');
    } finally {
      await market.remove();
    }
  });

  test('a bound on merchants that is not held', async () => {
    const unbounded = { ...profile, merchantsPerCustomer: 64 };
    const market = await loadBanks(unbounded, some);
    try {
      const tables = new Set((await audit(market, unbounded)).violations.map((finding) => finding.table));
      expect([...tables].sort()).toEqual(['pilot-season-relationship-band', 'season-relationship-band']);
    } finally {
      await market.remove();
    }
  });

  test('a customer who is counted twice', async () => {
    const market = await loadBanks(profile, some, true);
    try {
      const tables = new Set((await audit(market, profile)).violations.map((finding) => finding.table));
      expect(tables).toContain('pilot-season-population');
      expect(tables).toContain('month-category-band');
    } finally {
      await market.remove();
    }
  });
});

test('the cells of one bank through the segment store are those that were audited, and always the same ones', async () => {
  const banks = upTo(12, 5_000);
  const market = await loadBanks(profile, banks);
  const everybody = await allOptIns(market);
  const shapes = new Set<string>();
  try {
    for (const bank of banks)
      for (const isWhole of [true, false]) {
        const world = worldOf(bank, isWhole);
        const mine = everybody.filter((each) => each.customerId.startsWith(world));
        market.setOptIns(mine);
        await readAudited(market, profile, AS_OF, async ({ connection }) => {
          for (const window of ['2025-05', '2025-spring']) {
            const cells = await storeCells(market.store, window);
            for (const { table, counts } of cells) {
              if (table.dimensions.includes('relationship')) continue;
              const rows = await rowsOf(
                connection,
                `SELECT cell, count(*) FROM (${contributionsSql(profile, window, table)}) GROUP BY ALL`,
              );
              const audited = new Map(rows.map(([cell, count]) => [Number(cell), Number(count)]));
              expect([...counts].map((count, cell) => count - (audited.get(cell) ?? 0)).every((rest) => rest === 0)).toBe(true);
            }
            shapes.add(`${window} ${publishedShape(window, cells)}`);
          }
        });
      }
    market.setOptIns([]);
    for (const window of ['2025-05', '2025-spring'])
      shapes.add(`${window} ${publishedShape(window, await storeCells(market.store, window))}`);
    // One shape per window, whatever the data: none, a bank, its neighbour.
    expect(shapes.size).toBe(2);
  } finally {
    await market.remove();
  }
});

async function allOptIns(market: TemporarySegments): Promise<readonly OptIn[]> {
  const found: OptIn[] = [];
  for await (const page of market.optIns.optInsAt(AS_OF)) found.push(...page);
  return found;
}

async function storeCells(store: CellSource, window: string) {
  const tables = tablesOfWindow(profile, window);
  const answers = await store.cellsOfWindow({ profile, window, tables, asOf: AS_OF });
  const cells = tables.map((table, index) => ({ table, counts: answers[index]?.counts ?? new Int32Array() }));
  const [table] = sliceTablesOfWindow(profile, window);
  if (table === undefined) return cells;
  const slices = await store.slicesOfWindow({ profile, window, table, merchants, asOf: AS_OF });
  return [...cells, ...slices.map(({ counts }) => ({ table, counts }))];
}

/** Everything of a release but its counts, and its length. */
function publishedShape(window: string, cells: Awaited<ReturnType<typeof storeCells>>): string {
  const tables = tablesOfWindow(profile, window);
  const facts = { id: 'x', window, publishedAt: AS_OF, keyId: '0'.repeat(16) };
  const payload = buildRelease(
    profile,
    facts,
    tables,
    cells.filter(({ table }) => tables.includes(table)).map(({ table, counts }) => ({ tableId: table.id, counts })),
    seededBits('shape'),
  );
  const slices = cells
    .filter(({ table }) => !tables.includes(table))
    .map(({ table, counts }) => [counts.length, tableSizes(profile, table)]);
  return canonicalJson({
    ...payload,
    tables: payload.tables.map((table) => ({ ...table, counts: '' })),
    length: canonicalJson(payload).length,
    slices: JSON.stringify(slices),
  });
}

test('the drawing of banks repeats itself for a seed', () => {
  expect(drawBank(profile, 'x', 5)).toEqual(drawBank(profile, 'x', 5));
  expect(drawing(1)(1_000_000)).not.toBe(drawing(2)(1_000_000));
});
