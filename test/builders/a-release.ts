import { formatFraction, fraction, parseFraction, sumFractions } from '#shared/fraction.ts';
import { windowKind } from '#shared/market/window.ts';
import type { Release } from '#shared/reach/release.ts';
import { dimensionSize } from '#shared/reach/table-sizes.ts';

type Table = Release['tables'][number];
type TableSpec = Pick<Table, 'id' | 'dimensions' | 'sigma2'>;

/** Shape of a market for tests: how many values each dimension has, and its tables by kind of window. */
export interface MarketShape {
  readonly categories: readonly string[];
  readonly bandEdges: readonly number[];
  readonly regions: readonly string[];
  readonly categoriesPerCustomer: number;
  readonly merchantsPerCustomer: number;
  readonly minimumCustomers: number;
  readonly month: readonly TableSpec[];
  readonly season: readonly TableSpec[];
  /** The tables of a merchant's slice of a season. */
  readonly slice: readonly TableSpec[];
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

export const PILOT_SHAPE: MarketShape = {
  categories: ['garden', ...names('category-', 11)],
  bandEdges: [0, 50, 100, 150, 250],
  regions: ['noord', 'oost', 'west', 'zuid'],
  categoriesPerCustomer: 6,
  merchantsPerCustomer: 10,
  minimumCustomers: 100,
  month: [{ id: 'month-category-band', dimensions: ['category', 'band'], sigma2: '432' }],
  season: [
    { id: 'season-category-band', dimensions: ['category', 'band'], sigma2: '72' },
    { id: 'season-category-band-region', dimensions: ['category', 'band', 'region'], sigma2: '216' },
    { id: 'season-category-pairs', dimensions: ['pair', 'first_level', 'second_level'], sigma2: '400' },
    { id: 'season-population', dimensions: ['region', 'channels'], sigma2: '100' },
  ],
  slice: [{ id: 'season-relationship-band', dimensions: ['relationship', 'band'], sigma2: '800' }],
};

export const SCALE_SHAPE: MarketShape = {
  categories: ['garden', ...names('category-', 19)],
  bandEdges: [0, 25, 50, 75, 100, 150, 250, 500],
  regions: names('province-', 12),
  categoriesPerCustomer: 8,
  merchantsPerCustomer: 10,
  minimumCustomers: 1_000,
  month: [
    { id: 'month-category-band', dimensions: ['category', 'band'], sigma2: '540' },
    { id: 'month-category-band-region', dimensions: ['category', 'band', 'region'], sigma2: '400' },
    { id: 'month-population', dimensions: ['region', 'channels'], sigma2: '400' },
  ],
  season: [
    { id: 'season-category-band', dimensions: ['category', 'band'], sigma2: '400' },
    { id: 'season-category-band-region', dimensions: ['category', 'band', 'region'], sigma2: '400' },
  ],
  slice: [{ id: 'season-relationship-band', dimensions: ['relationship', 'band'], sigma2: '400' }],
};

/** The pilot with every σ² four times as large. */
export const STRICT_SHAPE: MarketShape = {
  ...PILOT_SHAPE,
  month: PILOT_SHAPE.month.map(fourTimes),
  season: PILOT_SHAPE.season.map(fourTimes),
  slice: PILOT_SHAPE.slice.map(fourTimes),
};

function fourTimes(table: TableSpec): TableSpec {
  return { ...table, sigma2: `${4 * Number(table.sigma2)}` };
}

/** The merchant whose slices {@link aSlice} builds. */
export const MERCHANT = { id: '01890a5d-ac96-774b-bcce-b302099a8057', categoryId: 'garden' } as const;

/** Gives the count of one cell from its position in the table, by dimension; 0 where a dimension is absent. */
export type CellCount = (cell: Readonly<Record<Table['dimensions'][number], number>>, table: TableSpec) => number;

/** A release of the shape for a window, decoded, with counts as `count` says. */
export function aRelease(window: string, count: CellCount, shape: MarketShape = PILOT_SHAPE): Release {
  return build(window, `test-${window}`, shape[windowKind(window)], count, shape);
}

/** A merchant's slice of a season: garden customers by relationship (0 lapsed, 1 loyal) and band. */
export function aSlice(window: string, count: CellCount, shape: MarketShape = PILOT_SHAPE): Release {
  return { ...build(window, `test-slice-${window}`, shape.slice, count, shape), merchant: { ...MERCHANT } };
}

function build(window: string, id: string, specs: readonly TableSpec[], count: CellCount, shape: MarketShape): Release {
  const lists = { categories: shape.categories.length, bands: shape.bandEdges.length, regions: shape.regions.length, channels: 4 };
  const tables = specs.map((spec): Table => {
    const sizes = spec.dimensions.map((dimension) => dimensionSize(lists, dimension));
    const counts = new Int32Array(sizes.reduce((product, size) => product * size, 1));
    counts.forEach((_, index) => {
      const cell = { category: 0, band: 0, region: 0, channels: 0, pair: 0, first_level: 0, second_level: 0, relationship: 0 };
      let rest = index;
      [...spec.dimensions].reverse().forEach((dimension) => {
        const size = dimensionSize(lists, dimension);
        cell[dimension] = rest % size;
        rest = Math.floor(rest / size);
      });
      counts[index] = count(cell, spec);
    });
    const sensitivity2 = BigInt(squaredSensitivity(spec, shape));
    const sigma2 = parseFraction(spec.sigma2);
    return { ...spec, sizes, counts, rho: formatFraction(fraction(sensitivity2 * sigma2.denominator, 2n * sigma2.numerator)) };
  });
  return {
    format: 'florin-release/1',
    id,
    profile: 'test',
    market: 'NL',
    currency: 'EUR',
    window,
    publishedAt: '2026-03-02T08:00:00.000Z',
    dataUntil: '2026-02-28',
    keyId: '0123456789abcdef',
    categories: shape.categories.map((id) => ({
      id,
      bandEdges: [...shape.bandEdges],
      pairCutBand: Math.max(0, shape.bandEdges.indexOf(100)),
    })),
    regions: [...shape.regions],
    channels: ['app_feed', 'push', 'email', 'letter'],
    categoriesPerCustomer: shape.categoriesPerCustomer,
    merchantsPerCustomer: shape.merchantsPerCustomer,
    privacyCap: '1/2',
    rho: formatFraction(sumFractions(tables.map((table) => parseFraction(table.rho)))),
    planning: { frequencyCapShare: 0.87, segmentDriftShare: 0.05, minimumCustomers: shape.minimumCustomers },
    tables,
    sha256: 'a'.repeat(64),
  };
}

/** The most that one customer changes the cells of a table in one window, squared and summed. */
function squaredSensitivity(spec: TableSpec, shape: MarketShape): number {
  if (spec.dimensions.includes('category')) return shape.categoriesPerCustomer;
  if (spec.dimensions.includes('pair')) return (shape.categoriesPerCustomer * (shape.categoriesPerCustomer - 1)) / 2;
  return spec.dimensions.includes('relationship') ? shape.merchantsPerCustomer : 1;
}
