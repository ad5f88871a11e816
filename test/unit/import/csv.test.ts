import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CsvRecord, MAX_LINE_CHARACTERS, parseFields, readCsv } from '#bank/segments/import/csv.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function recordsOf(content: string | Uint8Array, options: { multilineFields?: boolean; encoding?: string } = {}) {
  const file = path.join(folder, 'file.csv');
  await writeFile(file, content);
  const records: CsvRecord[] = [];
  let blank = 0;
  const settings = { delimiter: ',', quote: '"', encoding: 'utf-8', multilineFields: false, ...options };
  for await (const batch of readCsv(file, settings, () => (blank += 1))) records.push(...batch);
  return { records, blank };
}

test.each([
  ['a,b,c', ['a', 'b', 'c']],
  ['a,,c,', ['a', '', 'c', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"say ""hi""",c', ['say "hi"', 'c']],
  ['5" pot,c', ['5" pot', 'c']],
  ['"",""', ['', '']],
  ['"a",', ['a', '']],
])('the line %s has the fields it should', (line, fields) => {
  expect(parseFields(line, ',', '"')).toEqual(fields);
});

test('an unclosed quote and text after a closed one are told apart', () => {
  expect(parseFields('a,"b', ',', '"')).toBe('open');
  expect(parseFields('"a"b,c', ',', '"')).toBe('misplaced');
});

test('an unclosed quote costs its own line and nothing after it', async () => {
  const { records } = await recordsOf('a,b\n"c,d\ne,f\n');
  expect(records.map(({ line, fields, problem }) => [line, problem ?? fields])).toEqual([
    [1, ['a', 'b']],
    [2, 'quote_not_closed'],
    [3, ['e', 'f']],
  ]);
});

test('with line breaks in fields allowed, a record keeps the number of its first line, and an unclosed quote still costs one line', async () => {
  const { records } = await recordsOf('"two\nlines",b\nc,d\n"open,e\nf,g\n', { multilineFields: true });
  expect(records.map(({ line, fields, problem }) => [line, problem ?? fields])).toEqual([
    [1, ['two\nlines', 'b']],
    [3, ['c', 'd']],
    [4, 'quote_not_closed'],
    [5, ['f', 'g']],
  ]);
});

test('a line of four megabytes is refused, and the next one is read', async () => {
  const { records } = await recordsOf(`a,b\n${'x'.repeat(4 * MAX_LINE_CHARACTERS)}\nc,d\n`);
  expect(records.map(({ line, problem }) => [line, problem])).toEqual([
    [1, undefined],
    [2, 'line_too_long'],
    [3, undefined],
  ]);
});

test('a byte-order mark, carriage returns and blank lines are no data', async () => {
  const { records, blank } = await recordsOf('\ufeffa,b\r\n\r\nc,d\r\n\n');
  expect(records.map(({ line, fields }) => [line, fields])).toEqual([
    [1, ['a', 'b']],
    [3, ['c', 'd']],
  ]);
  expect(blank).toBe(2);
});

test('bytes that are not of the encoding are refused with their line; the right encoding reads them', async () => {
  const bytes = Buffer.from('caf\u00e9,b\nc,d\n', 'latin1');
  expect((await recordsOf(bytes)).records.map((record) => record.problem)).toEqual(['encoding_invalid', undefined]);
  expect((await recordsOf(bytes, { encoding: 'windows-1252' })).records[0]?.fields).toEqual(['café', 'b']);
});

test('a last line without a line feed is marked', async () => {
  const { records } = await recordsOf('a,b\nc,d');
  expect(records.map((record) => record.isLastUnfinished)).toEqual([false, true]);
});

test('a missing file is named', async () => {
  const reading = async () => {
    for await (const batch of readCsv(
      path.join(folder, 'nowhere.csv'),
      { delimiter: ',', quote: '"', encoding: 'utf-8', multilineFields: false },
      () => undefined,
    ))
      void batch;
  };
  await expect(reading()).rejects.toMatchObject({ code: 'file_unreadable' });
});
