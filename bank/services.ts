import type { Profile } from '#shared/market/profile.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Clock } from './clock/clock.ts';
import type { QuoteDesk } from './quotes/quote-desk.ts';
import type { BankDatabase } from './storage/database.ts';
import type { TestInbox } from './test-messages/test-inbox.ts';

/** What commands and queries work with; made once at start, replaced piece by piece in tests. */
export interface BankServices {
  readonly database: BankDatabase;
  readonly profile: Profile;
  readonly clock: Clock;
  /** UUID version 7 of the present moment. */
  readonly newId: () => string;
  readonly releases: ReleaseShelf;
  readonly quotes: QuoteDesk;
  readonly testInbox: TestInbox;
}

/** Published releases that the bank itself has verified. */
export interface ReleaseShelf {
  /** The releases that may be used on this date: published, not withdrawn, not expired; with a merchant's own slices of them where one is named. */
  usable(now: string, merchantId?: string): Promise<readonly Release[]>;
}
