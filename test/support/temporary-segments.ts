import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fixedClock } from '#bank/clock/clock.ts';
import type { ImportTarget } from '#bank/segments/import/import-payments.ts';
import type { OptIn, OptInSource, SegmentStore } from '#bank/segments/port.ts';
import { openSegmentStore } from '#bank/segments/segment-store.ts';
import { Profile, type ProfileInput } from '#shared/market/profile.ts';

/** For imports into a market of which nothing was published. */
export const NOTHING_PUBLISHED: ReadonlySet<string> = new Set();

/** The analytics side of a bank, real files and engine, with opt-ins from a list and a clock that stands still. */
export interface TemporarySegments {
  readonly bank: ImportTarget;
  readonly store: SegmentStore;
  readonly optIns: OptInSource;
  /** How often all opt-ins were read. */
  readings(): number;
  /** A folder for files of the test. */
  readonly folder: string;
  /** Who has opted in from now on, whatever the instant. */
  setOptIns(optIns: readonly OptIn[]): void;
  remove(): Promise<void>;
}

export async function openTemporarySegments(input: ProfileInput, now = '2026-03-02T08:00:00.000Z'): Promise<TemporarySegments> {
  const profile = Profile.parse(input);
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-segments-'));
  const segmentsDirectory = path.join(folder, 'segments');
  await mkdir(segmentsDirectory);
  let opted: readonly OptIn[] = [];
  let changes = 0;
  let readings = 0;
  const begin = async (asOf: string) => ({ asOf, seen: String(changes), deletions: '' });
  const optIns: OptInSource = {
    async *optInsAt() {
      readings += 1;
      if (opted.length > 0) yield opted;
    },
    changes: {
      begin,
      since: async (mark, asOf) =>
        mark.seen === String(changes) ? { kind: 'changed', mark: await begin(asOf), customers: [] } : { kind: 'everything' },
    },
  };
  const store = openSegmentStore({ directory: segmentsDirectory, profile, optIns });
  return {
    bank: { directory: folder, segmentsDirectory, profile, clock: fixedClock(now, profile.timeZone) },
    store,
    optIns,
    readings: () => readings,
    folder,
    setOptIns(optIns) {
      changes += 1;
      opted = [...optIns].sort((left, right) => (left.customerId < right.customerId ? -1 : 1));
    },
    async remove() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
