import { AppError } from '#shared/errors.ts';
import {
  addFractions,
  compareFractions,
  divideFractions,
  type Fraction,
  formatFraction,
  parseFraction,
  subtractFractions,
  sumFractions,
  ZERO,
} from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import { quoteRho, quotesYearlyBound, reportsYearlyBound } from '../accountant/charges.ts';
import type { ArtefactKind, LedgerEntry, LedgerStore } from './ports.ts';

type LedgerProfile = Pick<Profile, 'privacyCap' | 'quotes' | 'reports'>;

/**
 * The account of twelve months that end on a date. Campaign reports and the quote balance (quotes and corrections) are classes with a yearly bound each,
 * kept free for them, so that no release can be refused because of them and none of them because of a release.
 */
export interface LedgerYear {
  /** Charges of releases, quotes and corrections, and of reports up to their bound. */
  readonly spent: Fraction;
  readonly cap: Fraction;
  /** Cap less spent. */
  readonly left: Fraction;
  /** The parts of `left` that reports and the quote balance may still take. */
  readonly reservedForReports: Fraction;
  readonly reservedForQuotes: Fraction;
  /** The part of `left` that anything else may take. */
  readonly available: Fraction;
  /** Whole quotes that the balance still has room for. */
  readonly quotesLeft: number;
}

/** Charges against the quote balance. */
const QUOTE_KINDS: readonly ArtefactKind[] = ['quote', 'correction'];

/**
 * Records a charge, before anything that it pays for is computed. The sum over every span of twelve months that holds the charge must stay within the
 * cap, with the bounds of reports and quotes kept free; a quote or a correction must fit into the quote balance of each span. A charge that is already
 * there, alike, is not made twice: work that was cut off goes on under it. Nothing is ever refunded.
 * @param guard further conditions on the entries as they are, while nobody else can append; refuses by throwing
 * @returns true when it was recorded now, false when it was there before
 * @throws AppError `ledger_cap_reached` when a span would exceed the cap, `quote_balance_exhausted` when the quote balance is short; nothing is recorded then
 * @throws RangeError when the artefact was charged another amount, or rho is below 0
 */
export async function chargeLedger(
  store: LedgerStore,
  profile: LedgerProfile,
  entry: LedgerEntry,
  guard: (entries: readonly LedgerEntry[]) => void = () => undefined,
): Promise<boolean> {
  const charge = parseFraction(entry.rho);
  if (charge.numerator < 0n) throw new RangeError('a charge is never negative');
  let isNew = false;
  await store.appendExclusively((entries) => {
    isNew = false;
    const earlier = entries.find((known) => known.kind === entry.kind && known.artefactId === entry.artefactId);
    if (earlier !== undefined) {
      if (compareFractions(parseFraction(earlier.rho), charge) !== 0)
        throw new RangeError(`${entry.artefactId} was charged another amount`);
      return undefined;
    }
    guard(entries);
    for (const lastDate of spanEnds(entries, entry)) assertFits(entries, profile, entry, lastDate);
    isNew = true;
    return entry;
  });
  return isNew;
}

/** The account of the twelve months that end with `today` (local date `2026-03-02`). */
export function ledgerYear(entries: readonly LedgerEntry[], profile: LedgerProfile, today: string): LedgerYear {
  const cap = parseFraction(profile.privacyCap);
  const year = classesOfYear(entries, profile, today);
  const spent = sumFractions([year.plain, year.quotes, smaller(year.reports, year.reportsBound)]);
  const reservedForReports = atLeastZero(subtractFractions(year.reportsBound, year.reports));
  const reservedForQuotes = atLeastZero(subtractFractions(year.quotesBound, year.quotes));
  const left = subtractFractions(cap, spent);
  const quotesLeft = divideFractions(reservedForQuotes, quoteRho(profile));
  return {
    spent,
    cap,
    left,
    reservedForReports,
    reservedForQuotes,
    available: subtractFractions(left, addFractions(reservedForReports, reservedForQuotes)),
    quotesLeft: Number(quotesLeft.numerator / quotesLeft.denominator),
  };
}

/** True when the entry counts in the twelve months that end with `lastDate`: after the same date a year before, up to and with `lastDate`. */
export function countsInYear(entry: Pick<LedgerEntry, 'chargedAt'>, lastDate: string): boolean {
  const date = entry.chargedAt.slice(0, 10);
  return date > yearBefore(lastDate) && date <= lastDate;
}

interface YearClasses {
  /** Everything but reports and the quote balance. */
  readonly plain: Fraction;
  readonly quotes: Fraction;
  readonly quotesBound: Fraction;
  readonly reports: Fraction;
  readonly reportsBound: Fraction;
}

function classesOfYear(entries: readonly LedgerEntry[], profile: LedgerProfile, lastDate: string): YearClasses {
  const counted = entries.filter((entry) => countsInYear(entry, lastDate));
  const sum = (of: (kind: ArtefactKind) => boolean) =>
    sumFractions(counted.filter((entry) => of(entry.kind)).map((entry) => parseFraction(entry.rho)));
  return {
    plain: sum((kind) => kind !== 'campaign_report' && !QUOTE_KINDS.includes(kind)),
    quotes: sum((kind) => QUOTE_KINDS.includes(kind)),
    quotesBound: quotesYearlyBound(profile),
    reports: sum((kind) => kind === 'campaign_report'),
    reportsBound: reportsYearlyBound(profile),
  };
}

function assertFits(entries: readonly LedgerEntry[], profile: LedgerProfile, entry: LedgerEntry, lastDate: string): void {
  const cap = parseFraction(profile.privacyCap);
  const before = classesOfYear(entries, profile, lastDate);
  const after = classesOfYear([...entries, entry], profile, lastDate);
  if (QUOTE_KINDS.includes(entry.kind) && compareFractions(after.quotes, after.quotesBound) > 0)
    throw new AppError('quote_balance_exhausted', { quotesLeft: ledgerYear(entries, profile, lastDate).quotesLeft });
  // Reports are at most their bound, whatever their number: delivery bounds the campaigns of a customer.
  const withBounds = ({ plain, quotes, quotesBound, reportsBound }: YearClasses) =>
    sumFractions([plain, larger(quotes, quotesBound), reportsBound]);
  if (compareFractions(withBounds(after), cap) > 0)
    throw new AppError('ledger_cap_reached', {
      spent: formatFraction(withBounds(before)),
      charge: entry.rho,
      cap: formatFraction(cap),
    });
}

function smaller(left: Fraction, right: Fraction): Fraction {
  return compareFractions(left, right) <= 0 ? left : right;
}

function larger(left: Fraction, right: Fraction): Fraction {
  return compareFractions(left, right) >= 0 ? left : right;
}

function atLeastZero(value: Fraction): Fraction {
  return larger(value, ZERO);
}

/** Last dates of the spans of twelve months in which the sum can be largest after the charge: its own date, and every charge of the year after it. */
function spanEnds(entries: readonly LedgerEntry[], entry: LedgerEntry): readonly string[] {
  const date = entry.chargedAt.slice(0, 10);
  const later = entries.map((known) => known.chargedAt.slice(0, 10)).filter((known) => known > date && yearBefore(known) < date);
  return [...new Set([date, ...later])];
}

function yearBefore(date: string): string {
  return `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4)}`;
}
