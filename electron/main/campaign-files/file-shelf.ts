import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { imageHeader } from '#shared/files/image-format.ts';
import { beginsAsPdf } from '#shared/files/pdf-format.ts';
import type { StoredMediaType } from '#shared/campaign/files.ts';
import { Sha256 } from '#shared/units.ts';
import { isMissing, namesIn, removeUnfinished, writeFileAtomically } from '../files/atomic-file.ts';

export interface ShelvedFile {
  readonly mediaType: StoredMediaType;
  readonly bytes: Buffer;
}

/** Files of one account's drafts by the hash of their bytes. A file whose bytes changed on disk is the same as a missing one. */
export class FileShelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** On disk when it resolves; the hash it is found by. */
  async put(bytes: Buffer): Promise<string> {
    const sha256 = hashOf(bytes);
    if ((await this.find(sha256)) === undefined) await writeFileAtomically(this.#fileOf(sha256), bytes);
    return sha256;
  }

  async find(sha256: string): Promise<ShelvedFile | undefined> {
    try {
      const bytes = await readFile(this.#fileOf(sha256));
      const mediaType = hashOf(bytes) === sha256 ? mediaTypeOf(bytes) : undefined;
      return mediaType === undefined ? undefined : { mediaType, bytes };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Removes what no draft names any more and what a crash left half written. For the start: an undo may still bring back what was just removed. */
  async keepOnly(wanted: ReadonlySet<string>): Promise<void> {
    await removeUnfinished(this.#folder);
    for (const name of await namesIn(this.#folder))
      if (Sha256.safeParse(name).success && !wanted.has(name)) await rm(join(this.#folder, name), { force: true });
  }

  /** Only a hash becomes a file name. */
  #fileOf(sha256: string): string {
    if (!Sha256.safeParse(sha256).success) throw new AppError('not_found', {});
    return join(this.#folder, sha256);
  }
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the bytes are, by themselves. */
export function mediaTypeOf(bytes: Buffer): StoredMediaType | undefined {
  return beginsAsPdf(bytes) ? 'application/pdf' : imageHeader(bytes)?.mediaType;
}
