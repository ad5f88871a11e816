import { AppError } from '#shared/errors.ts';
import {
  compareFractions,
  type Fraction,
  formatFraction,
  fraction,
  multiplyFractions,
  parseFraction,
  sumFractions,
} from '#shared/fraction.ts';
import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import type { WindowKind } from '#shared/market/window.ts';

type BudgetProfile = Pick<Profile, 'categoriesPerCustomer' | 'privacyCap' | 'reports' | 'tables'>;

const WINDOWS_PER_YEAR: Readonly<Record<WindowKind, bigint>> = { month: 12n, season: 4n };

/** A line of the year's plan: `count` artefacts of one kind, `rho` each. */
export interface PlannedCharge {
  readonly artefact: string;
  readonly count: bigint;
  readonly rho: Fraction;
  readonly yearly: Fraction;
}

/**
 * Squared L2 sensitivity D² of one table in one window, for neighbours that differ in one customer: with `category` a customer is counted in at most K
 * cells, by one each, so D² = K; without it every customer is in exactly one cell, so D² = 1. The cell source is responsible for those bounds.
 */
export function squaredSensitivity(profile: Pick<Profile, 'categoriesPerCustomer'>, table: Pick<ReleaseTable, 'dimensions'>): bigint {
  return table.dimensions.includes('category') ? BigInt(profile.categoriesPerCustomer) : 1n;
}

/** Charge of one table in one window: rho = D²/(2σ²), the zCDP of the discrete Gaussian (Canonne, Kamath, Steinke 2020, theorem 14). */
export function tableRho(profile: Pick<Profile, 'categoriesPerCustomer'>, table: Pick<ReleaseTable, 'dimensions' | 'sigma2'>): Fraction {
  return gaussianRho(squaredSensitivity(profile, table), parseFraction(table.sigma2));
}

/** Charge of the release of one window: the sum over its tables (composition of zCDP is addition). */
export function releaseRho(profile: BudgetProfile, kind: WindowKind): Fraction {
  return sumFractions(profile.tables.filter((table) => table.window === kind).map((table) => tableRho(profile, table)));
}

/** Charge of one campaign report: as one count of the profile's report σ². */
export function reportRho(profile: Pick<Profile, 'reports'>): Fraction {
  return gaussianRho(1n, parseFraction(profile.reports.sigma2));
}

/**
 * What campaign reports can take from one customer in a year: the bound on campaigns per customer times one report. Delivery holds the bound, so the
 * whole class is charged this much however many reports the bank publishes.
 */
export function reportsYearlyBound(profile: Pick<Profile, 'reports'>): Fraction {
  return multiplyFractions(fraction(BigInt(profile.reports.perCustomerYear)), reportRho(profile));
}

/**
 * How a report's charge is divided: 80 % for the histogram of customers (D² = 1), 10 % for clipped spend, 10 % for clipped reward. `countSigma2` is the
 * noise of every cell of the histogram; a figure clipped at c has noise c² times `clippedSigma2`.
 */
export function reportNoise(profile: Pick<Profile, 'reports'>): { readonly countSigma2: Fraction; readonly clippedSigma2: Fraction } {
  const sigma2 = parseFraction(profile.reports.sigma2);
  return { countSigma2: multiplyFractions(sigma2, fraction(10n, 8n)), clippedSigma2: multiplyFractions(sigma2, fraction(10n)) };
}

/** The whole year: every table of twelve months or four seasons, and the reports. */
export function yearlyPlan(profile: BudgetProfile): readonly PlannedCharge[] {
  const tables = profile.tables.map((table) => planned(table.id, WINDOWS_PER_YEAR[table.window], tableRho(profile, table)));
  return [...tables, planned('campaign-reports', BigInt(profile.reports.perCustomerYear), reportRho(profile))];
}

/**
 * Refuses a profile whose year costs more than its cap, or that holds a table without a bounded contribution. Called wherever a profile is loaded.
 * @throws AppError `profile_invalid` with the sum and the cap as exact fractions
 */
export function assertProfileWithinCap(profile: BudgetProfile): void {
  for (const table of profile.tables) {
    if (compareFractions(parseFraction(table.sigma2), fraction(0n)) <= 0) refuse(`table ${table.id} needs a sigma2 above 0`);
    if (table.dimensions.includes('band') && !table.dimensions.includes('category'))
      refuse(`table ${table.id} has bands without categories`);
    if (new Set(table.dimensions).size !== table.dimensions.length) refuse(`table ${table.id} has a dimension twice`);
  }
  if (compareFractions(parseFraction(profile.reports.sigma2), fraction(0n)) <= 0) refuse('reports need a sigma2 above 0');
  const year = sumFractions(yearlyPlan(profile).map((charge) => charge.yearly));
  const cap = parseFraction(profile.privacyCap);
  if (compareFractions(year, cap) > 0)
    refuse(`the year's tables and reports cost rho ${formatFraction(year)}, above the cap ${formatFraction(cap)}`);
}

function gaussianRho(sensitivity2: bigint, sigma2: Fraction): Fraction {
  return fraction(sensitivity2 * sigma2.denominator, 2n * sigma2.numerator);
}

function planned(artefact: string, count: bigint, rho: Fraction): PlannedCharge {
  return { artefact, count, rho, yearly: multiplyFractions(fraction(count), rho) };
}

function refuse(problem: string): never {
  throw new AppError('profile_invalid', { problem });
}
