import path from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { runAll, viewsSql } from './catalog.ts';
import { type OpenFile, openEngine, quoted } from './connection.ts';
import { type PublishedFiles, publishedVersion, readPublished, temporaryDirectory } from './files.ts';

/** A published version of the analytics files, attached for reading. */
export interface Snapshot {
  readonly version: string;
  readonly generation: number;
  /** The catalog of the customers. */
  readonly lists: string;
  /** The catalog with the spend of a window, by its number; undefined where nothing counts in the window. */
  spendCatalog(window: number): string | undefined;
}

export interface Reading extends Snapshot {
  /** A connection that nobody else has meanwhile; what is temporary on it may be replaced and not relied on. `customers`, `payments`, `spend` and so on read as one table each. */
  readonly connection: DuckDBConnection;
  readonly instance: DuckDBInstance;
}

/** Runs work on the published version; undefined where nothing was published yet. */
export interface SnapshotReader {
  read<Result>(work: (reading: Reading) => Promise<Result>): Promise<Result | undefined>;
  close(): void;
}

interface Held extends Snapshot {
  readonly files: readonly string[];
  /** Connections whose tables have the names of this version, not in use. */
  readonly idle: DuckDBConnection[];
  readers: number;
}

/** How often to look again when a version is replaced between reading its list and opening its files. */
const ATTEMPTS = 5;

/**
 * Keeps one engine open, with the published files attached, and attaches those that are new when a newer version was published; work that has begun ends on
 * the version it began with. Files that both versions hold stay attached.
 */
export function openSnapshotReader(directory: string, memoryLimit?: string): SnapshotReader {
  let engine: Promise<OpenFile> | undefined;
  let current: Held | undefined;
  let opening: Promise<Held | undefined> | undefined;
  const held = new Set<Held>();
  const attached = new Set<string>();

  const engineOf = () => {
    const settings = {
      directory,
      temporaryDirectory: temporaryDirectory(directory),
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
    };
    engine ??= openEngine(settings);
    return engine;
  };

  async function newest(): Promise<Held | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const version = await publishedVersion(directory);
      if (version === undefined) {
        await readPublished(directory);
        return undefined;
      }
      if (current?.version === version) return current;
      const published = await readPublished(directory);
      if (published === undefined) continue;
      try {
        const next = await open(version, published);
        const before = current;
        current = next;
        if (before !== undefined) await retire(before);
        return next;
      } catch (error) {
        if (attempt === ATTEMPTS || (await publishedVersion(directory)) === version) throw error;
      }
    }
  }

  async function open(version: string, { files, generation }: PublishedFiles): Promise<Held> {
    const { connection } = await engineOf();
    for (const { name } of files) {
      if (attached.has(name)) continue;
      await connection.run(`ATTACH ${quoted(path.join(directory, name))} AS ${catalogOf(name)} (READ_ONLY)`);
      attached.add(name);
    }
    const here = files.map(({ kind, window, name }) => ({ kind, window, catalog: catalogOf(name) }));
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schemaOf(generation)}`);
    await runAll(connection, viewsSql(schemaOf(generation), here));
    const spends = new Map(here.filter((file) => file.kind === 'spend').map((file) => [file.window, file.catalog]));
    const next = {
      version,
      generation,
      lists: here.find((file) => file.kind === 'lists')?.catalog ?? '',
      spendCatalog: (window: number) => spends.get(window),
      files: files.map((file) => file.name),
      idle: [],
      readers: 0,
    };
    held.add(next);
    return next;
  }

  /** Lets go of a superseded version once nobody reads it: its views, and the files that no other version needs. */
  async function retire(snapshot: Held): Promise<void> {
    if (snapshot === current || snapshot.readers > 0 || !held.delete(snapshot)) return;
    for (const idle of snapshot.idle.splice(0)) idle.closeSync();
    const { connection } = await engineOf();
    await connection.run(`DROP SCHEMA IF EXISTS ${schemaOf(snapshot.generation)} CASCADE`);
    const needed = new Set([...held].flatMap((each) => each.files));
    for (const name of snapshot.files.filter((each) => !needed.has(each))) {
      await connection.run(`DETACH ${catalogOf(name)}`);
      attached.delete(name);
    }
  }

  return {
    async read(work) {
      opening ??= newest().finally(() => {
        opening = undefined;
      });
      const snapshot = await opening;
      if (snapshot === undefined) return undefined;
      snapshot.readers += 1;
      try {
        const { instance } = await engineOf();
        const connection = snapshot.idle.pop() ?? (await connect(instance, snapshot));
        try {
          const result = await work({ ...snapshot, connection, instance });
          snapshot.idle.push(connection);
          return result;
        } catch (error) {
          connection.closeSync();
          throw error;
        }
      } finally {
        snapshot.readers -= 1;
        await retire(snapshot);
      }
    },
    close() {
      const closing = engine;
      engine = undefined;
      for (const idle of [...held].flatMap((snapshot) => snapshot.idle.splice(0))) idle.closeSync();
      current = undefined;
      held.clear();
      attached.clear();
      closing?.then((file) => file.close()).catch(() => undefined);
    },
  };
}

async function connect(instance: DuckDBInstance, { generation }: Snapshot): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run(`SET search_path = 'memory.${schemaOf(generation)},memory.main'`);
  return connection;
}

/** `payments-202503-7.duckdb` → `payments_202503_7`. */
function catalogOf(name: string): string {
  return name.replace(/\.duckdb$/, '').replaceAll('-', '_');
}

function schemaOf(generation: number): string {
  return `version_${generation}`;
}
