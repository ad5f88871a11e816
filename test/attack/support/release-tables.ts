import { type Fraction, fraction, multiplyFractions, sumFractions } from '#shared/fraction.ts';

/** What one customer changes in a table in a year, and the table's noise. */
export interface YearOfTable {
  readonly table: string;
  /** Cells that count the customer in a year, by one each: the squared sensitivity. */
  readonly cells: number;
  readonly sigma2: bigint;
}

/** The year's tables of the two parameter sets. A later step reads them from the profile. */
export const YEARS = {
  pilot: [
    { table: 'month: category × band', cells: 72, sigma2: 432n },
    { table: 'season: category × band', cells: 24, sigma2: 72n },
    { table: 'season: category × band × region', cells: 24, sigma2: 216n },
    { table: 'season: merchant × relationship × band', cells: 40, sigma2: 800n },
    { table: 'season: pairs of categories', cells: 60, sigma2: 400n },
    { table: 'season: region × channels', cells: 4, sigma2: 100n },
  ],
  scale: [
    { table: 'month: category × band', cells: 96, sigma2: 540n },
    { table: 'month: category × band × region', cells: 96, sigma2: 400n },
    { table: 'season: category × band', cells: 32, sigma2: 400n },
    { table: 'season: category × band × region', cells: 32, sigma2: 400n },
    { table: 'season: merchant × relationship × band', cells: 40, sigma2: 400n },
    { table: 'month: region × channels', cells: 12, sigma2: 400n },
  ],
} as const satisfies Readonly<Record<string, readonly YearOfTable[]>>;

/** ρ = D²/(2σ²), added up. */
export function lossOfYear(year: readonly YearOfTable[]): Fraction {
  return sumFractions(year.map(({ cells, sigma2 }) => fraction(BigInt(cells), 2n * sigma2)));
}

export function timesLoss(factor: bigint, rho: Fraction): Fraction {
  return multiplyFractions(fraction(factor), rho);
}
