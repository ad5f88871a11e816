import { formatFraction, parseFraction } from '#shared/fraction.ts';
import type { Profile, ReleaseTable, TableDimension } from '#shared/market/profile.ts';
import { windowDates, windowKind } from '#shared/market/window.ts';
import { encodeCounts } from '#shared/reach/decode-table.ts';
import type { ReleasePayload, ReleaseTablePayload } from '#shared/reach/release.ts';
import { releaseRho, tableRho } from '../accountant/charges.ts';
import { discreteGaussian } from '../noise/discrete-gaussian.ts';
import type { RandomBits } from '../noise/random-bits.ts';
import type { TableCells } from './ports.ts';

export interface ReleaseFacts {
  readonly id: string;
  readonly window: string;
  readonly publishedAt: string;
  readonly keyId: string;
}

/** The tables that a window's release holds, in the profile's order. */
export function tablesOfWindow(profile: Pick<Profile, 'tables'>, window: string): readonly ReleaseTable[] {
  return profile.tables.filter((table) => table.window === windowKind(window));
}

/** Number of values of each dimension of a table. */
export function tableSizes(profile: Profile, table: Pick<ReleaseTable, 'dimensions'>): readonly number[] {
  const sizeOf: Readonly<Record<TableDimension, number>> = {
    category: profile.categories.length,
    band: profile.bandEdges.length,
    // A market without regions has one nameless region.
    region: Math.max(1, profile.regions.length),
    channels: 2 ** profile.channels.length,
  };
  return table.dimensions.map((dimension) => sizeOf[dimension]);
}

/**
 * The payload of a release: independent discrete Gaussian noise on every cell, zeros included, drawn once. The exact counts end here.
 * @throws RangeError when the cells are not those of the window's tables, or a noisy count does not fit 32 bits
 */
export function buildRelease(profile: Profile, facts: ReleaseFacts, cells: readonly TableCells[], random: RandomBits): ReleasePayload {
  const tables = tablesOfWindow(profile, facts.window).map((table): ReleaseTablePayload => {
    const sizes = tableSizes(profile, table);
    const exact = cells.find((candidate) => candidate.tableId === table.id)?.counts;
    if (exact?.length !== sizes.reduce((product, size) => product * size, 1)) throw new RangeError(`cells of ${table.id} are incomplete`);
    return {
      id: table.id,
      dimensions: table.dimensions,
      sizes: [...sizes],
      sigma2: formatFraction(parseFraction(table.sigma2)),
      rho: formatFraction(tableRho(profile, table)),
      counts: encodeCounts(withNoise(exact, table.sigma2, random)),
    };
  });
  return {
    format: 'florin-release/1',
    id: facts.id,
    profile: profile.name,
    market: profile.market,
    currency: profile.currency,
    window: facts.window,
    publishedAt: facts.publishedAt,
    dataUntil: dayBefore(windowDates(facts.window).until),
    keyId: facts.keyId,
    categories: profile.categories.map((category) => ({ id: category.id, bandEdges: category.bandEdges ?? profile.bandEdges })),
    regions: profile.regions.map((region) => region.id),
    channels: profile.channels,
    categoriesPerCustomer: profile.categoriesPerCustomer,
    privacyCap: formatFraction(parseFraction(profile.privacyCap)),
    rho: formatFraction(releaseRho(profile, windowKind(facts.window))),
    planning: {
      frequencyCapShare: profile.planning.frequencyCapShare,
      segmentDriftShare: profile.planning.segmentDriftShare,
      minimumCustomers: profile.limits.minimumCustomers,
    },
    tables,
  };
}

/** Adds noise in exact integers: only the finished sum leaves BigInt. */
function withNoise(exact: Int32Array, sigma2: string, random: RandomBits): Int32Array {
  const gaussian = discreteGaussian(random, parseFraction(sigma2));
  return exact.map((count) => {
    const noisy = BigInt(count) + gaussian.sample();
    if (BigInt.asIntN(32, noisy) !== noisy) throw new RangeError('a noisy count does not fit 32 bits');
    return Number(noisy);
  });
}

/** The day before the first of a month, `2025-06-01` → `2025-05-31`. */
function dayBefore(firstOfMonth: string): string {
  const [year = 0, month = 1] = firstOfMonth.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10);
}
