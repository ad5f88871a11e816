import { isAppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { closedWindows, windowDates } from '#shared/market/window.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import { type BankTime, instantOf } from '../clock/clock.ts';
import { osRandomBits } from '../privacy/noise/os-random-bits.ts';
import { tablesOfWindow } from '../privacy/release/build-release.ts';
import type { CellSource, ReleaseStore, StoredRelease } from '../privacy/release/ports.ts';
import { publishRelease } from '../privacy/release/publish-release.ts';
import type { Bank } from '../storage/data-directory.ts';
import { contractedMerchants } from '../storage/repositories/accounts.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';
import { releaseStore } from '../storage/repositories/releases.ts';
import { openSigningKey } from './signing-key.ts';

/** Hour at which a release appears on its publication day, local time. */
const PUBLICATION_TIME = '08:00';

type PublishingBank = Pick<Bank, 'profile' | 'database' | 'clock' | 'keysDirectory'>;

/**
 * Publishes the release of one window with the bank's own ledger, store, key and randomness, and notes it in the audit log.
 * @throws AppError as `publishRelease`
 */
export async function publishWindow(bank: PublishingBank, window: string, cells: CellSource): Promise<StoredRelease> {
  const time = await bank.clock.read();
  const { signer, checks } = await openSigningKey(bank.keysDirectory);
  return publishRelease(
    {
      profile: bank.profile,
      window,
      today: time.today,
      now: time.now,
      publishedAt: publicationInstant(bank.profile, window, time),
      merchants: await contractedMerchants(bank.database, time.today),
    },
    {
      cells,
      ledger: privacyLedgerStore(bank.database),
      releases: auditedReleases(bank, time),
      signer,
      checks,
      random: osRandomBits(),
    },
  );
}

/**
 * Publishes every closed window of the last twelve months that has tables and no release, oldest first.
 * @returns what was published now
 */
export async function publishDueWindows(bank: PublishingBank, cells: CellSource): Promise<readonly StoredRelease[]> {
  const { today } = await bank.clock.read();
  const published: StoredRelease[] = [];
  for (const window of dueWindows(bank.profile, today)) {
    try {
      published.push(await publishWindow(bank, window, cells));
    } catch (error) {
      if (!isAppError(error, 'window_already_published')) throw error;
    }
  }
  return published;
}

/** The closed windows of the last twelve months that have tables and whose publication day has come, oldest first. */
export function dueWindows(profile: Profile, today: string): readonly string[] {
  const { months, seasons } = closedWindows(today);
  return [...months, ...seasons]
    .filter((window) => tablesOfWindow(profile, window).length > 0 && publicationDate(profile, window) <= today)
    .sort((left, right) => (windowDates(left).until < windowDates(right).until ? -1 : 1));
}

/** The bank's regular publication day of a window: a fixed day of the month after it. */
function publicationDate(profile: Profile, window: string): string {
  return `${windowDates(window).until.slice(0, 7)}-${String(profile.publicationDay).padStart(2, '0')}`;
}

/**
 * What is recorded as the time of publication: now; in a demonstration market the regular day of a past window, so that a seeded year has the history,
 * and the ledger the twelve months, that a bank would have (docs/adr/0002).
 */
function publicationInstant(profile: Profile, window: string, time: BankTime): string {
  if (!profile.demo) return time.now;
  const regular = instantOf(publicationDate(profile, window), PUBLICATION_TIME, profile.timeZone);
  return regular < time.now ? regular : time.now;
}

/** Stores a release and its audit entry together. */
function auditedReleases(bank: PublishingBank, time: BankTime): ReleaseStore {
  return {
    ...releaseStore(bank.database),
    insert: (release, slices) =>
      bank.database.transaction().execute(async (transaction) => {
        await releaseStore(transaction).insert(release, slices);
        await appendAudit(transaction, {
          at: time.now,
          actor: SYSTEM_ACTOR,
          event: 'release.published',
          subject: release.id,
          body: {
            window: release.window,
            sha256: release.sha256,
            publishedAt: release.publishedAt,
            slices: slices.map((slice) => slice.sha256),
          },
        });
      }),
  };
}
