import { createHash } from 'node:crypto';
import { isAppError } from '#shared/errors.ts';
import type { OptIn, OptInMark, OptInSource } from '../port.ts';
import type { Cluster } from './cluster.ts';
import { customerKey } from './customer-key.ts';
import { insertBatch } from './insert.ts';
import { dropBatch } from './load.ts';
import type { Batch } from './manifest.ts';

/** Loads forget unknown batches after a day: a list that is used longer than this is brought in again. */
const LIST_AGE_MS = 12 * 3_600_000;

/** The list of valid opt-ins in the cluster. */
export interface OptedLists {
  /**
   * Runs a question on the list of an instant, which stays until the question has ended. Where no server of a shard holds all that the question needs, the
   * list may be what is missing: it is brought in anew, and the question asked once more.
   */
  using<Result>(asOf: string, question: (opted: Batch) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

interface List {
  readonly batch: Batch;
  readonly loadedAtMs: number;
  users: number;
  superseded: boolean;
}

/**
 * The registry is asked before every question what changed, so that a withdrawal counts at once; it is read whole where something did, or where it cannot
 * say. Only where it then differs from the list in the cluster a new list is brought in, beside the old one.
 */
export function openOptedLists(cluster: Cluster, optIns: OptInSource, now: () => number = Date.now): OptedLists {
  let current: List | undefined;
  /** Up to where the registry is known to hold what the current list holds. */
  let mark: OptInMark | undefined;
  let renewing: Promise<unknown> = Promise.resolve();

  async function listAt(asOf: string, anew: boolean): Promise<List> {
    const usable = anew || current === undefined || now() - current.loadedAtMs >= LIST_AGE_MS ? undefined : current;
    if (usable !== undefined && (await isUnchanged(asOf))) return take(usable);
    // The mark is taken first: what changes while the registry is read is asked for again the next time.
    mark = undefined;
    const begun = await optIns.changes?.begin(asOf);
    if (usable !== undefined && usable.batch.fingerprint === (await fingerprintOf(optIns, asOf))) {
      mark = begun;
      return take(usable);
    }
    // Consents may change between the two readings: what counts is what was sent.
    let sent = '';
    const { batch, rowsByShard } = await insertBatch(cluster, {
      table: 'opted',
      rows: async function* (batch) {
        const hash = createHash('sha256');
        for await (const page of optIns.optInsAt(asOf)) {
          hash.update(textOf(page));
          yield page.map((each) => `${batch}\t${customerKey(each.customerId)}\t${each.channelSet}\n`).join('');
        }
        sent = hash.digest('hex');
      },
    });
    const list: List = {
      batch: { batch, table: 'opted', unit: 'all', fingerprint: sent, rowsByShard: [...rowsByShard] },
      loadedAtMs: now(),
      users: 0,
      superseded: false,
    };
    const before = current;
    current = list;
    mark = begun;
    if (before !== undefined) await retire(before);
    return take(list);
  }

  /** Whether nothing of the registry changed since the mark; false where it cannot say. */
  async function isUnchanged(asOf: string): Promise<boolean> {
    const update = mark === undefined ? undefined : await optIns.changes?.since(mark, asOf);
    if (update?.kind !== 'changed' || update.customers.length > 0) return false;
    mark = update.mark;
    return true;
  }

  function take(list: List): List {
    list.users += 1;
    return list;
  }

  async function retire(list: List): Promise<void> {
    list.superseded = true;
    if (list.users === 0) await dropBatch(cluster, 'opted', list.batch.batch);
  }

  async function useOnce<Result>(asOf: string, question: (opted: Batch) => Promise<Result>, anew = false): Promise<Result> {
    const turn = renewing.then(() => listAt(asOf, anew));
    renewing = turn.catch(() => undefined);
    const list = await turn;
    try {
      return await question(list.batch);
    } finally {
      list.users -= 1;
      if (list.superseded && list.users === 0) await dropBatch(cluster, 'opted', list.batch.batch);
    }
  }

  return {
    async using(asOf, question) {
      try {
        return await useOnce(asOf, question);
      } catch (error) {
        if (!isAppError(error, 'database_unavailable')) throw error;
        return useOnce(asOf, question, true);
      }
    },
    async close() {
      await renewing;
      if (current !== undefined) await retire(current);
      current = undefined;
    },
  };
}

async function fingerprintOf(optIns: OptInSource, asOf: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const page of optIns.optInsAt(asOf)) hash.update(textOf(page));
  return hash.digest('hex');
}

function textOf(page: readonly OptIn[]): string {
  return page.map((each) => `${each.channelSet} ${each.customerId}\n`).join('');
}
