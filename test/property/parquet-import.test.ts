import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvPayments } from '#bank/segments/import/csv-payments.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import { parquetPayments } from '#bank/segments/import/parquet-payments.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { runsOf } from '../support/nightly.ts';
import { valuesQuery, writeParquet } from '../support/parquet-file.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../support/temporary-segments.ts';

const PROFILE: ProfileInput = {
  name: 'both',
  currency: 'EUR',
  categories: [{ id: 'garden', mccs: ['5261', '0780'] }, { id: 'food', mccs: ['5411'] }, { id: 'health' }],
  regions: [{ id: 'north', parts: ['GR', 'FR'] }, { id: 'south' }],
  ageBands: [
    { id: 'minor', adult: false },
    { id: 'adult', adult: true },
  ],
  sensitive: { mccs: ['5912'], merchants: ['Clinic'], categories: ['health'] },
};
const COLUMNS = ['who', 'when', 'shop', 'mcc', 'euros', 'area', 'age', 'id'];
const OTHERS = { region: { column: 'area' }, ageBand: { column: 'age' } };
const COMMON = { format: 'florin-mapping/1', delimiter: '|', customer: { column: 'who' }, merchant: { column: 'shop' }, ...OTHERS };
const MAPPINGS = [
  {
    timestamp: { column: 'when', format: 'iso' },
    category: { column: 'mcc', kind: 'mcc' },
    amount: { column: 'euros' },
    ignoredColumns: ['id'],
  },
  {
    timestamp: { column: 'when', format: 'yyyy-MM-dd HH:mm' },
    category: { column: 'mcc', kind: 'mcc', unknown: { category: 'health' } },
    amount: { column: 'euros', invertSign: true },
    mcc: { column: 'mcc' },
    paymentId: { columns: ['id'] },
  },
  {
    timestamp: { column: 'when', format: 'yyyy-MM-dd' },
    category: { column: 'mcc', firstCharacters: 4, kind: 'mcc' },
    amount: { column: 'euros', decimalSign: ',' },
    paymentId: { columns: ['id', 'shop'] },
  },
].map((each) => Mapping.parse({ ...COMMON, ...each }));

