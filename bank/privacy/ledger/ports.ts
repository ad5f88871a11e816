/** What a charge was made for. Reports are a class of their own: see `reportsYearlyBound`. */
export type ArtefactKind = 'release' | 'quote' | 'campaign_report' | 'correction';

/** One line of the privacy ledger. Append-only: never changed, never removed, never refunded. */
export interface LedgerEntry {
  /** When the artefact is published, ISO 8601 in UTC: the twelve months of the cap run over its date. */
  readonly chargedAt: string;
  readonly kind: ArtefactKind;
  /** Unique within its kind. */
  readonly artefactId: string;
  /** Exact fraction as text, at least 0. */
  readonly rho: string;
  /** The merchant for whom a quote was drawn; rations are counted by it. Absent for everything else. */
  readonly merchantId?: string;
}

/** Storage of the ledger. One ledger for the whole bank. */
export interface LedgerStore {
  /** All entries, oldest first. */
  entries(): Promise<readonly LedgerEntry[]>;
  /**
   * Runs `decide` on all entries while nobody else can append, and appends what it returns. Committed durably when it resolves; where `decide` throws
   * or returns undefined nothing is recorded.
   */
  appendExclusively(decide: (entries: readonly LedgerEntry[]) => LedgerEntry | undefined): Promise<void>;
}
