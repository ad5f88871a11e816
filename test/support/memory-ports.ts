import type { LedgerEntry, LedgerStore } from '#bank/privacy/ledger/ports.ts';
import type { ReleaseStore, StoredRelease } from '#bank/privacy/release/ports.ts';
import { AppError } from '#shared/errors.ts';

/** A ledger in memory with the guarantees of the port: one decision at a time. */
export function memoryLedger(initial: readonly LedgerEntry[] = []): LedgerStore {
  const kept = [...initial];
  let queue: Promise<unknown> = Promise.resolve();
  return {
    entries: async () => [...kept],
    appendExclusively(decide) {
      const turn = queue.then(() => {
        const entry = decide([...kept]);
        if (entry !== undefined) kept.push(entry);
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

export function memoryReleases(): ReleaseStore {
  const kept: StoredRelease[] = [];
  return {
    find: async (id) => kept.find((release) => release.id === id),
    findByWindow: async (window) => kept.find((release) => release.window === window),
    list: async () => [...kept],
    async insert(release) {
      if (kept.some((known) => known.window === release.window)) throw new AppError('window_already_published', { window: release.window });
      kept.push(release);
    },
  };
}
