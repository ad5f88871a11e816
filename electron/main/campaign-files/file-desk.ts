import { type EvidenceFile, evidenceName } from '#shared/campaign/evidence.ts';
import { FileMediaType, type ImageFile, type ImageKind, type NamedFile, type NamedPicture } from '#shared/campaign/files.ts';
import { fileEndpoints } from '#shared/contracts/http/files.ts';
import { AppError } from '#shared/errors.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { type FileShelf, hashOf, mediaTypeOf, type ShelvedFile } from './file-shelf.ts';
import { prepareEvidence } from './prepare-evidence.ts';
import { type ImageCodec, prepareImage } from './prepare-image.ts';

export interface FileDeskPorts {
  /** The shelf of whoever is signed in. @throws AppError `not_signed_in` */
  readonly shelf: () => Promise<FileShelf>;
  readonly bank: Bank;
  readonly codec: ImageCodec;
}

/** Pictures and evidence of campaigns: taken in, read for the page, handed to the bank. */
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
   * Takes in evidence that the person chose; what it is comes from its bytes.
   * @throws AppError `file_refused`
   */
  async addEvidence(chosenName: string, source: Buffer): Promise<EvidenceFile> {
    const { mediaType, bytes } = await prepareEvidence(source, this.#ports.codec);
    const sha256 = await (await this.#ports.shelf()).put(bytes);
    return { sha256, name: evidenceName(chosenName, mediaType), mediaType, sizeBytes: bytes.length };
  }

  /**
   * A picture from the shelf, else from the bank, whose answer is kept: a hash never stands for other bytes later.
   * @throws AppError `not_found`, `bank_unreachable`, `bank_answer_invalid` where the bank's bytes are not those of the hash
   */
  async read(sha256: string): Promise<ShelvedPicture> {
    return asPicture(await this.#readFrom(fileEndpoints.file, sha256));
  }

  /** Evidence, from the shelf of who attached it, else from the bank. What the bank gave is not kept: reviewers read papers of many shops. */
  async readEvidence(sha256: string): Promise<ShelvedFile> {
    return this.#readFrom(fileEndpoints.evidence, sha256);
  }

  /** Evidence that is a picture, for the page to draw; a PDF never gets there. @throws AppError `not_found` for one */
  async readEvidencePicture(sha256: string): Promise<ShelvedPicture> {
    return asPicture(await this.readEvidence(sha256));
  }

  /** Hands files of the shelf over to the bank. @throws AppError `file_refused` where one is not there, and whatever the bank refuses */
  async handOver(files: readonly NamedFile[]): Promise<void> {
    await handOver(this.#ports.bank, await this.#ports.shelf(), files);
  }

  async #readFrom(endpoint: typeof fileEndpoints.file | typeof fileEndpoints.evidence, sha256: string): Promise<ShelvedFile> {
    const shelf = await this.#ports.shelf();
    const found = await shelf.find(sha256);
    if (found !== undefined) return found;
    const answer = await this.#ports.bank.call(endpoint, { params: { fileHash: sha256 } });
    const bytes = Buffer.from(answer.base64, 'base64');
    const mediaType = mediaTypeOf(bytes);
    if (hashOf(bytes) !== sha256 || mediaType !== answer.mediaType) throw new AppError('bank_answer_invalid', { endpoint: endpoint.path });
    if (endpoint === fileEndpoints.file) await shelf.put(bytes);
    return { mediaType, bytes };
  }
}

interface ShelvedPicture extends ShelvedFile {
  readonly mediaType: FileMediaType;
}

function asPicture({ mediaType, bytes }: ShelvedFile): ShelvedPicture {
  const picture = FileMediaType.safeParse(mediaType);
  if (!picture.success) throw new AppError('not_found', {});
  return { mediaType: picture.data, bytes };
}

/**
 * Hands the files that the bank misses over to it.
 * @throws AppError `file_refused` where one is no longer on the shelf, and whatever the bank refuses
 */
export async function handOver(bank: Bank, shelf: FileShelf, files: readonly NamedFile[]): Promise<void> {
  for (const named of files) {
    const file = await shelf.find(named.sha256);
    if (file === undefined) throw new AppError('file_refused', { problem: 'unreadable' });
    const params = { fileHash: named.sha256 };
    const base64 = file.bytes.toString('base64');
    if (isPicture(named)) {
      const { kind, mediaType } = named;
      await bank.call(fileEndpoints.storeFile, { params, body: { kind, mediaType, base64 } }, { idempotent: true });
    } else {
      await bank.call(fileEndpoints.storeEvidence, { params, body: { mediaType: named.mediaType, base64 } }, { idempotent: true });
    }
  }
}

function isPicture(named: NamedFile): named is NamedPicture {
  return named.kind !== 'evidence';
}
