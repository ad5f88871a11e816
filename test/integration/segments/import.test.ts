import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedVersion } from '#bank/segments/duckdb/files.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import type { ExactDimension } from '#bank/segments/port.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

const PROFILE: ProfileInput = {
  name: 'import-test',
  currency: 'EUR',
  categories: [
    { id: 'garden', mccs: ['5261', '0780'] },
    { id: 'food', mccs: ['5411'] },
  ],
  regions: [{ id: 'north', parts: ['GR', 'FR'] }, { id: 'south' }],
  ageBands: [
    { id: 'minor', adult: false },
    { id: 'adult', adult: true },
  ],
  sensitive: { mccs: ['5912'], merchants: ['Clinic'] },
};
const MAPPING = {
  format: 'florin-mapping/1',
  customer: { column: 'who' },
  timestamp: { column: 'when', format: 'yyyy-MM-dd HH:mm' },
  merchant: { column: 'shop' },
  category: { column: 'mcc', kind: 'mcc' },
  amount: { column: 'euros' },
  region: { column: 'area' },
  ageBand: { column: 'age' },
} as const;
const HEADER = 'who,when,shop,mcc,euros,area,age';

let files = 0;
let temporary: TemporarySegments;
beforeAll(async () => {
  temporary = await openTemporarySegments(PROFILE);
});
afterAll(() => temporary.remove());

async function importText(text: string, changes: Record<string, unknown> = {}, target = temporary) {
  files += 1;
  const file = path.join(target.folder, `payments-${files}.csv`);
  await writeFile(file, text);
  return importPayments(target.bank, { file, mapping: Mapping.parse({ ...MAPPING, ...changes }), publishedWindows: NOTHING_PUBLISHED });
}

const exact = (by: readonly ExactDimension[], target = temporary) => target.store.exactCounts({ by });

const GOOD = [
  HEADER,
  'anna,2025-03-01 10:00,Tuin,5261,60.00,GR,adult',
  'anna,2025-03-02 10:00,Tuin,5261,60.00,GR,adult',
  // the same payment twice on one day is two payments
  'anna,2025-03-02 10:00,Tuin,5261,60.00,GR,adult',
  // a refund lowers the month: 180 − 100 = 80
  'anna,2025-03-20 10:00,Tuin,780,-100.00,GR,adult',
  'bram,2025-03-05 10:00,Tuin,5261,10,south,adult',
  'bram,2025-03-06 10:00,Tuin,5261,-10,south,adult',
  'bram,2025-03-06 12:00,Super,5411,7.5,south,adult',
  'cato,2025-04-06 12:00,Super,5411,300,FR,minor',
];
const GOOD_EXACT = [
  { category: 'food', month: '2025-03', band: '0-50', region: 'south', customers: 1, total_cents: 750 },
  { category: 'food', month: '2025-04', band: '250+', region: 'north', customers: 1, total_cents: 30_000 },
  { category: 'garden', month: '2025-03', band: '50-100', region: 'north', customers: 1, total_cents: 8_000 },
];

test('refunds lower the band, equal rows all count, a customer whose net is zero is in no band', async () => {
  const report = await importText(`${GOOD.join('\n')}\n`);
  expect(report).toMatchObject({ rowsRead: 8, imported: 8, duplicates: 0, rejected: 0 });
  expect(await exact(['category', 'month', 'band', 'region'])).toEqual(GOOD_EXACT);
  expect(await exact(['category', 'month'])).toEqual([
    { category: 'food', month: '2025-03', customers: 1, total_cents: 750 },
    { category: 'food', month: '2025-04', customers: 1, total_cents: 30_000 },
    { category: 'garden', month: '2025-03', customers: 2, total_cents: 8_000 },
  ]);
});

