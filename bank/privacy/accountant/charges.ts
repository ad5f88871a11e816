import { AppError } from '#shared/errors.ts';
import {
  compareFractions,
  divideFractions,
  type Fraction,
  formatFraction,
  fraction,
  multiplyFractions,
  parseFraction,
  sumFractions,
} from '#shared/fraction.ts';
import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import type { WindowKind } from '#shared/market/window.ts';

/** What the accountant needs of a profile. */
export type BudgetProfile = Pick<
  Profile,
  'categoriesPerCustomer' | 'merchantsPerCustomer' | 'privacyCap' | 'quotes' | 'reports' | 'tables'
>;
type Bounds = Pick<Profile, 'categoriesPerCustomer' | 'merchantsPerCustomer'>;
type Table = Pick<ReleaseTable, 'dimensions' | 'sigma2'>;

const WINDOWS_PER_YEAR: Readonly<Record<WindowKind, bigint>> = { month: 12n, season: 4n };

/** A line of the year's plan: `count` artefacts of one kind, `rho` each. */
export interface PlannedCharge {
  readonly artefact: string;
  readonly count: bigint;
  readonly rho: Fraction;
  readonly yearly: Fraction;
}

/**
 * Squared L2 sensitivity D² of one table in one window, for neighbours that differ in one customer. The cell source is responsible for the bounds:
 * with `category` a customer is counted in at most K categories, once each, so D² = K; with `pair` in one cell of each pair of those categories, so
 * D² = K(K − 1)/2; with `relationship` in one cell of each of at most `merchantsPerCustomer` slices, all merchants' slices together, so D² is that number;
 * otherwise every customer is in exactly one cell and D² = 1.
 */
export function squaredSensitivity(profile: Bounds, table: Pick<ReleaseTable, 'dimensions'>): bigint {
  const categories = BigInt(profile.categoriesPerCustomer);
  if (table.dimensions.includes('relationship')) return BigInt(profile.merchantsPerCustomer);
  if (table.dimensions.includes('pair')) return (categories * (categories - 1n)) / 2n;
  return table.dimensions.includes('category') ? categories : 1n;
}

/** Charge of one table in one window: rho = D²/(2σ²), the zCDP of the discrete Gaussian (Canonne, Kamath, Steinke 2020, theorem 14). */
export function tableRho(profile: Bounds, table: Table): Fraction {
  return gaussianRho(squaredSensitivity(profile, table), parseFraction(table.sigma2));
}

/** Charge of the release of one window: the sum over its tables (composition of zCDP is addition). */
export function releaseRho(profile: BudgetProfile, kind: WindowKind): Fraction {
  return sumFractions(profile.tables.filter((table) => table.window === kind).map((table) => tableRho(profile, table)));
}

/** Charge of one quote: one count of the profile's quote σ², 1/(2σ²). */
export function quoteRho(profile: Pick<Profile, 'quotes'>): Fraction {
  return gaussianRho(1n, parseFraction(profile.quotes.sigma2));
}

/** What quotes and corrections together may take in any twelve months: the quote balance of the whole bank. */
export function quotesYearlyBound(profile: Pick<Profile, 'quotes'>): Fraction {
  return multiplyFractions(fraction(BigInt(profile.quotes.perYear)), quoteRho(profile));
}

/**
 * What a correction of some tables of a window takes from the quote balance: as many quotes as their charge needs, rounded up to whole ones.
 * A profile whose quotes are fewer than that can never make this correction.
 */
export function correctionQuotes(profile: Bounds & Pick<Profile, 'quotes'>, tables: readonly Table[]): bigint {
  const quotes = divideFractions(sumFractions(tables.map((table) => tableRho(profile, table))), quoteRho(profile));
  return (quotes.numerator + quotes.denominator - 1n) / quotes.denominator;
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

/** The whole year: every table of twelve months or four seasons, the quotes and the reports. */
export function yearlyPlan(profile: BudgetProfile): readonly PlannedCharge[] {
  const tables = profile.tables.map((table) => planned(table.id, WINDOWS_PER_YEAR[table.window], tableRho(profile, table)));
  return [
    ...tables,
    planned('quotes', BigInt(profile.quotes.perYear), quoteRho(profile)),
    planned('campaign-reports', BigInt(profile.reports.perCustomerYear), reportRho(profile)),
  ];
}

/**
 * Refuses a profile whose year costs more than its cap. Called wherever a profile is loaded.
 * @throws AppError `profile_invalid` with the sum and the cap as exact fractions
 */
export function assertProfileWithinCap(profile: BudgetProfile): void {
  for (const [name, { sigma2 }] of [
    ...profile.tables.map((table) => [`table ${table.id}`, table] as const),
    ['quotes', profile.quotes] as const,
    ['reports', profile.reports] as const,
  ])
    if (compareFractions(parseFraction(sigma2), fraction(0n)) <= 0) refuse(`${name} needs a sigma2 above 0`);
  const year = sumFractions(yearlyPlan(profile).map((charge) => charge.yearly));
  const cap = parseFraction(profile.privacyCap);
  if (compareFractions(year, cap) > 0)
    refuse(`the year's tables, quotes and reports cost rho ${formatFraction(year)}, above the cap ${formatFraction(cap)}`);
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
