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

/** The published releases; a merchant's own slices stand beside the releases they belong to. */
export async function listReleases(
  services: Pick<BankServices, 'database'>,
  caller: Pick<Caller, 'merchantId'>,
  today: string,
): Promise<readonly ReleaseSummary[]> {
  const store = releaseStore(services.database);
  const summaries = releaseSummaries(await store.list(), today);
  const slices = caller.merchantId === undefined ? [] : await store.listSlices(caller.merchantId);
  return summaries.map((summary) => {
    const slice = slices.find((candidate) => candidate.releaseId === summary.id);
    return slice === undefined ? summary : { ...summary, slice: { id: slice.id, sha256: slice.sha256 } };
  });
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

/**
 * A merchant's slice of a release, byte for byte. Missing, withdrawn with its release, or never there for this merchant: one and the same answer.
 * @throws AppError `not_found`
 */
export async function sliceFile(
  services: Pick<BankServices, 'database'>,
  merchantId: string,
  releaseId: string,
): Promise<{ readonly id: string; readonly file: string }> {
  const store = releaseStore(services.database);
  const [release, slice] = await Promise.all([store.find(releaseId), store.findSlice(releaseId, merchantId)]);
  if (release === undefined || release.withdrawn || slice === undefined) throw new AppError('not_found', {});
  return { id: slice.id, file: slice.file };
}
