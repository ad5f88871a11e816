import type { Channel } from '../units.ts';
import { cellVariance } from './category-sums.ts';
import { populationTable } from './find-release.ts';
import type { Release } from './release.ts';

/** A share between 0 and 1 with the variance of its error. */
export interface ChannelRate {
  readonly share: number;
  readonly variance: number;
  /** Customers in the regions, reachable or not, and the variance of that count; absent where no population table was at hand. */
  readonly population?: { readonly customers: number; readonly variance: number };
}

/** Nothing known: any share between 0 and 1 is as likely (mean 1/2, variance 1/12). */
const UNKNOWN_RATE: ChannelRate = { share: 1 / 2, variance: 1 / 12 };

/**
 * The share of the customers of some regions (all, where undefined) who can be reached through at least one of the chosen channels, from the
 * population table of a release: A/B with A the cells whose channel set meets the chosen ones and B all cells. Its variance is the first-order one,
 * σ²(a(1 − 2p) + bp²)/B² for a of b cells in A. Where B is lost in its noise the share is unknown, and says so by its variance.
 */
export function channelRate(
  release: Release | undefined,
  regions: readonly string[] | undefined,
  channels: readonly Channel[],
): ChannelRate {
  const table = release === undefined ? undefined : populationTable(release);
  if (release === undefined || table === undefined) return UNKNOWN_RATE;
  const sigma2 = cellVariance(table);
  const wanted = release.channels.reduce((bits, channel, index) => (channels.includes(channel) ? bits | (1 << index) : bits), 0);
  const channelsLast = table.dimensions.at(-1) === 'channels';
  const setCount = 2 ** release.channels.length;
  const regionCount = table.counts.length / setCount;
  const byRegion = table.dimensions.includes('region');
  let [reachable, reachableCells, all, allCells] = [0, 0, 0, 0];
  table.counts.forEach((count, cell) => {
    const [region, set] = channelsLast
      ? [Math.floor(cell / setCount), cell % setCount]
      : [cell % regionCount, Math.floor(cell / regionCount)];
    if (byRegion && regions !== undefined && !regions.includes(release.regions[region] ?? '')) return;
    all += count;
    allCells += 1;
    if ((set & wanted) === 0) return;
    reachable += count;
    reachableCells += 1;
  });
  if (all <= 3 * Math.sqrt(allCells * sigma2)) return UNKNOWN_RATE;
  const share = Math.min(1, Math.max(0, reachable / all));
  const variance = (sigma2 * (reachableCells * (1 - 2 * share) + allCells * share ** 2)) / all ** 2;
  return { share, variance: Math.max(0, variance), population: { customers: all, variance: allCells * sigma2 } };
}
