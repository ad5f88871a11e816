import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted, rowsOf } from '../../duckdb/connection.ts';
import type { Mapping } from '../mapping.ts';
import type { ReaderContext } from '../payment-reader.ts';
import { createRowParser, idProblem, type RowParser, type RowRefusal } from '../row-parser.ts';
import { collectTexts, createTaken } from '../stage.ts';
import { isPlainId, type SourceColumn } from './fast-columns.ts';
import { codeName, fastRow, type FastRow } from './fast-row.ts';

const PAGE_ROWS = 20_000;

/** Rows that the engine reads itself. In every SQL text the row is called `r`. */
export interface SetSource {
  /** A table expression, which gives the rows in the order of the file. */
  readonly table: string;
  /** A part of it where reading all of it for the texts of one column is dear; otherwise the same. */
  readonly sample: string;
  readonly columns: readonly SourceColumn[];
  /** SQL of all that the columns, `texts` and `isWhole` are made of: names of the table. */
  readonly raw: readonly string[];
  /** SQL of a list of the row's texts, as the row parser takes them, where the row is whole. */
  readonly texts: string;
  /** A table expression, and SQL of a list of texts in it, to read rows once more: in the same order, texts of rows that are not whole too. */
  readonly again: { readonly table: string; readonly texts: string };
  /** SQL: the row has the columns that it should have. */
  readonly isWhole: string;
  /** Of the first row. */
  readonly firstLine: number;
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
  const row = await source.reading(fastRow(context, mapping, source));
  await createTaken(connection, source.firstLine);
  await source.reading(connection.run(`INSERT INTO taken ${takeSql(row, source)}`));
  await doubtOddIds(connection);
  const [counted] = await rowsOf(connection, 'SELECT count(*) FROM taken WHERE sure');
  progress.read(Number(counted?.[0]), 0);
  if (!(await collectDoubtful(connection, source))) return;
  await takeDoubtful(context, source, parse, connection);
  await connection.run('DROP TABLE temp.doubtful');
}

/** In steps, so that every value is computed once: codes, values, whether they are beyond doubt, texts of rows that are not. */
function takeSql(row: FastRow, { table, raw, texts, isWhole }: SetSource): string {
  const rawColumns = raw.join(', ');
  const valueOf = (name: string) => `r."\u001f${name}"`;
  const named = (sql: string, column: string) => `${sql} AS ${column.slice(2)}`;
  const codes = Object.entries(row.codes).map(([field, sql]) => named(sql, codeName(field)));
  const passedOn = Object.keys(row.codes).map(codeName);
  const values = Object.entries(row.values).map(([name, sql]) => named(sql, valueOf(name)));
  const conditions = [...new Set([isWhole, ...row.isSure(valueOf)])].map((each) => `(${each})`).join(' AND ');
  const made = {
    sensitive: row.sensitive(valueOf),
    paymentKey: row.paymentKey(valueOf),
    sure: `coalesce(${conditions}, false)`,
  };
  const taken = TAKEN.map(valueOf);
  return `SELECT ${taken.join(', ')}, ${valueOf('sure')}, CASE WHEN ${valueOf('sure')} OR NOT (${isWhole}) THEN NULL ELSE ${texts} END
    FROM (SELECT ${[rawColumns, ...taken.filter((column) => !(column.slice(4, -1) in made)), ...Object.entries(made).map(([name, sql]) => named(sql, valueOf(name)))].join(', ')}
      FROM (SELECT ${[rawColumns, ...passedOn, ...values].join(', ')}
        FROM (SELECT ${[rawColumns, ...codes].join(', ')} FROM ${table} r) r) r) r`;
}

/** Columns of `taken`, in their order. */
const TAKEN = ['customer', 'merchant', 'category', 'time', 'cents', 'region', 'place', 'age', 'sensitive', 'paymentKey'] as const;

/** Ids are looked at as texts that differ, each once. Rows with one that the row parser would refuse, or read otherwise, are doubtful after all. */
async function doubtOddIds(connection: DuckDBConnection): Promise<void> {
  await collectTexts(connection);
  let isChanged = false;
  for (const kind of ['customer', 'merchant'] as const) {
    const odd = await rowsOf(connection, `SELECT text FROM ${kind}_texts WHERE NOT ${isPlainId('text')}`);
    const refused = odd.map(([text]) => String(text)).filter((text) => text !== text.trim() || idProblem(text) !== undefined);
    if (refused.length === 0) continue;
    isChanged = true;
    await connection.run(`UPDATE taken SET sure = false WHERE sure AND ${kind} IN (${refused.map(quoted).join(', ')})`);
  }
  if (isChanged) await collectTexts(connection);
}

/** The temporary table `doubtful`: places and texts of rows that do not count yet, read again where they were not kept. Gives whether there are any. */
async function collectDoubtful(connection: DuckDBConnection, { again, reading }: SetSource): Promise<boolean> {
  const doubtful = 'FROM taken WHERE NOT sure AND texts IS';
  const [counts] = await rowsOf(connection, `SELECT (SELECT count(*) ${doubtful} NOT NULL), (SELECT count(*) ${doubtful} NULL)`);
  const [kept = 0, lost = 0] = (counts ?? []).map(Number);
  if (kept + lost === 0) return false;
  await connection.run(`CREATE OR REPLACE TEMP TABLE doubtful AS SELECT rowid AS place, texts ${doubtful} NOT NULL`);
  if (lost > 0)
    await reading(
      connection.run(`INSERT INTO doubtful SELECT place, ${again.texts} FROM (SELECT *, row_number() OVER () - 1 AS place FROM ${again.table} r) r
        WHERE place IN (SELECT rowid ${doubtful} NULL)`),
    );
  return true;
}

async function takeDoubtful(
  { stage, log, progress }: ReaderContext,
  { firstLine, refusalOf }: SetSource,
  parse: RowParser,
  connection: DuckDBConnection,
): Promise<void> {
  for (let next = 0; ; ) {
    const rows = await connection.runAndReadAll(
      `SELECT place, texts FROM doubtful WHERE place >= ${next} ORDER BY place LIMIT ${PAGE_ROWS}`,
    );
    const page = rows.getRowsJson();
    for (const [place, fields] of page) {
      next = Number(place) + 1;
      const line = Number(place) + firstLine;
      const row = parse(Array.isArray(fields) ? fields.map(String) : []);
      if ('reason' in row) log.add({ line, ...refusalOf(line, row) });
      else stage.add(line, row);
    }
    progress.read(page.length, 0);
    await log.drained();
    if (page.length < PAGE_ROWS) return;
  }
}
