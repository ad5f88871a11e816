import { AppError } from '#shared/errors.ts';
import {
  addFractions,
  compareFractions,
  type Fraction,
  formatFraction,
  parseFraction,
  subtractFractions,
  sumFractions,
} from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import { reportsYearlyBound } from '../accountant/charges.ts';
import type { LedgerEntry, LedgerStore } from './ports.ts';

type LedgerProfile = Pick<Profile, 'privacyCap' | 'reports'>;

/** The account of twelve months that end on a date. */
export interface LedgerYear {
  /** Charges of releases, quotes and corrections, and of reports up to their bound. */
  readonly spent: Fraction;
  readonly cap: Fraction;
  /** Cap less spent. */
  readonly left: Fraction;
  /** The part of `left` that reports may still take; kept free for them. */
  readonly reservedForReports: Fraction;
  /** The part of `left` that anything else may take. */
  readonly available: Fraction;
}

/**
 * Records a charge, before anything that it pays for is computed. The sum over every span of twelve months that holds the charge must stay within the
 * cap, with the reports' yearly bound kept free. A charge that is already there, alike, is not made twice: work that was cut off goes on under it.
 * Nothing is ever refunded.
 * @throws AppError `ledger_cap_reached` when a span would exceed the cap; nothing is recorded then
 * @throws RangeError when the artefact was charged another amount, or rho is below 0
 */
export async function chargeLedger(store: LedgerStore, profile: LedgerProfile, entry: LedgerEntry): Promise<void> {
  const charge = parseFraction(entry.rho);
  if (charge.numerator < 0n) throw new RangeError('a charge is never negative');
  await store.appendExclusively((entries) => {
    const earlier = entries.find((known) => known.kind === entry.kind && known.artefactId === entry.artefactId);
    if (earlier !== undefined) {
      if (compareFractions(parseFraction(earlier.rho), charge) !== 0)
        throw new RangeError(`${entry.artefactId} was charged another amount`);
      return undefined;
    }
    const cap = parseFraction(profile.privacyCap);
    for (const lastDate of spanEnds(entries, entry)) {
      const before = spentInYear(entries, profile, lastDate, 'reserve_reports');
      const after = spentInYear([...entries, entry], profile, lastDate, 'reserve_reports');
      if (compareFractions(after, cap) > 0)
        throw new AppError('ledger_cap_reached', {
          spent: formatFraction(before),
          charge: formatFraction(charge),
          cap: formatFraction(cap),
        });
    }
    return entry;
  });
}

/** The account of the twelve months that end with `today` (local date `2026-03-02`). */
export function ledgerYear(entries: readonly LedgerEntry[], profile: LedgerProfile, today: string): LedgerYear {
  const cap = parseFraction(profile.privacyCap);
  const spent = spentInYear(entries, profile, today, 'actual_reports');
  const withReserve = spentInYear(entries, profile, today, 'reserve_reports');
  return {
    spent,
    cap,
    left: subtractFractions(cap, spent),
    reservedForReports: subtractFractions(withReserve, spent),
    available: subtractFractions(cap, withReserve),
  };
}

/** True when the entry counts in the twelve months that end with `lastDate`: after the same date a year before, up to and with `lastDate`. */
export function countsInYear(entry: Pick<LedgerEntry, 'chargedAt'>, lastDate: string): boolean {
  const date = entry.chargedAt.slice(0, 10);
  return date > yearBefore(lastDate) && date <= lastDate;
}

function spentInYear(
  entries: readonly LedgerEntry[],
  profile: LedgerProfile,
  lastDate: string,
  reports: 'actual_reports' | 'reserve_reports',
): Fraction {
  const counted = entries.filter((entry) => countsInYear(entry, lastDate));
  const sum = (of: readonly LedgerEntry[]) => sumFractions(of.map((entry) => parseFraction(entry.rho)));
  const bound = reportsYearlyBound(profile);
  const published = sum(counted.filter((entry) => entry.kind === 'campaign_report'));
  const forReports = reports === 'reserve_reports' || compareFractions(published, bound) > 0 ? bound : published;
  return addFractions(sum(counted.filter((entry) => entry.kind !== 'campaign_report')), forReports);
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
