import { AppError } from '#shared/errors.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import type { Mapping } from './mapping.ts';
import type { PaymentReader, ReadCounts, ReaderContext } from './payment-reader.ts';
import { checkHeader, createRowParser, type RowParser } from './row-parser.ts';
import { type RegularCsv, regularCsv } from './set-wise/csv-shape.ts';
import { literal } from './set-wise/fast-columns.ts';
import { takeAsSet } from './set-wise/take-as-set.ts';

/** Bytes of the longest line that the engine reads. */
const MAX_LINE_BYTES = 2_000_000;

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
  const names = mapping.columnNames ?? shape.firstLine.split(mapping.delimiter).map((name) => name.trim());
  checkHeader(names, mapping);
  const headerLines = mapping.columnNames === undefined ? 1 : 0;
  const rows = shape.lines - headerLines;
  context.progress.say(`${rows} rows in the file`);
  // One column a line: nothing separates columns that is not in the file, and nothing stands for a missing value.
  const lines = `SELECT row_number() OVER () + ${headerLines} AS line, string_split(text, ${literal(mapping.delimiter)}) AS fields
    FROM read_csv(${literal(context.file)}, auto_detect = false, columns = { 'text': 'VARCHAR' }, delim = '\u001f', nullstr = '\u001e', quote = '', escape = '',
      comment = '', header = false, skip = ${headerLines}, max_line_size = ${MAX_LINE_BYTES})`;
  const columns = names.map((name, index) => `fields[${index + 1}] AS "${name.replaceAll('"', '""')}"`);
  await takeAsSet(context, mapping, {
    table: `(SELECT line, fields, ${columns.join(', ')} FROM (${lines}))`,
    columns: names.map((name) => ({ name, type: 'VARCHAR' })),
    texts: 'r.fields',
    isWhole: `len(r.fields) = ${names.length}`,
    rows,
    refusalOf: (line, refusal) => (line === shape.lines && !shape.endsWithLineFeed ? { reason: 'truncated_line' } : refusal),
    async reading(work) {
      return work;
    },
  });
  return { rowsRead: rows, blankLines: 0 };
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
