import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { countsInYear, ledgerYear } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ports.ts';

type QuoteProfile = Pick<Profile, 'privacyCap' | 'quotes' | 'reports'>;

/** Who asks, and when. */
export interface Asker {
  /** Absent where the bank itself asks: no merchant's ration, but the month's and the year's. */
  readonly merchantId?: string;
  /** Merchants under contract today. */
  readonly contractedMerchants: number;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** What is left, in quotes. Everything is at most `bank`: a ration cannot buy what the bank does not have. */
export interface QuoteBalance {
  /** This merchant's ration in the twelve months that end now; null for the bank. */
  readonly yours: number | null;
  /** The whole bank's, quotes and corrections, in the twelve months that end now. */
  readonly bank: number;
  readonly perYear: number;
  /** The whole bank's in this calendar month (UTC, as the ledger's dates). */
  readonly thisMonth: number;
}

/**
 * The balance of the whole bank is rationed: with Q quotes a year a merchant may use at most ⌈2Q / contracted merchants⌉ of them in any twelve months, and
 * all together at most ⌊Q/6⌋ in a calendar month. Corrections are paid from the year's balance and count in no ration.
 */
export function quoteBalance(entries: readonly LedgerEntry[], profile: QuoteProfile, asker: Asker): QuoteBalance {
  const today = asker.now.slice(0, 10);
  const { perYear } = profile.quotes;
  const bank = ledgerYear(entries, profile, today).quotesLeft;
  const quotes = entries.filter((entry) => entry.kind === 'quote');
  const usedThisMonth = quotes.filter((entry) => entry.chargedAt.slice(0, 7) === asker.now.slice(0, 7)).length;
  const left = (ration: number, used: number) => Math.min(bank, Math.max(0, ration - used));
  const usedByMerchant = quotes.filter((entry) => entry.merchantId === asker.merchantId && countsInYear(entry, today)).length;
  return {
    yours: asker.merchantId === undefined ? null : left(Math.ceil((2 * perYear) / Math.max(1, asker.contractedMerchants)), usedByMerchant),
    bank,
    perYear,
    thisMonth: left(Math.floor(perYear / 6), usedThisMonth),
  };
}

/** @throws AppError `quote_balance_exhausted` when year, month or the merchant's ration has no quote left; the same words whichever it is */
export function assertQuoteLeft(entries: readonly LedgerEntry[], profile: QuoteProfile, asker: Asker): void {
  const { yours, bank, thisMonth } = quoteBalance(entries, profile, asker);
  if (Math.min(yours ?? bank, bank, thisMonth) < 1) throw new AppError('quote_balance_exhausted', { quotesLeft: 0 });
}
