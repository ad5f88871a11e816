import { AppError, isAppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { closedWindows, windowDates } from '#shared/market/window.ts';
import { appendAudit } from '../audit/append.ts';
import { SYSTEM_ACTOR } from '../audit/entry.ts';
import { type BankTime, instantOf } from '../clock/clock.ts';
import { osRandomBits } from '../privacy/noise/os-random-bits.ts';
import type { RandomBits } from '../privacy/noise/random-bits.ts';
import { tablesOfWindow } from '../privacy/release/build-release.ts';
import { correctRelease } from '../privacy/release/correct-release.ts';
import type { CellSource, ReleaseStore, StoredRelease } from '../privacy/release/ports.ts';
import { type PublishPorts, type PublishRequest, publishRelease } from '../privacy/release/publish-release.ts';
import type { Bank } from '../storage/data-directory.ts';
import { contractedMerchants } from '../storage/repositories/accounts.ts';
import { privacyLedgerStore } from '../storage/repositories/privacy-ledger.ts';
import { releaseStore } from '../storage/repositories/releases.ts';
import { withPublishedWindows } from './published-windows.ts';
import { openSigningKey } from './signing-key.ts';

/** Hour at which a release appears on its publication day, local time. */
const PUBLICATION_TIME = '08:00';

type PublishingBank = Pick<Bank, 'profile' | 'database' | 'clock' | 'keysDirectory'>;

/**
 * Publishes the release of one window with the bank's own ledger, store, key and randomness, and notes it in the audit log.
 * @param random source of the noise: the operating system's, unless a test hands in its own
 * @throws AppError as `publishRelease`
 */
export async function publishWindow(
  bank: PublishingBank,
  window: string,
  cells: CellSource,
  random: RandomBits = osRandomBits(),
): Promise<StoredRelease> {
  return withPublishedWindows(bank.database, async () => {
    const time = await bank.clock.read();
    const publishedAt = publicationInstant(bank.profile, window, time);
    return publishRelease(await requestFor(bank, window, time, publishedAt), await portsFor(bank, cells, time, random));
  });
}

/**
 * Corrects the release of one window from what is booked for it now, as {@link correctRelease}, and notes it in the audit log.
 * @param tableIds the tables to correct; all of the window where absent
 * @throws AppError as `correctRelease`
 */
export async function correctWindow(
  bank: PublishingBank,
  window: string,
  cells: CellSource,
  tableIds?: readonly string[],
): Promise<StoredRelease> {
  return withPublishedWindows(bank.database, async () => {
    const time = await bank.clock.read();
    return correctRelease({ ...(await requestFor(bank, window, time, time.now)), tableIds }, await portsFor(bank, cells, time));
  });
}

/**
 * Withdraws what is published of a window, its correction too: nobody gets the files any more and nothing is decided on them. The window stays published,
 * its charges stay spent.
 * @returns the ids that were withdrawn now
 * @throws AppError `not_found` where the window has no release that is not withdrawn
 */
export async function withdrawWindow(
  bank: Pick<PublishingBank, 'database' | 'clock'>,
  window: string,
  reason: string,
): Promise<readonly string[]> {
  const time = await bank.clock.read();
  return bank.database.transaction().execute(async (transaction) => {
    const withdrawn = await releaseStore(transaction).withdraw(window, time.now);
    if (withdrawn.length === 0) throw new AppError('not_found', {});
    for (const id of withdrawn)
      await appendAudit(transaction, {
        at: time.now,
        actor: SYSTEM_ACTOR,
        event: 'release.withdrawn',
        subject: id,
        body: { window, reason },
      });
    return withdrawn;
  });
}

async function requestFor(bank: PublishingBank, window: string, { today, now }: BankTime, publishedAt: string): Promise<PublishRequest> {
  return { profile: bank.profile, window, today, now, publishedAt, merchants: await contractedMerchants(bank.database, today) };
}

async function portsFor(
  bank: PublishingBank,
  cells: CellSource,
  time: BankTime,
  random: RandomBits = osRandomBits(),
): Promise<PublishPorts> {
  const { signer, checks } = await openSigningKey(bank.keysDirectory);
  return {
    cells,
    ledger: privacyLedgerStore(bank.database),
    releases: auditedReleases(bank, time),
    signer,
    checks,
    random,
  };
}

/**
 * Publishes every closed window of the last twelve months that has tables and no release, oldest first.
 * @param onPublished told each release, and how many of the due windows are dealt with
 * @returns what was published now
 */
export async function publishDueWindows(
  bank: PublishingBank,
  cells: CellSource,
  random: RandomBits = osRandomBits(),
  onPublished: (release: StoredRelease, done: number, due: number) => void = () => undefined,
): Promise<readonly StoredRelease[]> {
  const { today } = await bank.clock.read();
  const published: StoredRelease[] = [];
  const due = dueWindows(bank.profile, today);
  for (const [index, window] of due.entries()) {
    try {
      const release = await publishWindow(bank, window, cells, random);
      published.push(release);
      onPublished(release, index + 1, due.length);
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
          event: release.corrects === undefined ? 'release.published' : 'release.corrected',
          subject: release.id,
          body: {
            window: release.window,
            ...(release.corrects === undefined ? {} : { corrects: release.corrects }),
            sha256: release.sha256,
            publishedAt: release.publishedAt,
            slices: slices.map((slice) => slice.sha256),
          },
        });
      }),
  };
}
