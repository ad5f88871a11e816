import { EvidenceMediaType } from '#shared/campaign/evidence.ts';
import { type FileKind, FileMediaType } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireMerchant } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import {
  countUnusedFiles,
  findOwnFile,
  findPartnersPicture,
  findSubmittedFile,
  insertFile,
  lockFilesOf,
  type NewFile,
  sweepUnusedFiles,
} from '../storage/repositories/files.ts';
import { checkEvidence, checkFile } from './check-file.ts';

/** What a merchant may have at the bank without a revision that names it. */
const MOST_UNUSED_FILES = 60;
const MOST_UNUSED_BYTES = 64 * 1_048_576;
const UNUSED_FOR_MS = 24 * 3_600_000;

interface HandedOver<MediaType> {
  readonly fileHash: string;
  readonly mediaType: MediaType;
  readonly base64: string;
}

interface ReadFile<MediaType> {
  readonly mediaType: MediaType;
  readonly bytes: Buffer;
}

/**
 * Keeps a picture of the caller's merchant after checking it. Files that no revision names are gone a day later, and there is a limit to them.
 * @throws AppError `file_refused`, `too_many_requests` where too much waits to be used
 */
export async function storeFile(
  services: Pick<BankServices, 'database'>,
  caller: Caller,
  time: BankTime,
  { fileHash: sha256, kind, mediaType, base64 }: HandedOver<FileMediaType> & { readonly kind: FileKind },
): Promise<{ readonly sizeBytes: number }> {
  const merchantId = requireMerchant(caller, 'store_file');
  const bytes = Buffer.from(base64, 'base64');
  await checkFile({ sha256, kind, mediaType, bytes });
  return keepFile(services, { merchantId, sha256, kind, mediaType, bytes, at: time.now });
}

/**
 * The same of evidence.
 * @throws AppError `file_refused`, `too_many_requests` where too much waits to be used
 */
export async function storeEvidence(
  services: Pick<BankServices, 'database'>,
  caller: Caller,
  time: BankTime,
  { fileHash: sha256, mediaType, base64 }: HandedOver<EvidenceMediaType>,
): Promise<{ readonly sizeBytes: number }> {
  const merchantId = requireMerchant(caller, 'store_evidence');
  const bytes = Buffer.from(base64, 'base64');
  await checkEvidence({ sha256, mediaType, bytes });
  return keepFile(services, { merchantId, sha256, kind: 'evidence', mediaType, bytes, at: time.now });
}

async function keepFile({ database }: Pick<BankServices, 'database'>, file: NewFile): Promise<{ readonly sizeBytes: number }> {
  const { merchantId } = file;
  await database.transaction().execute(async (transaction) => {
    await lockFilesOf(transaction, merchantId);
    // Before the file is kept: one that was handed over long ago and now again begins its day anew, and is not swept from under its answer.
    await sweepUnusedFiles(transaction, merchantId, new Date(Date.parse(file.at) - UNUSED_FOR_MS).toISOString());
    await insertFile(transaction, file);
    const unused = await countUnusedFiles(transaction, merchantId);
    if (unused.files > MOST_UNUSED_FILES || unused.bytes > MOST_UNUSED_BYTES)
      throw new AppError('too_many_requests', { retryAfterSeconds: UNUSED_FOR_MS / 1_000 });
  });
  return { sizeBytes: file.bytes.length };
}

/**
 * A picture by its hash: a merchant reads its own and those of campaigns it has joined, the bank those of submitted revisions. Anything else is missing.
 * @throws AppError `not_found`
 */
export async function readFile(
  { database }: Pick<BankServices, 'database'>,
  caller: Caller,
  sha256: string,
): Promise<ReadFile<FileMediaType>> {
  const { merchantId } = caller;
  const file =
    merchantId === undefined
      ? await findSubmittedFile(database, 'picture', sha256)
      : ((await findOwnFile(database, merchantId, 'picture', sha256)) ?? (await findPartnersPicture(database, merchantId, sha256)));
  if (file === undefined) throw new AppError('not_found', {});
  return { mediaType: FileMediaType.parse(file.mediaType), bytes: file.bytes };
}

/**
 * Evidence by its hash: a merchant reads its own, the bank's reviewers that of submitted revisions. For everybody else, shops that joined the campaign
 * included, it is missing.
 * @throws AppError `not_found`
 */
export async function readEvidence(
  { database }: Pick<BankServices, 'database'>,
  caller: Caller,
  sha256: string,
): Promise<ReadFile<EvidenceMediaType>> {
  const { merchantId } = caller;
  const file =
    merchantId === undefined
      ? await findSubmittedFile(database, 'evidence', sha256)
      : await findOwnFile(database, merchantId, 'evidence', sha256);
  if (file === undefined) throw new AppError('not_found', {});
  return { mediaType: EvidenceMediaType.parse(file.mediaType), bytes: file.bytes };
}
