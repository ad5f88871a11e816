import type { FileKind, FileMediaType } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireMerchant } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import {
  countUnusedFiles,
  findOwnFile,
  findPartnersFile,
  findSubmittedFile,
  insertFile,
  lockFilesOf,
  type StoredFile,
  sweepUnusedFiles,
} from '../storage/repositories/files.ts';
import { checkFile } from './check-file.ts';

/** What a merchant may have at the bank without a revision that names it. */
const MOST_UNUSED_FILES = 60;
const MOST_UNUSED_BYTES = 64 * 1_048_576;
const UNUSED_FOR_MS = 24 * 3_600_000;

interface HandedOver {
  readonly fileHash: string;
  readonly kind: FileKind;
  readonly mediaType: FileMediaType;
  readonly base64: string;
}

/**
 * Keeps a file of the caller's merchant after checking it. Files that no revision names are gone a day later, and there is a limit to them.
 * @throws AppError `file_refused`, `too_many_requests` where too much waits to be used
 */
export async function storeFile(
  { database }: Pick<BankServices, 'database'>,
  caller: Caller,
  time: BankTime,
  { fileHash, kind, mediaType, base64 }: HandedOver,
): Promise<{ readonly sizeBytes: number }> {
  const merchantId = requireMerchant(caller, 'store_file');
  const bytes = Buffer.from(base64, 'base64');
  await checkFile({ sha256: fileHash, kind, mediaType, bytes });
  await database.transaction().execute(async (transaction) => {
    await lockFilesOf(transaction, merchantId);
    // Before the file is kept: one that was handed over long ago and now again begins its day anew, and is not swept from under its answer.
    await sweepUnusedFiles(transaction, merchantId, new Date(Date.parse(time.now) - UNUSED_FOR_MS).toISOString());
    await insertFile(transaction, { merchantId, sha256: fileHash, kind, mediaType, bytes, at: time.now });
    const unused = await countUnusedFiles(transaction, merchantId);
    if (unused.files > MOST_UNUSED_FILES || unused.bytes > MOST_UNUSED_BYTES)
      throw new AppError('too_many_requests', { retryAfterSeconds: UNUSED_FOR_MS / 1_000 });
  });
  return { sizeBytes: bytes.length };
}

/**
 * A file by its hash: a merchant reads its own and those of campaigns it has joined, the bank those of submitted revisions. Anything else is missing.
 * @throws AppError `not_found`
 */
export async function readFile({ database }: Pick<BankServices, 'database'>, caller: Caller, sha256: string): Promise<StoredFile> {
  const { merchantId } = caller;
  const file =
    merchantId === undefined
      ? await findSubmittedFile(database, sha256)
      : ((await findOwnFile(database, merchantId, sha256)) ?? (await findPartnersFile(database, merchantId, sha256)));
  if (file === undefined) throw new AppError('not_found', {});
  return file;
}
