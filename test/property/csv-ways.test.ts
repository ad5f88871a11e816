import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvPayments } from '#bank/segments/import/csv-payments.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import { regularCsv } from '#bank/segments/import/set-wise/csv-shape.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { runsOf } from '../support/nightly.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../support/temporary-segments.ts';

const PROFILE: ProfileInput = {
  name: 'ways',
  currency: 'EUR',
  categories: [{ id: 'garden', mccs: ['5261', '0780'] }],
  regions: [{ id: 'north', parts: ['GR'] }],
};
const MAPPING = Mapping.parse({
  format: 'florin-mapping/1',
  delimiter: ';',
  customer: { column: 'who' },
  timestamp: { column: 'when', format: 'yyyy-MM-dd HH:mm' },
  merchant: { column: 'shop' },
  category: { column: 'mcc', kind: 'mcc' },
  amount: { column: 'euros', decimalSign: ',' },
  region: { column: 'area' },
});
const HEADER = 'who;when;shop;mcc;euros;area';

/** Mostly the first text, which is beyond doubt, so that one doubtful cell often stands in a row that is otherwise good. */
const cell = (good: string, ...others: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const row = fc
  .tuple(
    cell('anna', 'anna', 'bert', ' carl', '', '\u00e9lise', 'NULL', '#1'),
    cell('2025-03-01 10:00', '2025-03-01 10:00', '2024-02-29 23:59', '2025-02-29 10:00', '2025-13-01 10:00', '2025-03-01', ''),
    cell('Tuin', 'Tuin', '', 'Caf\u00e9', '\\N', '-'),
    cell('5261', '5261', '780', '9999', ''),
    cell('12,50', '1', '-3,5', '0', '1.5', '1,234', '1.234,00', ''),
    cell('GR', 'north', '', 'XX'),
  )
  .map((cells) => cells.join(';'));
const oddLine = fc.constantFrom(
  '',
  ';',
  ';;;;;',
  ';;;;;;',
  'anna',
  'anna;2025-03-01 10:00;"Tu;in";5261;1,00;GR',
  '"',
  'anna\u0000;',
  'a\u001fb;',
  '\ufffd;;;;;',
  'x\r',
);
const regularFile = fc.array(fc.oneof({ weight: 6, arbitrary: row }, { weight: 1, arbitrary: cell(';', ';;;;;;', 'anna', 'cut;2025-0') }), {
  minLength: 1,
  maxLength: 30,
});
const anyFile = fc.array(fc.oneof({ weight: 6, arbitrary: row }, { weight: 1, arbitrary: oddLine }), { minLength: 5, maxLength: 50 });
const form = fc.record({
  start: fc.constantFrom('', '', '', '\ufeff'),
  end: fc.constantFrom('\n', '', '\n\n', '\r\n'),
  feed: fc.constantFrom('\n', '\n', '\n', '\r\n'),
});

let careful: TemporarySegments;
let asSet: TemporarySegments;
beforeAll(async () => {
  careful = await openTemporarySegments(PROFILE);
  asSet = await openTemporarySegments(PROFILE);
});
afterAll(async () => {
  await careful.remove();
  await asSet.remove();
});

async function bothWays(content: string) {
  const file = path.join(careful.folder, 'payments.csv');
  await writeFile(file, content);
  const one = await importPayments(careful.bank, { file, reader: csvPayments(MAPPING, 'careful'), publishedWindows: NOTHING_PUBLISHED });
  const other = await importPayments(asSet.bank, { file, reader: csvPayments(MAPPING), publishedWindows: NOTHING_PUBLISHED });
  const comparable = ({ rejectionsFile: _, rejections, ...report }: typeof one) => ({
    ...report,
    rejections: [...rejections].sort((left, right) => left.line - right.line),
  });
  const stored = async ({ store }: TemporarySegments) => ({
    summary: await store.summary(),
    cells: await store.exactCounts({ by: ['category', 'month', 'region'] }),
    payments: await store.paymentsAtMerchants({
      paymentMerchantIds: ['Tuin', 'Caf\u00e9', '\\N', '-'],
      from: '2024-01-01',
      to: '2025-12-31',
      customerIds: ['anna', 'bert', 'carl', '\u00e9lise', 'NULL', '#1'],
    }),
  });
  expect(comparable(other)).toEqual(comparable(one));
  expect(await stored(asSet)).toEqual(await stored(careful));
  return (await regularCsv(file, MAPPING)) !== undefined;
}

test('a file whose lines are its records is read as a set with the outcome of reading it line by line', async () => {
  await fc.assert(
    fc.asyncProperty(regularFile, fc.boolean(), async (lines, endsWithLineFeed) => {
      expect(await bothWays(`${[HEADER, ...lines].join('\n')}${endsWithLineFeed ? '\n' : ''}`)).toBe(true);
    }),
    { numRuns: runsOf(12, 100), seed: 11 },
  );
}, 240_000);

test('any other file has the same outcome too, with quotes, blank lines, carriage returns, byte-order marks and odd bytes', async () => {
  let careless = 0;
  await fc.assert(
    fc.asyncProperty(anyFile, form, async (lines, { start, end, feed }) => {
      if (await bothWays(`${start}${[HEADER, ...lines].join(feed)}${end}`)) careless += 1;
    }),
    { numRuns: runsOf(12, 100), seed: 12 },
  );
  expect(careless).toBeLessThan(30);
}, 240_000);
