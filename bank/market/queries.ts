import { sql } from 'kysely';
import type { ReleaseSummary } from '#shared/reach/release.ts';
import { AppError } from '#shared/errors.ts';
import type { Caller } from '../policy/caller.ts';
import { releaseSummaries } from '../releases/list-releases.ts';
import type { BankServices } from '../services.ts';
import { findMerchant, type MerchantRow } from '../storage/repositories/accounts.ts';
import { releaseStore } from '../storage/repositories/releases.ts';

/** Whether the database answers. */
export async function isDatabaseReady({ database }: Pick<BankServices, 'database'>): Promise<boolean> {
  try {
    await sql`select 1`.execute(database);
    return true;
  } catch {
    return false;
  }
}

export async function merchantOf({ database }: Pick<BankServices, 'database'>, caller: Caller): Promise<MerchantRow | undefined> {
  return caller.merchantId === undefined ? undefined : findMerchant(database, caller.merchantId);
}

export async function listReleases(services: Pick<BankServices, 'database'>, today: string): Promise<readonly ReleaseSummary[]> {
  return releaseSummaries(await releaseStore(services.database).list(), today);
}

/**
 * The signed file of a release, byte for byte. A withdrawn one is not given out.
 * @throws AppError `not_found`
 */
export async function releaseFile(
  services: Pick<BankServices, 'database'>,
  releaseId: string,
): Promise<{ readonly id: string; readonly file: string }> {
  const release = await releaseStore(services.database).find(releaseId);
  if (release === undefined || release.withdrawn) throw new AppError('not_found', {});
  return { id: release.id, file: release.file };
}
