import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { batchKey, isOutage, rowsHeld } from './ask.ts';
import type { Cluster, Replica } from './cluster.ts';
import type { Table } from './schema.ts';

const ATTEMPTS = 3;
const ARRIVAL_CHECK_MS = 40;
const ARRIVAL_TIMEOUT_MS = 300_000;
/** A batch's number is the millisecond of its making times this, and a number within the millisecond: none is ever given twice. */
const BATCHES_PER_MS = 1_000;

export interface Insertion {
  readonly table: Table;
  /** Makes the rows, each with this batch in its first field. Called anew for each attempt. */
  readonly rows: (batch: number) => AsyncIterable<string>;
  /** How long the rows may be on their way to a replica of their shard, in milliseconds. */
  readonly arrivalTimeoutMs?: number;
}

export interface Inserted {
  readonly batch: number;
  readonly rowsByShard: readonly number[];
}

let lastBatch = 0;

/** A number for a batch that no other batch has or had, as long as clocks do not go back by more than a restart takes. */
export function createBatch(): number {
  lastBatch = Math.max(lastBatch + 1, Date.now() * BATCHES_PER_MS);
  return lastBatch;
}

/** When a batch was made, in milliseconds since 1970. */
export function madeAtMs(batch: number): number {
  return Math.floor(batch / BATCHES_PER_MS);
}

/**
 * Brings a batch in and waits until every shard has a replica that holds its part whole. Exactly once: an attempt that fails is left behind under its own
 * number, which nobody will ever ask for, and the next one begins with a new number. What is on its way to a replica that is down arrives when it is back;
 * until then questions do not read that replica.
 * @throws AppError `database_unavailable` when a shard has no replica, or the rows do not arrive, or arrive twice
 */
export async function insertBatch(cluster: Cluster, insertion: Insertion): Promise<Inserted> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const coordinator = await reachable(cluster, attempt);
    const batch = createBatch();
    try {
      const sent = await send(cluster, coordinator, insertion, batch);
      return { batch, rowsByShard: await arrival(cluster, insertion, batch, sent) };
    } catch (error) {
      if (!isOutage(error)) throw error;
      failure = error;
    }
  }
  throw new AppError('database_unavailable', { problem: 'servers of the segment cluster went away during a load' }, { cause: failure });
}

/** A replica to hand rows to; refuses where a shard has none. */
async function reachable(cluster: Cluster, attempt: number): Promise<Replica> {
  const alive: Replica[] = [];
  for (const [shard, replicas] of cluster.shards.entries()) {
    const states = await Promise.all(replicas.map((replica) => rowsHeld(cluster, replica)));
    const here = replicas.filter((_, index) => states[index] !== undefined);
    if (here.length === 0)
      throw new AppError('database_unavailable', { problem: `no server of shard ${shard + 1} of the segment cluster answers` });
    alive.push(...here);
  }
  const chosen = alive[attempt % alive.length];
  if (chosen === undefined) throw new RangeError('a cluster has a shard');
  return chosen;
}

async function send(cluster: Cluster, coordinator: Replica, { table, rows }: Insertion, batch: number): Promise<number> {
  let sent = 0;
  async function* counted(): AsyncGenerator<string> {
    for await (const text of rows(batch)) {
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) sent += 1;
      yield text;
    }
  }
  await coordinator.client.insert({
    table: `${cluster.database}.${table}${cluster.name === undefined ? '' : '_all'}`,
    values: Readable.from(counted(), { objectMode: false }),
    format: 'TabSeparated',
  });
  return sent;
}

/** How many rows of the batch each shard holds, once they are as many as were sent. */
async function arrival(
  cluster: Cluster,
  { table, arrivalTimeoutMs = ARRIVAL_TIMEOUT_MS }: Insertion,
  batch: number,
  sent: number,
): Promise<readonly number[]> {
  const deadline = performance.now() + arrivalTimeoutMs;
  for (;;) {
    const rowsByShard = await Promise.all(
      cluster.shards.map(async (replicas) => {
        const held = await Promise.all(replicas.map((replica) => rowsHeld(cluster, replica)));
        return Math.max(...held.map((rows) => rows?.get(batchKey({ table, batch })) ?? 0));
      }),
    );
    const arrived = rowsByShard.reduce((sum, rows) => sum + rows, 0);
    if (arrived === sent) return rowsByShard;
    if (performance.now() > deadline)
      throw new AppError('database_unavailable', { problem: `${arrived} of ${sent} rows of ${table} arrived in the segment cluster` });
    await pause(ARRIVAL_CHECK_MS);
  }
}
