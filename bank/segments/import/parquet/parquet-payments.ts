import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '#shared/errors.ts';
import { rowsOf } from '../../duckdb/connection.ts';
import type { Mapping } from '../mapping.ts';
import type { PaymentReader, ReaderContext } from '../payment-reader.ts';
import { checkHeader, createCodeReaders, createRowParser } from '../row-parser.ts';
import { type FastColumn, fastAmount, fastId, fastTime, literal, type SourceColumn, textOf } from './fast-columns.ts';

const MAX_ID_CHARACTERS = 120;
/** A field of codes with more different texts than this is read row by row. */
const MAX_CODES = 10_000;
const PAGE_ROWS = 20_000;

/**
 * Payments of a Parquet file as a mapping says, read by the engine itself. Rows that are beyond doubt are taken as a set; every other row goes through the
 * same parser as a row of CSV, so that reports are the same. `line` is the number of the row, from 1.
 */
export function parquetPayments(mapping: Mapping): PaymentReader {
  return {
    hasPaymentIds: mapping.paymentId !== undefined,
    isReadByEngine: true,
    async read(context) {
      const { file, connection, stage, log, progress } = context;
      // The engine would look for other files under such a name.
      if (/[*?[\]{}]/.test(file))
        throw new AppError('import_failed', { problem: 'the name of a Parquet file may not hold any of * ? [ ] { }' });
      const source = `read_parquet(${literal(file)}, file_row_number = true)`;
      const columns = await describe(connection, source);
      const header = columns.map(({ name }) => name);
      checkHeader(header, mapping);
      refuseMixedTypes(columns, mapping);
      const parse = createRowParser({ mapping, profile: context.profile, header, today: context.today });
      const rowsRead = await countOf(connection, `SELECT count(*) FROM ${source}`);
      progress.say(`${rowsRead} rows in the file; taking those beyond doubt`);
      const { select, isSure } = await fastSelect(context, mapping, columns, source);
      await reading(connection.run(`INSERT INTO incoming SELECT ${select} WHERE ${isSure}`));
      const taken = await countOf(connection, 'SELECT count(*) FROM incoming');
      progress.read(taken, 0);
      if (taken < rowsRead) {
        const texts = columns.map(textOf).join(', ');
        await reading(
          connection.run(`CREATE OR REPLACE TEMP TABLE doubtful AS SELECT file_row_number + 1 AS line, [${texts}] AS texts
            FROM ${source} r WHERE file_row_number + 1 NOT IN (SELECT line FROM incoming)`),
        );
        for (let last = 0; ; ) {
          const rows = await connection.runAndReadAll(
            `SELECT line, texts FROM doubtful WHERE line > ${last} ORDER BY line LIMIT ${PAGE_ROWS}`,
          );
          const page = rows.getRowsJson();
          for (const [line, fields] of page) {
            last = Number(line);
            const row = parse(Array.isArray(fields) ? fields.map(String) : []);
            if ('reason' in row) log.add({ line: last, ...row });
            else stage.add(last, row);
          }
          progress.read(page.length, 0);
          await log.drained();
          if (page.length < PAGE_ROWS) break;
        }
        await connection.run('DROP TABLE temp.doubtful');
      }
      return { rowsRead, blankLines: 0 };
    },
  };
}

async function describe(connection: DuckDBConnection, source: string): Promise<readonly SourceColumn[]> {
  const rows = await reading(rowsOf(connection, `DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source}`));
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

async function countOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const [row] = await reading(rowsOf(connection, sql));
  return Number(row?.[0]);
}

/** What goes wrong while the engine reads the file is the file's fault, unless the engine lacked memory or disk. */
async function reading<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    if (/^Out of Memory|No space left/.test(why)) throw error;
    throw new AppError('import_failed', { problem: `the file cannot be read as Parquet: ${why.slice(0, 200)}` }, { cause: error });
  }
}

/** Times and dates that are typed are read as ISO text; a mapping that says otherwise means another file. */
function refuseMixedTypes(columns: readonly SourceColumn[], mapping: Mapping): void {
  const column = columns.find(({ name }) => name === mapping.timestamp.column);
  if (column !== undefined && /^(?:DATE|TIMESTAMP)/.test(column.type) && mapping.timestamp.format !== 'iso')
    throw new AppError('mapping_invalid', { problem: `timestamp.format: the column is of type ${column.type}; "iso" expected` });
}

