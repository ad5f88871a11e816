import type { DuckDBConnection } from '@duckdb/node-api';
import { rowsOf } from '../../duckdb/connection.ts';
import type { Mapping } from '../mapping.ts';
import type { ReaderContext } from '../payment-reader.ts';
import { createCodeReaders, createRowParser, type RowParser, type RowRefusal } from '../row-parser.ts';
import { type FastColumn, fastAmount, fastId, fastTime, literal, type SourceColumn, textOf } from './fast-columns.ts';

const MAX_ID_CHARACTERS = 120;
/** A field of codes with more different texts than this is read row by row. */
const MAX_CODES = 10_000;
const PAGE_ROWS = 20_000;

/** Rows that the engine reads itself. In every SQL text the row is called `r`, and `r.line` is its number. */
export interface SetSource {
  /** A table expression. */
  readonly table: string;
  readonly columns: readonly SourceColumn[];
  /** SQL of a list of the row's texts, as the row parser takes them. */
  readonly texts: string;
  /** SQL: the row has the columns that it should have. */
  readonly isWhole: string;
  readonly rows: number;
  /** What the report says of a refused row. */
  refusalOf(line: number, refusal: RowRefusal): RowRefusal;
  /** Waits for a statement that reads the source, and says what it means where it fails. */
  reading<Result>(work: Promise<Result>): Promise<Result>;
}

/**
 * Puts every row of a source into the stage or the log. Rows that are beyond doubt are taken as a set; every other row goes through the row parser, so that
 * the outcome is that of the row parser for all of them.
 */
export async function takeAsSet(context: ReaderContext, mapping: Mapping, source: SetSource): Promise<void> {
  const { connection, profile, today, progress } = context;
  const parse = createRowParser({ mapping, profile, header: source.columns.map(({ name }) => name), today });
  const { select, isSure } = await fastSelect(context, mapping, source);
  await source.reading(connection.run(`INSERT INTO incoming SELECT ${select} WHERE ${isSure}`));
  const [counted] = await rowsOf(connection, 'SELECT count(*) FROM incoming');
  const taken = Number(counted?.[0]);
  progress.read(taken, 0);
  if (taken === source.rows) return;
  await source.reading(
    connection.run(`CREATE OR REPLACE TEMP TABLE doubtful AS SELECT r.line AS line, ${source.texts} AS texts
      FROM ${source.table} r WHERE r.line NOT IN (SELECT line FROM incoming)`),
  );
  await takeDoubtful(context, source, parse, connection);
  await connection.run('DROP TABLE temp.doubtful');
}

async function takeDoubtful(
  { stage, log, progress }: ReaderContext,
  source: SetSource,
  parse: RowParser,
  connection: DuckDBConnection,
): Promise<void> {
  for (let last = 0; ; ) {
    const rows = await connection.runAndReadAll(`SELECT line, texts FROM doubtful WHERE line > ${last} ORDER BY line LIMIT ${PAGE_ROWS}`);
    const page = rows.getRowsJson();
    for (const [line, fields] of page) {
      last = Number(line);
      const row = parse(Array.isArray(fields) ? fields.map(String) : []);
      if ('reason' in row) log.add({ line: last, ...source.refusalOf(last, row) });
      else stage.add(last, row);
    }
    progress.read(page.length, 0);
    await log.drained();
    if (page.length < PAGE_ROWS) return;
  }
}

/** What goes into `incoming` for the rows of the source, and the condition under which a row is beyond doubt. */
async function fastSelect(
  { profile, connection, today }: ReaderContext,
  mapping: Mapping,
  { columns, table: source, isWhole }: SetSource,
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
    'r.line',
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
    isSure: [...new Set([isWhole, ...fast.map((each) => each.isSure)].map((each) => `(${each})`))].join(' AND '),
  };
}

const NOTHING: FastColumn = { value: 'NULL', isSure: 'false' };