test('the same file again changes nothing, not even the file on disk; an overlapping file adds what is new', async () => {
  const before = await publishedVersion(temporary.bank.segmentsDirectory);
  expect(await importText(`${GOOD.join('\n')}\n`)).toMatchObject({ rowsRead: 8, imported: 0, duplicates: 8 });
  expect(await publishedVersion(temporary.bank.segmentsDirectory)).toBe(before);
  const overlap = [HEADER, ...GOOD.slice(2), 'dirk,2025-05-01 10:00,Tuin,5261,20,south,adult'].join('\n');
  expect(await importText(`${overlap}\n`)).toMatchObject({ rowsRead: 8, imported: 1, duplicates: 7 });
});

const BAD: readonly (readonly [row: string, reason: string])[] = [
  [',2025-03-01 10:00,Tuin,5261,1.00,GR,adult', 'customer_empty'],
  ['x,2025-03-01 10:00,,5261,1.00,GR,adult', 'merchant_empty'],
  ['x,01/03/2025 10:00,Tuin,5261,1.00,GR,adult', 'timestamp_invalid'],
  ['x,2025-02-30 10:00,Tuin,5261,1.00,GR,adult', 'timestamp_invalid'],
  ['x,,Tuin,5261,1.00,GR,adult', 'timestamp_empty'],
  ['x,1931-03-01 10:00,Tuin,5261,1.00,GR,adult', 'date_out_of_range'],
  ['x,2199-03-01 10:00,Tuin,5261,1.00,GR,adult', 'date_out_of_range'],
  ['x,2025-03-01 10:00,Tuin,5261,4.440892e-16,GR,adult', 'amount_not_decimal'],
  ['x,2025-03-01 10:00,Tuin,5261,1.005,GR,adult', 'amount_too_many_decimals'],
  ['x,2025-03-01 10:00,Tuin,5261,0.00,GR,adult', 'amount_zero'],
  ['x,2025-03-01 10:00,Tuin,5261,,GR,adult', 'amount_empty'],
  ['x,2025-03-01 10:00,Tuin,9999,1.00,GR,adult', 'category_unknown'],
  ['x,2025-03-01 10:00,Tuin,,1.00,GR,adult', 'category_empty'],
  ['x,2025-03-01 10:00,Pharmacy,5912,1.00,GR,adult', 'sensitive_merchant'],
  ['x,2025-03-01 10:00,Tuin,5261,1.00,Mars,adult', 'region_unknown'],
  ['x,2025-03-01 10:00,Tuin,5261,1.00,GR,ancient', 'age_band_unknown'],
  ['x,2025-03-01 10:00,Tuin,5261,1.00,GR', 'wrong_length'],
  ['x,2025-03-01 10:00,Tuin,5261,1.00,GR,adult,more', 'wrong_length'],
  ['x,2025-03-01 10:00,"Tuin,5261,1.00,GR,adult', 'quote_not_closed'],
  ['x,2025-03-01 10:00,"Tuin"s,5261,1.00,GR,adult', 'quote_misplaced'],
  [`x,2025-03-01 10:00,${'T'.repeat(4_194_304)},5261,1.00,GR,adult`, 'line_too_long'],
];

test('every bad row is reported with its line and reason, and the rows around it are imported', async () => {
  const rows = BAD.flatMap(([row], index) => [row, `good-${index},2025-06-01 10:00,Tuin,5261,1.00,GR,adult`]);
  const report = await importText(`${[HEADER, ...rows].join('\n')}\nlast,2025-06-01 10:00,Tuin,52`);
  expect(report).toMatchObject({ rowsRead: 2 * BAD.length + 1, imported: BAD.length, duplicates: 0, rejected: BAD.length + 1 });
  expect(report.rejections.map(({ line, reason }) => [line, reason])).toEqual([
    ...BAD.map(([, reason], index) => [2 + 2 * index, reason]),
    [2 + 2 * BAD.length, 'truncated_line'],
  ]);
  expect(Object.values(report.byReason).reduce((sum, count) => sum + count, 0)).toBe(report.rejected);
  const listed = (await readFile(report.rejectionsFile ?? '', 'utf8')).trim().split('\n');
  expect(listed).toHaveLength(report.rejected);
});

