import type { LedgerEntry, LedgerStore } from '#bank/privacy/ledger/ports.ts';
import type { ReleaseStore, StoredRelease, StoredSlice } from '#bank/privacy/release/ports.ts';
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
  let kept: StoredRelease[] = [];
  const keptSlices: StoredSlice[] = [];
  return {
    find: async (id) => kept.find((release) => release.id === id),
    findByWindow: async (window) => kept.find((release) => release.window === window && release.corrects === undefined),
    list: async () => [...kept],
    async insert(release, slices) {
      if (kept.some((known) => known.window === release.window && known.corrects === release.corrects))
        throw new AppError('window_already_published', { window: release.window });
      kept.push(release);
      keptSlices.push(...slices);
    },
    async withdraw(window) {
      const withdrawn = kept.filter((release) => release.window === window && !release.withdrawn).map((release) => release.id);
      kept = kept.map((release) => (withdrawn.includes(release.id) ? { ...release, withdrawn: true } : release));
      return withdrawn;
    },
    findSlice: async (releaseId, merchantId) =>
      keptSlices.find((slice) => slice.releaseId === releaseId && slice.merchantId === merchantId),
    listSlices: async (merchantId) =>
      keptSlices.filter(
        (slice) => slice.merchantId === merchantId && kept.some((release) => release.id === slice.releaseId && !release.withdrawn),
      ),
  };
}
