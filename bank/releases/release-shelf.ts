import { openRelease, type ReleaseChecks } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import type { Release } from '#shared/reach/release.ts';
import type { StoredRelease } from '../privacy/release/ports.ts';
import type { ReleaseShelf } from '../services.ts';
import type { BankDatabase } from '../storage/database.ts';
import { releaseStore } from '../storage/repositories/releases.ts';
import { releaseExpiry } from './list-releases.ts';

/**
 * Opens each stored release once, checking its signature and that its bytes are those that were published. A row that fails is an error and
 * not a gap: nothing may be decided on less than what the bank published.
 */
export function releaseShelf(database: BankDatabase, checks: () => Promise<ReleaseChecks>): ReleaseShelf {
  const opened = new Map<string, Release>();
  const open = async (stored: Pick<StoredRelease, 'sha256' | 'file'>): Promise<Release> => {
    const known = opened.get(stored.sha256);
    if (known !== undefined) return known;
    const release = toRelease(openRelease(stored.file, await checks()));
    opened.set(release.sha256, release);
    return release;
  };
  return {
    async usable(now, merchantId) {
      const store = releaseStore(database);
      const all = await store.list();
      const usable = all.filter((release) => isUsable(release, all, now));
      const slices = merchantId === undefined ? [] : await store.listSlices(merchantId);
      const own = slices.filter((slice) => usable.some((release) => release.id === slice.releaseId));
      return Promise.all([...usable, ...own].map(open));
    },
  };
}

function isUsable(release: StoredRelease, all: readonly StoredRelease[], now: string): boolean {
  const expiresAt = releaseExpiry(release, all);
  return !release.withdrawn && (expiresAt === undefined || expiresAt > now);
}
