import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { SegmentsBuild } from '../duckdb/build.ts';
import { type ChunkAppender, openAppender, rowsOf } from '../duckdb/connection.ts';
import { identifyRows } from './identify.ts';
import { moveIn } from './move-in.ts';
import { numberedPlaces } from './numbered-places.ts';
import type { ParsedRow } from './row-parser.ts';

const BATCH_ROWS = 16_384;
const COLUMNS: Readonly<Record<string, DuckDBType>> = {
  customer: VARCHAR,
  merchant: VARCHAR,
  category: UTINYINT,
  local_ms: DOUBLE,
  cents: DOUBLE,
  region: UTINYINT,
  place: USMALLINT,
  age: UTINYINT,
  sensitive: BOOLEAN,
  payment_key: VARCHAR,
};
const NAMES = Object.keys(COLUMNS).join(', ');

/** Takes parsed rows, then moves those that are new into the payments. */
export interface Stage {
  add(line: number, row: ParsedRow): void;
  /** Puts everything added into the temporary table `incoming`, for readers that go on with it there. Nothing can be added afterwards. */
  settle(): void;
  /** Moves the rows in. `reusedLines`: rows whose payment id stands for another payment already. */
  finish(): Promise<{ readonly imported: number; readonly duplicates: number; readonly reusedLines: readonly number[] }>;
}

/**
 * Rows wait in temporary tables of the file being built, which spill to disk beyond its memory: those that were added in `incoming`, those that the engine read
 * itself in `taken` ({@link createTaken}).
 * @param publishedWindows what is booked for one of these counts in the next window that is not among them ({@link countedMonth})
 */
export async function openStage(
  build: SegmentsBuild,
  profile: Profile,
  hasPaymentIds: boolean,
  publishedWindows: ReadonlySet<string>,
): Promise<Stage> {
  const { connection } = build;
  const types = [INTEGER, ...Object.values(COLUMNS)];
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming (line INTEGER, ${columnsSql()})`);
  await createTaken(connection, 1);
  const appender: ChunkAppender = await openAppender(connection, 'incoming', types, 'temp');
  const places = numberedPlaces(profile);
  const ages = new Map<string | null, number>(profile.ageBands.map(({ id }, number) => [id, number]));
  const emptyColumns = (): DuckDBValue[][] => types.map(() => []);
  let columns = emptyColumns();
  let isOpen = true;
  const flush = () => {
    const rows = columns[0]?.length ?? 0;
    appender.append(columns, 0, rows);
    columns = emptyColumns();
  };
  const settle = () => {
    if (!isOpen) return;
    flush();
    appender.close();
    isOpen = false;
  };
  return {
    add(line, row) {
      const values = [
        line,
        row.customer,
        row.merchant,
        row.category,
        row.localMs,
        row.cents,
        row.region,
        places.numberOf(row.area),
        ages.get(row.ageBand) ?? null,
        row.isSensitive,
        row.paymentKey,
      ];
      values.forEach((value, index) => columns[index]?.push(value));
      if (columns[0]?.length === BATCH_ROWS) flush();
    },
    settle,
    async finish() {
      settle();
      const { months, reusedLines } = await identifyRows(connection, hasPaymentIds);
      const [counts] = await rowsOf(connection, 'SELECT (SELECT count(*) FROM sorted), (SELECT count(*) FROM fresh)');
      const [all = 0, imported = 0] = (counts ?? []).map(Number);
      if (imported > 0) await moveIn(build, profile, { months, publishedWindows });
      return { imported, duplicates: all - imported - reusedLines.length, reusedLines };
    },
  };
}

function columnsSql(): string {
  return Object.entries(COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
}

/**
 * The empty temporary table `taken`, for the rows of a file that the engine reads itself: every row, in the order of the file, so that its place says its line. A
 * row that is not `sure` does not count; `texts` has what the file says then. The view `accepted` is what counts, taken or added.
 * @param firstLine of the file that has a row
 */
export async function createTaken(connection: DuckDBConnection, firstLine: number): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE taken (${columnsSql()}, sure BOOLEAN, texts VARCHAR[])`);
  await connection.run(`CREATE OR REPLACE TEMP VIEW accepted AS SELECT line, ${NAMES} FROM incoming
    UNION ALL SELECT (rowid + ${firstLine})::INTEGER AS line, ${NAMES} FROM taken WHERE sure`);
  for (const kind of ['customer', 'merchant']) await connection.run(`CREATE OR REPLACE TEMP TABLE ${kind}_texts (text VARCHAR)`);
}

/** Every different customer and merchant of the rows of `taken` that count, in the temporary tables `customer_texts` and `merchant_texts`. */
export async function collectTexts(connection: DuckDBConnection): Promise<void> {
  for (const kind of ['customer', 'merchant'])
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${kind}_texts AS SELECT DISTINCT ${kind} AS text FROM taken WHERE sure`);
}
