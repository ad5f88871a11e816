import path from 'node:path';
import type { Profile } from '#shared/market/profile.ts';
import { type AttachedFile, runAll, viewsSql } from './catalog.ts';
import { type OpenFile, openEngine, quoted, rowsOf } from './connection.ts';
import {
  BUILDING_PREFIX,
  copyToBuilding,
  type PublishedFile,
  publishFiles,
  readPublished,
  removeLeftovers,
  takeWriterLock,
  temporaryDirectory,
} from './files.ts';
import { CREATE_LISTS, PAYMENTS_COLUMNS, seasonsOf, spendFileSql, spendOfMonthSql, spendOfSeasonSql } from './schema.ts';
import { windowCode } from '../window-code.ts';

/** Catalog of the lists while a version is built. */
export const LISTS = 'lists';

/**
 * The next version of the analytics files, under construction. `customers`, `payment_merchants` and `meta` are tables to write; `payments` and `spend` read
 * as they will be published, and change through the files of their months and windows alone.
 */
export interface SegmentsBuild extends Pick<OpenFile, 'connection'> {
  /** Opens the payments booked for a month for writing; gives the name of the table. A copy of that month's file is made once per build. */
  openPayments(month: number): Promise<string>;
  /** Computes the spend of some months anew, and of the seasons they lie in. After everything was written that counts in them. */
  computeSpend(profile: Profile, months: readonly number[]): Promise<void>;
  /** The same without the seasons, for loads that go month by month. */
  computeMonth(profile: Profile, month: number): Promise<void>;
  computeSeasons(profile: Profile, months: readonly number[]): Promise<void>;
  /** Computes a window from a query that gives its sums: `customer, category, cents, visits`, each customer and category once. */
  computeWindow(profile: Profile, window: number, sums: string): Promise<void>;
}

export interface BuildOptions {
  /** `empty`: nothing of what is published is taken over. */
  readonly from?: 'published' | 'empty';
  readonly memoryLimit?: string;
  /** Absolute path of the one other file that the engine may read while it builds. */
  readonly readableFile?: string;
}

/**
 * Builds the next version of the analytics files beside the published one and publishes it by rename, so that a reader sees the old version or the new one,
 * whole. Only files that change are built; the others belong to both versions. A build that dies leaves the published version as it was; the next writer
 * removes what is left.
 * @throws AppError `data_directory_busy` while another writer is at work
 */
export async function publishNext<Result>(
  directory: string,
  work: (build: SegmentsBuild) => Promise<{ readonly publish: boolean; readonly result: Result }>,
  options: BuildOptions = {},
): Promise<Result> {
  const releaseLock = await takeWriterLock(directory);
  try {
    await removeLeftovers(directory);
    const session = await openBuild(directory, options);
    let outcome: { readonly publish: boolean; readonly result: Result };
    try {
      outcome = await work(session.build);
      if (outcome.publish) await session.settle();
    } finally {
      session.close();
    }
    if (outcome.publish) await session.publish();
    return outcome.result;
  } finally {
    await removeLeftovers(directory).catch(() => undefined);
    releaseLock();
  }
}

interface BuildingFile extends PublishedFile {
  readonly catalog: string;
  readonly isBuilt: boolean;
}

