import { AppError } from '#shared/errors.ts';
import { quoted } from '../duckdb/connection.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import type { Mapping } from './mapping.ts';
import type { PaymentReader, ReadCounts, ReaderContext } from './payment-reader.ts';
import { checkHeader, createRowParser, type RowParser, type RowRefusal } from './row-parser.ts';
import { type RegularCsv, regularCsv } from './set-wise/csv-shape.ts';
import { takeAsSet } from './set-wise/take-as-set.ts';

/** Bytes of the longest line that the engine reads. */
const MAX_LINE_BYTES = 2_000_000;
/** Rows at the beginning in which texts of codes are looked for. */
const SAMPLE_ROWS = 50_000;

/**
 * Payments of a CSV file as a mapping says. A file in which every line is a record of its own, which is the usual case, is read by the engine as a set;
 * any other line by line. The outcome is the same.
 * @param ways `careful`: always line by line
 */
export function csvPayments(mapping: Mapping, ways: 'any' | 'careful' = 'any'): PaymentReader {
  return {
    hasPaymentIds: mapping.paymentId !== undefined,
    isReadByEngine: ways === 'any',
    async read(context) {
      // The engine would look for other files under such a name.
      const shape = ways === 'any' && !/[*?[\]{}]/.test(context.file) ? await regularCsv(context.file, mapping) : undefined;
      return shape === undefined ? readLines(context, mapping) : readAsSet(context, mapping, shape);
    },
  };
}

async function readAsSet(context: ReaderContext, mapping: Mapping, shape: RegularCsv): Promise<ReadCounts> {
  const { connection, file, progress } = context;
  const names = mapping.columnNames ?? shape.firstLine.split(mapping.delimiter).map((name) => name.trim());
  checkHeader(names, mapping);
  const headerLines = mapping.columnNames === undefined ? 1 : 0;
  const rows = shape.lines - headerLines;
  progress.say(`${rows} rows in the file`);
  const read = (columns: readonly string[], delimiter: string) =>
    `read_csv(${quoted(file)}, auto_detect = false, columns = { ${columns.map((name) => `'${name}': 'VARCHAR'`).join(', ')} }, delim = ${quoted(delimiter)},
      null_padding = true, nullstr = '\u001e', quote = '', escape = '', comment = '', header = false, skip = ${headerLines}, max_line_size = ${MAX_LINE_BYTES})`;
  // One column a line: nothing separates columns that is not in the file, and nothing stands for a missing value.
  const lines = `(SELECT string_split(text, ${quoted(mapping.delimiter)}) AS fields FROM ${read(['text'], '\u001f')})`;
  const common = {
    firstLine: 1 + headerLines,
    again: { table: lines, texts: 'r.fields' },
    refusalOf: (line: number, refusal: RowRefusal): RowRefusal =>
      line === shape.lines && !shape.endsWithLineFeed ? { reason: 'truncated_line' } : refusal,
  };
  const fields = names.map((_, index) => `f${index}`);
  // A missing field is null, which empty text is not. One field too many shows in a column of its own; more than one is an error.
  const table = read([...fields, 'beyond'], mapping.delimiter);
  try {
    await takeAsSet(context, mapping, {
      ...common,
      table,
      sample: `(SELECT * FROM ${table} LIMIT ${SAMPLE_ROWS})`,
      columns: names.map((name, index) => ({ name, type: 'VARCHAR', sql: `r.f${index}` })),
      raw: [...fields, 'beyond'].map((field) => `r.${field}`),
      texts: `[${fields.map((field) => `r.${field}`).join(', ')}]`,
      isWhole: `r.${fields.at(-1)} IS NOT NULL AND r.beyond IS NULL`,
      reading: (work) => work.catch(otherwise),
    });
  } catch (error) {
    if (!(error instanceof UnevenLines)) throw error;
    await connection.run(`CREATE OR REPLACE TEMP TABLE lines AS FROM ${lines}`);
    await takeAsSet(context, mapping, {
      ...common,
      table: 'lines',
      sample: 'lines',
      columns: names.map((name, index) => ({ name, type: 'VARCHAR', sql: `r.fields[${index + 1}]` })),
      raw: ['r.fields'],
      texts: 'r.fields',
      isWhole: `len(r.fields) = ${names.length}`,
      reading: (work) => work,
    });
    await connection.run('DROP TABLE temp.lines');
  }
  return { rowsRead: rows, blankLines: 0 };
}

/** Some line has so many more fields than the others that columns cannot hold them. */
class UnevenLines extends Error {}

/** What the engine refuses in a file of regular lines is how many fields one of them has. What it lacks is another matter. */
function otherwise(error: unknown): never {
  if (error instanceof Error && /^Invalid Input Error: CSV Error/.test(error.message)) throw new UnevenLines(undefined, { cause: error });
  throw error;
}

async function readLines({ file, profile, today, stage, log, progress }: ReaderContext, mapping: Mapping): Promise<ReadCounts> {
  let parse: RowParser | undefined;
  let rowsRead = 0;
  let blankLines = 0;
  const begin = (header: readonly string[]) => {
    checkHeader(header, mapping);
    parse = createRowParser({ mapping, profile, header, today });
  };
  const read = (record: CsvRecord, parser: RowParser) => {
    rowsRead += 1;
    const row = record.problem === undefined ? parser(record.fields) : { reason: record.problem };
    if (!('reason' in row)) stage.add(record.line, row);
    else if (record.isLastUnfinished && record.problem !== 'line_too_long') log.add({ line: record.line, reason: 'truncated_line' });
    else log.add({ line: record.line, ...row });
  };
  if (mapping.columnNames !== undefined) begin(mapping.columnNames);
  const onBlank = () => (blankLines += 1);
  for await (const records of readCsv(file, mapping, onBlank, (bytes) => progress.read(0, bytes))) {
    for (const record of records)
      if (parse !== undefined) read(record, parse);
      else if (record.problem !== undefined)
        throw new AppError('import_failed', { problem: `the header line cannot be read: ${record.problem}` });
      else begin(record.fields.map((name) => name.trim()));
    progress.read(records.length, 0);
    await log.drained();
  }
  if (parse === undefined) throw new AppError('import_failed', { problem: 'the file is empty' });
  return { rowsRead, blankLines };
}