/** Mostly the first text, which is beyond doubt, so that one doubtful cell often stands in a row that is otherwise good. */
const oneOf = (good: string, ...others: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
/** Cells good, doubtful and bad; no cell holds a delimiter, quote or line break, which only CSV has. */
const rows = fc.array(
  fc.tuple(
    oneOf('anna', 'bert', ' carl ', '', '\u00e9lise', 'x'.repeat(120), 'x'.repeat(121), 'd\tora', '007'),
    oneOf(
      '2025-03-01',
      '2025-03-01 10:00',
      '2025-03-01 10:00:59',
      '2025-03-01T23:30:00Z',
      '2025-02-30',
      '2025-2-3',
      '1989-12-31',
      '2026-03-02',
      '2026-03-03',
      '2025-03-01 24:00',
      '',
      ' 2025-03-01',
      '2025-03-01 10:00:00.1239',
      'yesterday',
      '2024-02-29 23:59',
    ),
    oneOf('Tuin', 'Clinic', '', ' Bakker', 'Caf\u00e9', "d'Or"),
    oneOf('5261', '0780', '780', '5411', '5912', '9999', '', ' 5261', '52611', 'garden'),
    oneOf(
      '1',
      '1.5',
      '12.50',
      '-3.00',
      '+4',
      '0',
      '0.00',
      '1.234',
      '1.230',
      '1e3',
      '',
      ' 7 ',
      '12,50',
      '9999999999.99',
      '10000000001',
      '99999999999999999',
      '.5',
      '-0',
      '\u0661',
    ),
    oneOf('GR', 'north', 'south', '', 'XX', ' FR'),
    oneOf('adult', 'minor', '', 'old'),
    oneOf('1', '2', '3', '', ' 4', '\u00e9'),
  ),
  { minLength: 10, maxLength: 60 },
);

let markets: readonly TemporarySegments[] = [];
beforeAll(async () => {
  markets = [await openTemporarySegments(PROFILE), await openTemporarySegments(PROFILE)];
});
afterAll(async () => {
  for (const market of markets) await market.remove();
});

async function importBoth(mapping: Mapping, csvRows: readonly (readonly string[])[], query: string) {
  const [first, second] = markets;
  if (first === undefined || second === undefined) throw new Error('two markets expected');
  const csv = path.join(first.folder, 'payments');
  await writeFile(csv, `${COLUMNS.join('|')}\n${csvRows.map((row) => `${row.join('|')}\n`).join('')}`);
  const parquet = path.join(second.folder, 'payments');
  await writeParquet(parquet, query);
  const byCsv = await importPayments(first.bank, {
    file: csv,
    reader: csvPayments(mapping, 'careful'),
    publishedWindows: NOTHING_PUBLISHED,
  });
  const byParquet = await importPayments(second.bank, {
    file: parquet,
    reader: parquetPayments(mapping),
    publishedWindows: NOTHING_PUBLISHED,
  });
  const stored = async ({ store }: TemporarySegments) => ({
    summary: await store.summary(),
    cells: await store.exactCounts({ by: ['category', 'month', 'region'] }),
    payments: await store.paymentsAtMerchants({
      paymentMerchantIds: ['Tuin', 'Clinic', 'Bakker', 'Caf\u00e9', "d'Or"],
      from: '1990-01-01',
      to: '2026-12-31',
      customerIds: ['anna', 'bert', 'carl', '\u00e9lise', '007'],
    }),
  });
  return { byCsv, byParquet, csvStored: await stored(first), parquetStored: await stored(second) };
}

/** The first line of CSV is its header. */
const comparable = (
  { file: _, rejectionsFile: __, rejections, ...report }: Awaited<ReturnType<typeof importBoth>>['byCsv'],
  headerLines: number,
) => ({
  ...report,
  rejections: [...rejections].map((each) => ({ ...each, line: each.line - headerLines })).sort((left, right) => left.line - right.line),
});

test('a Parquet file and a CSV file of the same texts give the same payments, the same ids and the same report, row by row', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(...MAPPINGS), async (cells, mapping) => {
      const { byCsv, byParquet, csvStored, parquetStored } = await importBoth(mapping, cells, valuesQuery(COLUMNS, cells));
      expect(comparable(byParquet, 0)).toEqual(comparable(byCsv, 1));
      expect(parquetStored).toEqual(csvStored);
    }),
    { numRuns: runsOf(16, 100), seed: 4 },
  );
}, 240_000);

test.each(['DOUBLE', 'DECIMAL(9,2)', 'DECIMAL(18,4)', 'DECIMAL(38,2)', 'FLOAT'])(
  'amounts of type %s are read as their text is',
  async (type) => {
    const cells = ['1', '1.5', '0.01', '-2.25', '0', '1.23', '4.35', '1.005', '99999.99', '0.1'].map((euros, index) => [
      'typed',
      `2025-04-${10 + index}`,
      'Tuin',
      '5261',
      euros,
      'GR',
      'adult',
      'x',
    ]);
    const query = valuesQuery(
      COLUMNS.map((name) => (name === 'euros' ? `euros::${type}` : name === 'when' ? 'when::DATE' : name)),
      cells,
    );
    // What the engine writes as the value's text, such as 1.00 for a decimal.
    const rounded =
      type.startsWith('DECIMAL') && type.endsWith(',2)')
        ? cells.map((row) => row.map((cell) => (cell === '1.005' ? '1.01' : cell)))
        : cells;
    const mapping = MAPPINGS[0];
    if (mapping === undefined) throw new Error('a mapping expected');
    const { byCsv, byParquet, csvStored, parquetStored } = await importBoth(mapping, rounded, query);
    const counts = ({ rowsRead, imported, rejected, byReason }: typeof byCsv) => ({ rowsRead, imported, rejected, byReason });
    expect(counts(byParquet)).toEqual(counts(byCsv));
    expect(parquetStored).toEqual(csvStored);
  },
);