test('a last line without a line feed counts when it is whole', async () => {
  expect(await importText(`${HEADER}\nlast,2025-06-02 10:00,Tuin,5261,5.00,GR,adult`)).toMatchObject({ imported: 1, rejected: 0 });
});

test.each([
  ['a missing column', HEADER.replace('shop,', ''), 'missing: "shop"'],
  ['an extra column', `${HEADER},iban`, 'neither mapped nor in ignoredColumns: "iban"'],
  ['a column twice', `${HEADER},who`, 'twice: "who"'],
  ['an empty file', '', 'the file is empty'],
])('%s is refused by name and nothing is imported', async (_, header, problem) => {
  const before = await publishedVersion(temporary.bank.segmentsDirectory);
  await expect(importText(header === '' ? '' : `${header}\nx,2025-03-01 10:00,Tuin,5261,1.00,GR,adult\n`)).rejects.toMatchObject({
    code: 'import_failed',
    detail: { problem: expect.stringContaining(problem) },
  });
  expect(await publishedVersion(temporary.bank.segmentsDirectory)).toBe(before);
  expect((await readdir(temporary.bank.segmentsDirectory)).filter((name) => name.startsWith('building'))).toEqual([]);
});

test('a mapping that names what the profile lacks is refused', async () => {
  const wrong = { category: { column: 'mcc', values: { '5261': 'gardens' } } };
  await expect(importText(`${HEADER}\n`, wrong)).rejects.toMatchObject({ code: 'mapping_invalid' });
});

test('where the profile rejects refunds, a negative row is refused', async () => {
  const strict = await openTemporarySegments({ ...PROFILE, refunds: 'reject' });
  try {
    const report = await importText(`${GOOD.join('\n')}\n`, {}, strict);
    expect(report).toMatchObject({ imported: 6, rejected: 2, byReason: { amount_negative: 2 } });
    expect(
      (await exact(['category', 'month', 'band'], strict)).find((cell) => cell.category === 'garden' && cell.band === '150-250'),
    ).toMatchObject({
      customers: 1,
      total_cents: 18_000,
    });
  } finally {
    await strict.remove();
  }
});

test('with an id column the id alone is the identity, and an id that comes back for another payment is reported', async () => {
  const other = await openTemporarySegments(PROFILE);
  const withIds = { paymentId: { columns: ['id'] } };
  const file = (rows: readonly string[]) => `${[`${HEADER},id`, ...rows].join('\n')}\n`;
  const first = 'x,2025-03-01 10:00,Tuin,5261,1.00,GR,adult,p1';
  try {
    const report = await importText(
      file([first, first, 'x,2025-03-01 10:00,Tuin,5261,9.00,GR,adult,p1', 'x,2025-03-01 10:00,Tuin,5261,1.00,GR,adult,']),
      withIds,
      other,
    );
    expect(report).toMatchObject({
      rowsRead: 4,
      imported: 1,
      duplicates: 1,
      rejected: 2,
      byReason: { payment_id_empty: 1, payment_id_reused: 1 },
    });
    // An id belongs to its customer: what one customer's payments do never hangs on another's.
    const another = await importText(file(['y,2025-03-01 10:00,Tuin,5261,7.00,GR,adult,p1']), withIds, other);
    expect(another).toMatchObject({ imported: 1, duplicates: 0, rejected: 0 });
    const again = await importText(file(['x,2025-03-01 10:00,Tuin,5261,7.00,GR,adult,p1', first]), withIds, other);
    expect(again).toMatchObject({ imported: 0, duplicates: 1, byReason: { payment_id_reused: 1 } });
    expect(again.rejections).toEqual([{ line: 2, reason: 'payment_id_reused' }]);
  } finally {
    await other.remove();
  }
});

test('while one writer is at work, a second is told that the data directory is busy', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `c${index},2025-07-01 10:00,Tuin,5261,1.00,GR,adult`);
  const outcomes = await Promise.allSettled([importText(`${[HEADER, ...rows].join('\n')}\n`), importText(`${HEADER}\n`)]);
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'done')).sort()).toEqual([
    'data_directory_busy',
    'done',
  ]);
});
