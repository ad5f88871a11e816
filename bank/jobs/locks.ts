import { sql } from 'kysely';
import type { BankDatabase } from '../storage/database.ts';

/** Advisory locks of the jobs, bank-wide: whatever process holds one, in this program or another, is the only one at that work. */
export const DAILY_WORK_LOCK = 4_210_010;
export const SENDER_LOCK = 4_210_011;
export const CLOCK_LOCK = 4_210_012;
/** Quotes are drawn one at a time. */
export const QUOTE_LOCK = 4_210_013;

/** The last holder of each lock in this process, so that waiting inside one process takes no connection from the pool. */
const lastInProcess = new WeakMap<BankDatabase, Map<number, Promise<unknown>>>();

/** Waits for the lock, works, gives it back; a process that dies gives it back too. */
export async function withLock<Result>(database: BankDatabase, lock: number, work: () => Promise<Result>): Promise<Result> {
  const queue = lastInProcess.get(database) ?? new Map<number, Promise<unknown>>();
  lastInProcess.set(database, queue);
  const turn = (queue.get(lock) ?? Promise.resolve()).then(() => lockAndWork(database, lock, work));
  queue.set(
    lock,
    turn.catch(() => undefined),
  );
  return turn;
}

async function lockAndWork<Result>(database: BankDatabase, lock: number, work: () => Promise<Result>): Promise<Result> {
  return database.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${sql.lit(lock)})`.execute(connection);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(lock)})`.execute(connection);
    }
  });
}

/** Like {@link withLock}, but answers undefined at once where somebody else holds the lock. */
export async function withFreeLock<Result>(database: BankDatabase, lock: number, work: () => Promise<Result>): Promise<Result | undefined> {
  return database.connection().execute(async (connection) => {
    const answer = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${sql.lit(lock)}) as taken`.execute(connection);
    if (answer.rows[0]?.taken !== true) return undefined;
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(lock)})`.execute(connection);
    }
  });
}