/** What goes into `incoming` for the rows of the source, and the condition under which a row is beyond doubt. */
async function fastSelect(
  { profile, connection, today }: ReaderContext,
  mapping: Mapping,
  columns: readonly SourceColumn[],
  source: string,
): Promise<{ readonly select: string; readonly isSure: string }> {
  const columnOf = (name: string): SourceColumn => columns.find((each) => each.name === name) ?? { name, type: '' };
  const { readCategory, readRegion, readAgeBand } = createCodeReaders(mapping, profile, () => 0);
  const joins: string[] = [];
  /** Reads every different text of a column with the parser's own reader; `read` gives SQL values, or nothing where the row is not beyond doubt. */
  const coded = async (
    alias: string,
    from: { readonly column: string } | object | undefined,
    names: readonly string[],
    read: (text: string) => readonly string[] | undefined,
  ): Promise<FastColumn[]> => {
    if (from === undefined || !('column' in from)) {
      const constants = read('');
      return names.map((_, index) =>
        constants === undefined ? { value: 'NULL', isSure: 'false' } : { value: constants[index] ?? 'NULL', isSure: 'true' },
      );
    }
    const text = textOf(columnOf(from.column));
    const distinct = await rowsOf(connection, `SELECT DISTINCT ${text} FROM ${source} r LIMIT ${MAX_CODES + 1}`);
    const known =
      distinct.length > MAX_CODES
        ? []
        : distinct.flatMap(([written]) => {
            const values = read(String(written));
            return values === undefined ? [] : [`(${[literal(String(written)), ...values].join(', ')})`];
          });
    if (known.length === 0) return names.map(() => ({ value: 'NULL', isSure: 'false' }));
    joins.push(`LEFT JOIN (VALUES ${known.join(', ')}) ${alias}(written, ${names.join(', ')}) ON ${alias}.written = ${text}`);
    return names.map((name) => ({ value: `${alias}.${name}`, isSure: `${alias}.written IS NOT NULL` }));
  };
  const orNull = (value: number | string | null) => (value === null ? 'NULL' : typeof value === 'number' ? `${value}` : literal(value));
  const [category = NOTHING] = await coded('categories', mapping.category, ['number'], (text) => {
    const found = readCategory(() => text.trim());
    return typeof found === 'number' ? [`${found}`] : undefined;
  });
  const [region = NOTHING, area = NOTHING] = await coded('places', mapping.region, ['region', 'area'], (text) => {
    const found = readRegion(() => text.trim());
    return 'reason' in found ? undefined : [orNull(found.region), orNull(found.area)];
  });
  const [ageBand = NOTHING] = await coded('ages', mapping.ageBand, ['age'], (text) => {
    const found = readAgeBand(() => text.trim());
    return found !== null && typeof found !== 'string' ? undefined : [orNull(found)];
  });
  const sensitiveMccs = new Set(profile.sensitive.mccs);
  const [isSensitiveMcc = NOTHING] = await coded('mccs', mapping.mcc, ['sensitive'], (text) => [
    String(mapping.mcc !== undefined && sensitiveMccs.has(text.trim().padStart(4, '0'))),
  ]);
  const customer = fastId(columnOf(mapping.customer.column), MAX_ID_CHARACTERS);
  const merchant =
    'constant' in mapping.merchant
      ? { value: literal(mapping.merchant.constant), isSure: 'true' }
      : fastId(columnOf(mapping.merchant.column), MAX_ID_CHARACTERS);
  const amountColumns = mapping.amount.product ?? [mapping.amount.column ?? ''];
  const cents = fastAmount(amountColumns.map(columnOf), mapping, profile);
  const time = fastTime(columnOf(mapping.timestamp.column), mapping, today);
  const ids = mapping.paymentId?.columns.map((name) => fastId(columnOf(name), MAX_ID_CHARACTERS)) ?? [];
  const paymentKey = ids.length === 0 ? 'NULL' : `concat_ws(chr(31), ${ids.map(({ value }) => value).join(', ')})`;
  const sensitive = [
    `${isSensitiveMcc.value}`,
    ...profile.categories.flatMap(({ id }, number) => (profile.sensitive.categories.includes(id) ? [`${category.value} = ${number}`] : [])),
    ...(profile.sensitive.merchants.length === 0 ? [] : [`${merchant.value} IN (${profile.sensitive.merchants.map(literal).join(', ')})`]),
  ];
  const values = [
    'file_row_number + 1',
    customer.value,
    merchant.value,
    category.value,
    time.value,
    cents.value,
    region.value,
    area.value,
    ageBand.value,
    paymentKey,
    sensitive.map((each) => `(${each})`).join(' OR '),
  ];
  const fast = [customer, merchant, category, time, cents, region, ageBand, isSensitiveMcc, ...ids];
  return {
    select: `${values.join(', ')} FROM ${source} r ${joins.join(' ')}`,
    isSure: [...new Set(fast.map((each) => `(${each.isSure})`))].join(' AND '),
  };
}

const NOTHING: FastColumn = { value: 'NULL', isSure: 'false' };
