import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';
import { SENDER_LOCK, withFreeLock, withLock } from './locks.ts';

const SCHEMA = 'jobs';
const QUEUE = 'webhook-delivery';
const DAY_SECONDS = 86_400;

/** One webhook: its id is the job's, the same at every attempt, so that the receiver can tell a repetition. */
export const DeliveryJob = z.strictObject({ webhookId: z.uuid(), campaignId: z.uuid(), deliveryIds: z.array(z.uuid()).min(1) });
export type DeliveryJob = z.infer<typeof DeliveryJob>;

/** What sending one job came to: `postponed` jobs stay in the outbox and are tried again. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly delivered: number; readonly dropped: number }
  | { readonly kind: 'postponed'; readonly reason: string };

export interface DrainResult {
  readonly delivered: number;
  readonly dropped: number;
  /** Reasons of the jobs that stay in the outbox. */
  readonly postponed: readonly string[];
}

/** The outbox of webhook deliveries: filled inside the application's transactions, emptied by whoever holds the sender's lock. */
export interface Outbox {
  /** Adds a job in the given transaction: it exists exactly when the transaction commits. */
  enqueue(transaction: BankTransaction, job: DeliveryJob): Promise<void>;
  /**
   * Sends each job once. `due` leaves out jobs whose next attempt lies ahead, and does nothing where another process is sending; `all` takes every job
   * and waits for its turn. Jobs that a process left half done when it ended are taken up again.
   */
  drain(send: (job: DeliveryJob) => Promise<SendOutcome>, which: 'due' | 'all'): Promise<DrainResult>;
  close(): Promise<void>;
}

const NOTHING: DrainResult = { delivered: 0, dropped: 0, postponed: [] };

export async function openOutbox(database: BankDatabase): Promise<Outbox> {
  const boss = new PgBoss({ db: fromKysely(database), schema: SCHEMA, supervise: false, schedule: false });
  // Failures of the queue reach the caller through the calls themselves.
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue(QUEUE, {
    // 5 s, 10 s, 20 s, … at most 10 minutes apart; a delivery is only given up by its campaign's end.
    retryLimit: 1_000_000,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 600,
    retentionSeconds: 200 * DAY_SECONDS,
    deleteAfterSeconds: 7 * DAY_SECONDS,
  });
  return {
    async enqueue(transaction, job) {
      await boss.send(QUEUE, job, { id: job.webhookId, db: fromKysely(transaction) });
    },
    async drain(send, which) {
      const work = () => drainAlone(boss, database, send, which);
      return which === 'all' ? withLock(database, SENDER_LOCK, work) : ((await withFreeLock(database, SENDER_LOCK, work)) ?? NOTHING);
    },
    close: () => boss.stop({ graceful: false }),
  };
}

/** Only one process drains at a time, so a job marked active belongs to one that has ended. */
async function drainAlone(
  boss: PgBoss,
  database: BankDatabase,
  send: (job: DeliveryJob) => Promise<SendOutcome>,
  which: 'due' | 'all',
): Promise<DrainResult> {
  await sql`update jobs.job set state = 'retry', start_after = now() where name = ${QUEUE} and state = 'active'`.execute(database);
  const failed: { readonly id: string; readonly reason: string }[] = [];
  let delivered = 0;
  let dropped = 0;
  for (;;) {
    const [job] = await boss.fetch<unknown>(QUEUE, { batchSize: 1, ignoreStartAfter: which === 'all' });
    if (job === undefined) break;
    const outcome = await send(DeliveryJob.parse(job.data)).catch(
      (error: unknown): SendOutcome => ({ kind: 'postponed', reason: error instanceof Error ? error.message : String(error) }),
    );
    if (outcome.kind === 'sent') {
      delivered += outcome.delivered;
      dropped += outcome.dropped;
      await boss.complete(QUEUE, job.id);
    } else {
      // Handed back after the loop, so that this drain does not meet it again.
      failed.push({ id: job.id, reason: outcome.reason });
    }
  }
  for (const { id, reason } of failed) await boss.fail(QUEUE, id, { reason });
  return { delivered, dropped, postponed: [...new Set(failed.map(({ reason }) => reason))] };
}
