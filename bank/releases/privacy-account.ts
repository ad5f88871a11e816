import type { LedgerEntry } from '../privacy/ledger/ports.ts';
import { type LedgerYear, ledgerYear } from '../privacy/ledger/ledger.ts';
import type { BankServices } from '../services.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';
import { type PublishedWindow, publishedWindows } from '../storage/repositories/releases.ts';

/** What the public page is made of: the ledger, and which releases are out. No table of customers, payments or counts is read for it. */
export interface PrivacyFacts {
  readonly entries: readonly LedgerEntry[];
  readonly year: LedgerYear;
  readonly published: readonly PublishedWindow[];
}

/** The ledger of the twelve months that end with `today` (local date), and the published releases it paid for. */
export async function readPrivacyAccount(services: Pick<BankServices, 'database' | 'profile'>, today: string): Promise<PrivacyFacts> {
  const entries = await privacyLedgerStore(services.database).entries();
  return { entries, year: ledgerYear(entries, services.profile, today), published: await publishedWindows(services.database) };
}
