import {
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBIntegerVector,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';

/** Rows of a data chunk. */
export const CHUNK_ROWS = 2048;

/** An open DuckDB file and one connection to it. */
export interface OpenFile {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  close(): void;
}

/** What an engine may use; spills to its directory beyond the memory limit. */
export const DEFAULT_MEMORY_LIMIT = '1GB';

/** Opens a file locked down: no other file, no network, no extension, and no way to change that. */
export async function openDuckDb(file: string, access: 'READ_ONLY' | 'READ_WRITE', temporaryDirectory: string): Promise<OpenFile> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: access,
    ...common(temporaryDirectory, DEFAULT_MEMORY_LIMIT),
    enable_external_access: 'false',
    lock_configuration: 'true',
  });
  return opened(instance);
}

export interface EngineOptions {
  /** The only folder whose files can be attached. */
  readonly directory: string;
  readonly temporaryDirectory: string;
  /** As DuckDB writes it: `512MB`. */
  readonly memoryLimit?: string;
  /** Absolute path of one more file that can be read. */
  readonly readableFile?: string;
}

/** Opens an engine without a file of its own, to which the files of one folder can be attached. Locked down otherwise, like {@link openDuckDb}. */
export async function openEngine(options: EngineOptions): Promise<OpenFile> {
  const { directory, temporaryDirectory, memoryLimit = DEFAULT_MEMORY_LIMIT, readableFile } = options;
  const engine = await opened(await DuckDBInstance.create(':memory:', common(temporaryDirectory, memoryLimit)));
  await engine.connection.run(`SET allowed_directories = [${quoted(directory)}]`);
  if (readableFile !== undefined) await engine.connection.run(`SET allowed_paths = [${quoted(readableFile)}]`);
  // What may be read can be said only while external access is on, so that the locks come last.
  await engine.connection.run('SET enable_external_access = false');
  await engine.connection.run('SET lock_configuration = true');
  return engine;
}

/** Text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function common(temporaryDirectory: string, memoryLimit: string): Record<string, string> {
  return {
    threads: '2',
    memory_limit: memoryLimit,
    temp_directory: temporaryDirectory,
    preserve_insertion_order: 'true',
    // Up to 2^18 groups are counted in an array: the packed columns of a window by region.
    perfect_ht_threshold: '18',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  };
}

async function opened(instance: DuckDBInstance): Promise<OpenFile> {
  const connection = await instance.connect();
  return {
    instance,
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Rows as arrays of plain values: numbers for every integer and sum, text, booleans, null. Integers must lie within ±2^53. */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  values?: Record<string, DuckDBValue>,
): Promise<readonly (readonly Plain[])[]> {
  const reader = await connection.runAndReadAll(sql, values);
  return reader.getRows().map((row) => row.map(plain));
}

export type Plain = number | string | boolean | null;

function plain(value: DuckDBValue): Plain {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return String(value);
}

/** Columns of equal length, appended in chunks: the fast way in. */
export interface ChunkAppender {
  /** Appends rows `from` (included) to `until` of the columns. */
  append(columns: readonly ArrayLike<DuckDBValue>[], from: number, until: number): void;
  close(): void;
}

export async function openAppender(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  catalog?: string,
): Promise<ChunkAppender> {
  const appender = await connection.createAppender(table, catalog === undefined ? null : 'main', catalog ?? null);
  return {
    append(columns, from, until) {
      for (let start = from; start < until; start += CHUNK_ROWS) {
        const count = Math.min(CHUNK_ROWS, until - start);
        const chunk = DuckDBDataChunk.create(types, count);
        columns.forEach((column, index) => {
          const vector = chunk.getColumnVector(index);
          if (column instanceof Int32Array && vector instanceof DuckDBIntegerVector) fillIntegers(vector, column, start, count);
          else for (let row = 0; row < count; row += 1) vector.setItem(row, column[start + row] ?? null);
          vector.flush();
        });
        appender.appendDataChunk(chunk);
      }
      appender.flushSync();
    },
    close() {
      appender.closeSync();
    },
  };
}

/** The same loop for the common case alone: the engine compiles it without the many shapes of the other. */
function fillIntegers(vector: DuckDBIntegerVector, column: Int32Array, start: number, count: number): void {
  for (let row = 0; row < count; row += 1) vector.setItem(row, column[start + row] ?? 0);
}
