import { expect, test } from 'vitest';
import { csvOf, tsvOf } from '#shared/export/csv.ts';
import { ExportTable } from '#shared/export/table.ts';
import { workbookOf } from '../../../electron/main/exports/workbook.ts';
import { readCsv, readWorkbook } from '../../support/read-back.ts';

const whole = (value: number) => ({ value, digits: 0 });
const TABLE = ExportTable.parse({
  title: 'Customers per month in “Garden”, any amount',
  columns: ['Month', 'Customers', 'Customers ± (95%)', 'Share, "rounded"'],
  rows: [
    ['March 2025', whole(1_360), whole(28), { value: 37.25, digits: 1 }],
    ['April\n2025', null, null, { value: -0.04, digits: 1 }],
    ['=HYPERLINK("http://example")', whole(-5), whole(0), null],
  ],
  notes: ['Release pilot-2025-03, ρ 1/12', '+1 note that a spreadsheet would compute'],
});

test('a CSV file is what another reader reads back, with a mark for UTF-8, plain figures and one length of record', () => {
  const text = csvOf(TABLE);
  expect(text.startsWith('\uFEFF')).toBe(true);
  const records = readCsv(text.slice(1));
  expect(records.slice(0, 4)).toEqual([
    ['Month', 'Customers', 'Customers ± (95%)', 'Share, "rounded"'],
    ['March 2025', '1360', '28', '37.3'],
    ['April\n2025', '', '', '0.0'],
    ['\'=HYPERLINK("http://example")', '-5', '0', ''],
  ]);
  expect(new Set(records.map((record) => record.length))).toEqual(new Set([4]));
  expect(records.slice(4).map(([first]) => first)).toEqual([
    '',
    TABLE.title,
    'Release pilot-2025-03, ρ 1/12',
    "'+1 note that a spreadsheet would compute",
  ]);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠A1'])(
  'the words %j stay words in CSV and on the clipboard',
  (words) => {
    const table = { title: 't', columns: ['a'], rows: [[words]], notes: [] };
    expect(readCsv(csvOf(table).slice(1))[1]?.[0]?.startsWith("'")).toBe(true);
    expect(tsvOf(table).split('\n')[1]?.startsWith("'")).toBe(true);
  },
);

test('on the clipboard a cell stays one cell, whatever is in it', () => {
  const lines = tsvOf(TABLE).split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.map((line) => line.split('\t').length)).toEqual([4, 4, 4, 4]);
  expect(lines[2]?.split('\t')[0]).toBe('April 2025');
});

test('a workbook holds numbers as numbers, words as words, no formula, and the receipt on its own sheet', async () => {
  const [table, notes, ...more] = readWorkbook(await workbookOf(TABLE, { table: 'Table', notes: 'Receipt' }));
  expect(more).toEqual([]);
  expect(table).toEqual({
    name: 'Table',
    formulas: 0,
    rows: [
      ['Month', 'Customers', 'Customers ± (95%)', 'Share, "rounded"'],
      ['March 2025', 1_360, 28, 37.3],
      ['April\n2025', null, null, 0],
      ['=HYPERLINK("http://example")', -5, 0, null],
    ],
  });
  expect(notes).toMatchObject({ name: 'Receipt', formulas: 0, rows: [[TABLE.title], [TABLE.notes[0]], [TABLE.notes[1]]] });
});

test('a row of another length than the head is refused', () => {
  expect(ExportTable.safeParse({ ...TABLE, rows: [['March 2025']] }).success).toBe(false);
  expect(ExportTable.safeParse({ ...TABLE, rows: [['a', { value: Number.NaN, digits: 0 }, null, null]] }).success).toBe(false);
});
