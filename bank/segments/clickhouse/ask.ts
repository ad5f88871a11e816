import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { Cluster, Replica } from './cluster.ts';
import { textLiteral } from './literals.ts';
import type { Batch } from './manifest.ts';
import type { Table } from './schema.ts';

export type Plain = number | string | null | readonly Plain[];
export type Row = readonly Plain[];

/** How a statement names tables. */
export interface Sources {
  /** The rows of all shards: read by sub-queries on one replica of each, whose answers are merged. Only the first table of a statement. */
  readonly all: (table: Table) => string;
  /** Inside such a sub-query: the rows of the same shard. A customer's rows are all in one shard, so this is all that a question needs. */
  readonly here: (table: Table) => string;
}

const ATTEMPTS = 3;
const WITNESS_TIMEOUT_MS = 5_000;
/** What servers call the absence of another server: end of stream, time-outs, network, no replica left. */
const OUTAGE_CODES: ReadonlySet<number> = new Set([32, 159, 209, 210, 279]);

const PlainSchema: z.ZodType<Plain> = z.lazy(() => z.union([z.number(), z.string(), z.null(), z.array(PlainSchema)]));
const Answer = z.object({ data: z.array(z.array(PlainSchema)), rows: z.int() });

/** Asks one question; see {@link askAll}. */
export async function ask(
  cluster: Cluster,
  batches: readonly Batch[],
  statement: (sources: Sources) => string,
  turn = 0,
): Promise<readonly Row[]> {
  const [rows = []] = await askAll(cluster, batches, (sources) => [statement(sources)], turn);
  return rows;
}

/**
 * Asks questions, one after the other, of replicas that hold every row of the batches: one of each shard, each of which said so before the first question was sent. Batches
 * never lose or change rows, so what was complete then is complete in the answers; a replica that is behind is not read.
 * A replica that goes away during the question costs another attempt at all of them with those that remain.
 * @throws AppError `database_unavailable` when a shard has no complete replica: there is no partial answer
 */
export async function askAll(
  cluster: Cluster,
  batches: readonly Batch[],
  statements: (sources: Sources) => readonly string[],
  turn = 0,
): Promise<readonly (readonly Row[])[]> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const replicas = await completeReplicas(cluster, batches, turn + attempt);
    const [coordinator] = replicas;
    if (coordinator === undefined) throw new RangeError('a cluster has a shard');
    try {
      const answers: (readonly Row[])[] = [];
      for (const statement of statements(sourcesOf(cluster, replicas))) answers.push(await queryReplica(coordinator, statement));
      return answers;
    } catch (error) {
      if (!isOutage(error)) throw error;
      failure = error;
    }
  }
  throw new AppError('database_unavailable', { problem: 'servers of the segment cluster went away during a question' }, { cause: failure });
}

/** One replica of each shard that holds all rows of the batches. Where several do, the turn says which. */
async function completeReplicas(cluster: Cluster, batches: readonly Batch[], turn: number): Promise<readonly Replica[]> {
  return Promise.all(
    cluster.shards.map(async (replicas, shard) => {
      const states = await Promise.all(replicas.map((replica) => rowsHeld(cluster, replica)));
      const complete = replicas.filter((_, index) => {
        const held = states[index];
        return held !== undefined && batches.every((batch) => (held.get(batchKey(batch)) ?? 0) === batch.rowsByShard[shard]);
      });
      const chosen = complete[turn % complete.length];
      if (chosen !== undefined) return chosen;
      const reached = states.filter((state) => state !== undefined).length;
      throw new AppError('database_unavailable', {
        problem: `no server of shard ${shard + 1} of the segment cluster holds all rows (${reached} of ${replicas.length} answer)`,
      });
    }),
  );
}

export function batchKey({ table, batch }: Pick<Batch, 'table' | 'batch'>): string {
  return `${table} ${batch}`;
}

/** How many rows of each batch a replica holds at this moment; undefined where it does not answer. */
export async function rowsHeld(cluster: Cluster, replica: Replica): Promise<ReadonlyMap<string, number> | undefined> {
  const sql = `SELECT table, partition, sum(rows) FROM system.parts WHERE database = ${textLiteral(cluster.database)} AND active GROUP BY table, partition`;
  try {
    const rows = await queryReplica(replica, sql, WITNESS_TIMEOUT_MS);
    return new Map(rows.map(([table, partition, held]) => [`${String(table)} ${String(partition)}`, Number(held)]));
  } catch (error) {
    if (isOutage(error)) return undefined;
    throw error;
  }
}

/** The rows of a statement, whole. 64-bit integers come as text. */
export async function queryReplica(replica: Replica, query: string, timeoutMs?: number): Promise<readonly Row[]> {
  const result = await replica.client.query({
    query,
    format: 'JSONCompact',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1, max_query_size: '67108864', ...replica.settings },
    ...(timeoutMs === undefined ? {} : { abort_signal: AbortSignal.timeout(timeoutMs) }),
  });
  const { data, rows } = Answer.parse(JSON.parse(await result.text()));
  if (rows !== data.length) throw new RangeError('an answer with fewer rows than it says');
  return data;
}

/** Whether somebody was not there, as opposed to there and refusing. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? Number(error.code) : Number.NaN;
  const said = Number.isNaN(code) ? Number(/^Code: (\d+)/.exec(error.message)?.[1] ?? Number.NaN) : code;
  if (!Number.isNaN(said)) return OUTAGE_CODES.has(said);
  return /ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|socket hang up|timeout|aborted/i.test(
    `${'code' in error ? String(error.code) : ''} ${error.message}`,
  );
}

function sourcesOf({ database, account }: Cluster, replicas: readonly Replica[]): Sources {
  const addresses = replicas.map((replica) => replica.nativeAddress);
  const here = (table: Table) => `${database}.${table}`;
  if (addresses.some((address) => address === undefined)) return { all: here, here };
  const list = textLiteral(addresses.join(','));
  const as = account === undefined ? '' : `, ${textLiteral(account.user)}, ${textLiteral(account.password)}`;
  return { all: (table) => `remote(${list}, '${database}', '${table}'${as})`, here };
}