async function openBuild(directory: string, { from = 'published', ...engineOptions }: BuildOptions) {
  const before = await readPublished(directory);
  const generation = (before?.generation ?? 0) + 1;
  const engine = await openEngine({ directory, temporaryDirectory: temporaryDirectory(directory), ...engineOptions });
  const { connection } = engine;
  const files = new Map<string, BuildingFile>();
  const keyOf = (kind: PublishedFile['kind'], window: number) => `${kind} ${window}`;
  const catalogOf = (kind: PublishedFile['kind'], window: number) => (kind === 'lists' ? LISTS : `${kind}_${window}`);

  async function attach(file: PublishedFile, isBuilt: boolean): Promise<BuildingFile> {
    const catalog = catalogOf(file.kind, file.window);
    const target = path.join(directory, isBuilt ? BUILDING_PREFIX + file.name : file.name);
    await connection.run(`ATTACH ${quoted(target)} AS ${catalog}${isBuilt ? '' : ' (READ_ONLY)'}`);
    const attached = { ...file, catalog, isBuilt };
    files.set(keyOf(file.kind, file.window), attached);
    return attached;
  }

  /** The file of this build: new, or a copy of the published one. */
  async function openForWriting(
    kind: PublishedFile['kind'],
    window: number,
    start: 'copy' | 'new',
  ): Promise<BuildingFile & { isNew: boolean }> {
    const before = files.get(keyOf(kind, window));
    const isNew = before === undefined || start === 'new';
    if (before?.isBuilt === true) {
      if (isNew) for (const table of ['spend', 'packed', 'bits']) await connection.run(`DROP TABLE IF EXISTS ${before.catalog}.${table}`);
      return { ...before, isNew };
    }
    const name = `${kind}-${window}-${generation}.duckdb`;
    if (before !== undefined) {
      await connection.run(`DETACH ${before.catalog}`);
      if (!isNew) await copyToBuilding(directory, before.name, name);
    }
    return { ...(await attach({ kind, window, name }, true)), isNew };
  }

  const attached = (): readonly AttachedFile[] => [...files.values()];
  const refreshViews = () =>
    runAll(
      connection,
      viewsSql(
        'memory.main',
        attached().filter((file) => file.kind !== 'lists'),
      ),
    );

  if (before !== undefined && from === 'published') for (const file of before.files) await attach(file, false);
  const lists = await openForWriting('lists', 0, 'copy');
  if (lists.isNew) for (const statement of CREATE_LISTS) await connection.run(statement.replace('CREATE TABLE ', `CREATE TABLE ${LISTS}.`));
  await connection.run(`SET search_path = '${LISTS}.main,memory.main'`);
  await refreshViews();

  async function compute(window: number, sql: (catalog: string) => readonly string[]): Promise<void> {
    // From the other files into this one: the views must not name it while it is filled.
    const { catalog } = await openForWriting('spend', window, 'new');
    const key = keyOf('spend', window);
    const file = files.get(key);
    files.delete(key);
    await refreshViews();
    await runAll(connection, sql(catalog));
    if (file !== undefined) files.set(key, file);
    await refreshViews();
  }

  const build: SegmentsBuild = {
    connection,
    async openPayments(month) {
      const { catalog, isNew } = await openForWriting('payments', month, 'copy');
      if (isNew) {
        await connection.run(`CREATE TABLE ${catalog}.payments (${PAYMENTS_COLUMNS})`);
        await refreshViews();
      }
      return `${catalog}.payments`;
    },
    computeMonth: (profile, month) => compute(month, (catalog) => spendOfMonthSql(profile, catalog, month)),
    async computeSeasons(profile, months) {
      for (const season of seasonsOf(months)) await compute(windowCode(season), (catalog) => spendOfSeasonSql(profile, catalog, season));
    },
    computeWindow: (profile, window, sums) => compute(window, (catalog) => spendFileSql(profile, catalog, window, sums)),
    async computeSpend(profile, months) {
      for (const month of months) await build.computeMonth(profile, month);
      await build.computeSeasons(profile, months);
    },
  };
  const built = () => [...files.values()].filter((file) => file.isBuilt);
  return {
    build,
    /** Customers are joined by position: row n is customer n. */
    async settle(): Promise<void> {
      const [row] = await rowsOf(connection, `SELECT count(*) FILTER (WHERE rowid <> number) FROM ${LISTS}.customers`);
      if (Number(row?.[0]) > 0) {
        await connection.run(`CREATE OR REPLACE TABLE ${LISTS}.customers AS FROM ${LISTS}.customers ORDER BY number`);
      }
      for (const { catalog } of built()) await connection.run(`CHECKPOINT ${catalog}`);
    },
    close: () => engine.close(),
    async publish(): Promise<void> {
      const withoutCatalog = ({ kind, window, name }: PublishedFile): PublishedFile => ({ kind, window, name });
      const next = { format: 'florin-segments/2' as const, generation, files: [...files.values()].map(withoutCatalog) };
      await publishFiles(directory, next, built());
    },
  };
}
