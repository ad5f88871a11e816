import { formatFraction, parseFraction, sumFractions } from '#shared/fraction.ts';
import { pairCutBand, type Profile, type ReleaseTable } from '#shared/market/profile.ts';
import { lastDateOfWindow, windowKind } from '#shared/market/window.ts';
import { encodeCounts } from '#shared/reach/decode-table.ts';
import type { ReleasePayload, ReleaseTablePayload } from '#shared/reach/release.ts';
import { dimensionSize } from '#shared/reach/table-sizes.ts';
import { tableRho } from '../accountant/charges.ts';
import { discreteGaussian } from '../noise/discrete-gaussian.ts';
import type { RandomBits } from '../noise/random-bits.ts';
import type { TableCells } from './ports.ts';

/** What a release is about, beside its tables. */
export interface ReleaseFacts {
  readonly id: string;
  readonly window: string;
  readonly publishedAt: string;
  readonly keyId: string;
  /** The release that this one corrects. */
  readonly corrects?: string;
  /** In a slice: the merchant whose it is. */
  readonly merchant?: { readonly id: string; readonly categoryId: string };
}

/** The tables that a window's public release holds, in the profile's order. A market of one category has no pairs. */
export function tablesOfWindow(profile: Pick<Profile, 'categories' | 'tables'>, window: string): readonly ReleaseTable[] {
  return profile.tables.filter(
    (table) =>
      table.window === windowKind(window) && !isSliceTable(table) && !(table.dimensions.includes('pair') && profile.categories.length < 2),
  );
}

/** The tables of a window that go to one merchant each. */
export function sliceTablesOfWindow(profile: Pick<Profile, 'tables'>, window: string): readonly ReleaseTable[] {
  return profile.tables.filter((table) => table.window === windowKind(window) && isSliceTable(table));
}

function isSliceTable(table: Pick<ReleaseTable, 'dimensions'>): boolean {
  return table.dimensions.includes('relationship');
}

/** Number of values of each dimension of a table. */
export function tableSizes(
  profile: Pick<Profile, 'bandEdges' | 'categories' | 'channels' | 'regions'>,
  table: Pick<ReleaseTable, 'dimensions'>,
): readonly number[] {
  const lists = {
    categories: profile.categories.length,
    bands: profile.bandEdges.length,
    regions: profile.regions.length,
    channels: profile.channels.length,
  };
  return table.dimensions.map((dimension) => dimensionSize(lists, dimension));
}

/**
 * The payload of a release: independent discrete Gaussian noise on every cell, zeros included, drawn once. The exact counts end here.
 * @param planned the tables to publish, each with its exact cells
 * @throws RangeError when the cells are not those of the tables, or a noisy count does not fit 32 bits
 */
export function buildRelease(
  profile: Profile,
  facts: ReleaseFacts,
  planned: readonly ReleaseTable[],
  cells: readonly TableCells[],
  random: RandomBits,
): ReleasePayload {
  const tables = planned.map((table): ReleaseTablePayload => {
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
    ...(facts.corrects === undefined ? {} : { corrects: facts.corrects }),
    ...(facts.merchant === undefined ? {} : { merchant: { ...facts.merchant } }),
    dataUntil: lastDateOfWindow(facts.window),
    keyId: facts.keyId,
    categories: profile.categories.map((category) => ({
      id: category.id,
      bandEdges: category.bandEdges ?? profile.bandEdges,
      pairCutBand: pairCutBand(profile, category),
    })),
    regions: profile.regions.map((region) => region.id),
    channels: profile.channels,
    categoriesPerCustomer: profile.categoriesPerCustomer,
    merchantsPerCustomer: profile.merchantsPerCustomer,
    privacyCap: formatFraction(parseFraction(profile.privacyCap)),
    rho: formatFraction(sumFractions(planned.map((table) => tableRho(profile, table)))),
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
