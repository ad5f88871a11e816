import type { Profile } from '#shared/market/profile.ts';
import { publishNext, type SegmentsBuild } from './build.ts';
import { rowsOf } from './connection.ts';
import { openSnapshotReader } from './snapshot.ts';

/**
 * Windows that are still open may lag behind their payments while a simulated market lives through many days: summing up a month of a large bank after every
 * day would take most of the time, and nobody reads an open window. Which months lag is kept with the payments themselves, so that a run that was cut
 * off is made good by the next one: before the clock moves, and before anything is published.
 */
const KEY = 'lagging_months';

/** Notes that these months, and the seasons they lie in, have payments that their spend does not hold yet. */
export async function noteLagging(build: SegmentsBuild, months: readonly number[]): Promise<void> {
  const all = new Set([...(await laggingOf(build)), ...months]);
  await clear(build);
  if (all.size > 0) await build.connection.run('INSERT INTO meta VALUES ($1, $2)', [KEY, [...all].sort().join(',')]);
}

/** Computes the spend of these months, of those that lag, and of their seasons. */
export async function computeLagging(build: SegmentsBuild, profile: Profile, months: readonly number[]): Promise<void> {
  const all = new Set([...(await laggingOf(build)), ...months]);
  await clear(build);
  await build.computeSpend(profile, [...all].sort());
}

/**
 * Brings windows that lag up to date; cheap where none does.
 * @throws AppError `data_directory_busy`
 */
export async function bringWindowsUpToDate(bank: { readonly profile: Profile; readonly segmentsDirectory: string }): Promise<void> {
  const reader = openSnapshotReader(bank.segmentsDirectory);
  try {
    const lagging = (await reader.read(({ connection }) => readLagging(connection))) ?? [];
    if (lagging.length === 0) return;
  } finally {
    reader.close();
  }
  await publishNext(bank.segmentsDirectory, async (build) => {
    await computeLagging(build, bank.profile, []);
    return { publish: true, result: undefined };
  });
}

const laggingOf = (build: SegmentsBuild) => readLagging(build.connection);

async function readLagging(connection: SegmentsBuild['connection']): Promise<readonly number[]> {
  const rows = await rowsOf(connection, 'SELECT value FROM meta WHERE key = $key', { key: KEY });
  return rows.flatMap(([value]) => String(value).split(',').map(Number));
}

async function clear(build: SegmentsBuild): Promise<void> {
  await build.connection.run('DELETE FROM meta WHERE key = $key', { key: KEY });
}
