import { createHash } from 'node:crypto';
import type { NamedPicture } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import type { BankDatabase } from '../storage/database.ts';
import { findOwnFile } from '../storage/repositories/files.ts';
import type { DeliveryWebhook } from './webhook/payload.ts';

/**
 * The pictures of an approved revision as they leave with its messages. Their hashes are part of what was approved, so each is computed anew.
 * @throws AppError `hash_mismatch` where the stored bytes are not those that were approved: nothing is sent then
 */
export async function deliveredImages(
  database: BankDatabase,
  merchantId: string,
  files: readonly NamedPicture[],
): Promise<DeliveryWebhook['data']['images']> {
  const images: DeliveryWebhook['data']['images'] = [];
  // The same picture in two places has one hash, and is sent once.
  for (const [sha256, { mediaType }] of new Map(files.map((file) => [file.sha256, file]))) {
    const file = await findOwnFile(database, merchantId, 'picture', sha256);
    const actual = file === undefined ? 'none' : createHash('sha256').update(file.bytes).digest('hex');
    if (file === undefined || actual !== sha256) throw new AppError('hash_mismatch', { expected: sha256, actual });
    images.push({ sha256, mediaType, base64: file.bytes.toString('base64') });
  }
  return images;
}
