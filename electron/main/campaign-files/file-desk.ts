import { type ImageFile, type ImageKind, type NamedFile } from '#shared/campaign/files.ts';
import { fileEndpoints } from '#shared/contracts/http/files.ts';
import { AppError } from '#shared/errors.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { type FileShelf, hashOf, mediaTypeOf, type ShelvedFile } from './file-shelf.ts';
import { type ImageCodec, prepareImage } from './prepare-image.ts';

export interface FileDeskPorts {
  /** The shelf of whoever is signed in. @throws AppError `not_signed_in` */
  readonly shelf: () => Promise<FileShelf>;
  readonly bank: Bank;
  readonly codec: ImageCodec;
}

/** Pictures of campaigns: taken in, read for the page, handed to the bank. */
export class FileDesk {
  readonly #ports: FileDeskPorts;

  constructor(ports: FileDeskPorts) {
    this.#ports = ports;
  }

  /** @throws AppError `file_refused` */
  async addImage(kind: ImageKind, source: Buffer): Promise<ImageFile> {
    const { mediaType, bytes } = prepareImage(kind, source, this.#ports.codec);
    const sha256 = await (await this.#ports.shelf()).put(bytes);
    return { sha256, mediaType, sizeBytes: bytes.length };
  }

  /**
   * From the shelf, else from the bank, whose answer is kept: a hash never stands for other bytes later.
   * @throws AppError `not_found`, `bank_unreachable`, `bank_answer_invalid` where the bank's bytes are not those of the hash
   */
  async read(sha256: string): Promise<ShelvedFile> {
    const shelf = await this.#ports.shelf();
    const found = await shelf.find(sha256);
    if (found !== undefined) return found;
    const answer = await this.#ports.bank.call(fileEndpoints.file, { params: { fileHash: sha256 } });
    const bytes = Buffer.from(answer.base64, 'base64');
    const mediaType = mediaTypeOf(bytes);
    if (hashOf(bytes) !== sha256 || mediaType !== answer.mediaType)
      throw new AppError('bank_answer_invalid', { endpoint: fileEndpoints.file.path });
    await shelf.put(bytes);
    return { mediaType, bytes };
  }
}

/**
 * Hands the files that the bank misses over to it.
 * @throws AppError `file_refused` where one is no longer on the shelf, and whatever the bank refuses
 */
export async function handOver(bank: Bank, shelf: FileShelf, files: readonly NamedFile[]): Promise<void> {
  for (const { sha256, kind, mediaType } of files) {
    const file = await shelf.find(sha256);
    if (file === undefined) throw new AppError('file_refused', { problem: 'unreadable' });
    await bank.call(
      fileEndpoints.storeFile,
      { params: { fileHash: sha256 }, body: { kind, mediaType, base64: file.bytes.toString('base64') } },
      { idempotent: true },
    );
  }
}
