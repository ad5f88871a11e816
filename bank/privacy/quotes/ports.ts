import type { Audience } from '#shared/audience/audience.ts';
import type { LedgerStore } from '../ledger/ports.ts';
import type { SliceMerchant } from '../release/ports.ts';

/** The exact count behind a quote; read after the charge, once per quote. `SegmentStore` is one. */
export interface CountSource {
  /**
   * Eligible customers of a rule: valid opt-in at `asOf`, adult, sensitive payments dropped, in the same bounded cells as the releases, so that one
   * customer changes the count by at most 1. The implementation always scans whole columns: its time does not depend on the count.
   */
  countOfAudience(request: {
    readonly audience: Audience;
    readonly asOf: string;
    readonly merchant?: { readonly id: string; readonly merchants: readonly SliceMerchant[] };
  }): Promise<number>;
}

/** A quote from its charge on. Without `file` it was charged and not answered yet: whoever asks next goes on under the charge. */
export interface StoredQuote {
  readonly id: string;
  readonly key: string;
  readonly audience: Audience;
  /** Whose relationship it is about. */
  readonly merchantId?: string;
  readonly snapshot: string;
  readonly chargedAt: string;
  readonly sha256?: string;
  /** The signed file, byte for byte what everybody gets for ever. */
  readonly file?: string;
}

export type AnsweredQuote = StoredQuote & { readonly sha256: string; readonly file: string };

export type QuoteReservation = Omit<StoredQuote, 'sha256' | 'file'>;

export interface QuoteStore {
  findByKey(key: string): Promise<StoredQuote | undefined>;
  /**
   * A ledger that reserves the key together with the charge: in the exclusive section, where the key is reserved already, nothing is decided and nothing
   * appended; otherwise entry and reservation are recorded both or neither.
   */
  ledgerReserving(reservation: QuoteReservation): LedgerStore;
  /** Keeps the answer of a charged quote; the first one stays. @returns what is stored now */
  answer(id: string, answer: { readonly answeredAt: string; readonly sha256: string; readonly file: string }): Promise<AnsweredQuote>;
  /** Answered quotes that a merchant may read: those about no merchant and its own; all of them where none is named. Oldest first. */
  listAnswered(merchantId?: string): Promise<readonly AnsweredQuote[]>;
}

export function isAnswered(quote: StoredQuote): quote is AnsweredQuote {
  return quote.file !== undefined && quote.sha256 !== undefined;
}
