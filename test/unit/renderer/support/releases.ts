import type { ReleaseShelf, VerifiedRelease } from '#shared/contracts/ipc/contract.ts';
import { monthsOfWindow, windowDates, windowKind } from '#shared/market/window.ts';
import { encodeCounts } from '#shared/reach/decode-table.ts';
import { CHANNELS } from '#shared/units.ts';
import { MARKET } from './market.ts';

/** Repeatable noise for screens under test; nothing of it is private or published. */
function createNoise(seed: number): (sd: number) => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 4_294_967_297;
  };
  return (sd) => Math.round(sd * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

const GARDEN_SEASON = [0.6, 0.74, 1.2, 1.6, 1.5, 1.2, 0.92, 0.84, 0.8, 0.86, 0.62, 0.5];
const BAND_SHARES = [0.34, 0.27, 0.19, 0.13, 0.07];
const REGION_SHARES = [0.1, 0.21, 0.48, 0.21];
/** Share of customers per set of channels, from the sixteen sets; the rest reach nobody. */
const CHANNEL_SET_SHARES = new Map([
  [1, 0.22],
  [3, 0.3],
  [5, 0.08],
  [7, 0.22],
  [15, 0.06],
  [8, 0.05],
]);

function customersOf(category: number, month: number): number {
  const yearly = 0.1 + category * 0.02;
  return yearly * (category === 0 ? (GARDEN_SEASON[month] ?? 1) : 1);
}

/** A release of one window for a market of so many customers, with the pilot's tables. */
export function aRelease(window: string, customers = 10_000): VerifiedRelease {
  const noise = createNoise([...window].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const isSeason = windowKind(window) === 'season';
  const months = monthsOfWindow(window).map((month) => Number(month.slice(5)) - 1);
  const share = (category: number) =>
    Math.min(0.9, months.reduce((sum, month) => sum + customersOf(category, month), 0) * (isSeason ? 0.62 : 1));
  const counts = (sizes: readonly number[], sd: number, mean: (cell: readonly number[]) => number): Int32Array => {
    const total = sizes.reduce((product, size) => product * size, 1);
    return Int32Array.from({ length: total }, (_, flat) => {
      let rest = flat;
      const cell = [...sizes].reverse().map((size) => {
        const at = rest % size;
        rest = Math.floor(rest / size);
        return at;
      });
      return Math.round(mean(cell.reverse())) + noise(sd);
    });
  };
  const categoryBand = (cell: readonly number[]) => customers * share(cell[0] ?? 0) * (BAND_SHARES[cell[1] ?? 0] ?? 0);
  const table = (
    id: string,
    dimensions: VerifiedRelease['tables'][number]['dimensions'],
    sizes: readonly number[],
    sigma2: number,
    rho: string,
    mean: (cell: readonly number[]) => number,
  ) => ({
    id,
    dimensions,
    sizes: [...sizes],
    sigma2: String(sigma2),
    rho,
    counts: encodeCounts(counts(sizes, Math.sqrt(sigma2), mean)),
  });
  const tables = isSeason
    ? [
        table('season-category-band', ['category', 'band'], [12, 5], 72, '1/24', categoryBand),
        table(
          'season-category-band-region',
          ['category', 'band', 'region'],
          [12, 5, 4],
          216,
          '1/72',
          (cell) => categoryBand(cell) * (REGION_SHARES[cell[2] ?? 0] ?? 0),
        ),
        table(
          'season-population',
          ['region', 'channels'],
          [4, 16],
          100,
          '1/200',
          (cell) => customers * (REGION_SHARES[cell[0] ?? 0] ?? 0) * (CHANNEL_SET_SHARES.get(cell[1] ?? 0) ?? 0.005),
        ),
      ]
    : [table('month-category-band', ['category', 'band'], [12, 5], 432, '1/144', categoryBand)];
  return {
    format: 'florin-release/1',
    id: `pilot-${window}`,
    profile: 'pilot',
    market: 'NL',
    currency: 'EUR',
    window,
    publishedAt: `${windowDates(window).until}T06:00:00.000Z`,
    dataUntil: `${monthsOfWindow(window).at(-1)}-28`,
    keyId: '0123456789abcdef',
    categories: MARKET.categories.map(({ id, bandEdges }) => ({ id, bandEdges, pairCutBand: 2 })),
    regions: MARKET.regions.map(({ id }) => id),
    channels: [...CHANNELS],
    categoriesPerCustomer: 6,
    merchantsPerCustomer: 10,
    privacyCap: '1/2',
    rho: isSeason ? '11/180' : '1/144',
    planning: { frequencyCapShare: 0.87, segmentDriftShare: 0.05, minimumCustomers: 100 },
    tables,
    sha256: 'ab'.repeat(32),
  };
}

const MONTHS = [
  '2025-03',
  '2025-04',
  '2025-05',
  '2025-06',
  '2025-07',
  '2025-08',
  '2025-09',
  '2025-10',
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
];
const SEASONS = ['2025-spring', '2025-summer', '2025-autumn', '2025-winter'];

/** The shelf of a merchant on 2 March 2026: twelve months and four seasons. */
export function aShelf(customers = 10_000): ReleaseShelf {
  return {
    releases: [...MONTHS, ...SEASONS].map((window) => aRelease(window, customers)),
    refused: [],
    fetchedAt: '2026-03-02T07:00:00.000Z',
    fetching: null,
  };
}
