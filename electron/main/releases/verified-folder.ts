import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseShelf, VerifiedRelease } from '#shared/contracts/ipc/contract.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { openRelease, type ReleaseChecks } from '#shared/reach/decode-release.ts';
import { Slug } from '#shared/units.ts';
import { namesIn, removeUnfinished, writeFileAtomically } from '../files/atomic-file.ts';

const EXTENSION = '.release';
export type Refusal = ReleaseShelf['refused'][number];

/** A folder of signed files of one kind: releases, or one merchant's slices. Every file is verified each time it is read. */
export class VerifiedFolder {
  readonly #folder: string;
  readonly #merchantId: string | undefined;
  readonly #checks: ReleaseChecks;

  constructor(folder: string, merchantId: string | undefined, checks: ReleaseChecks) {
    this.#folder = folder;
    this.#merchantId = merchantId;
    this.#checks = checks;
  }

  /** The files that verify, and those that do not with their problem. */
  async read(): Promise<{ readonly releases: readonly VerifiedRelease[]; readonly refused: readonly Refusal[] }> {
    const releases: VerifiedRelease[] = [];
    const refused: Refusal[] = [];
    for (const id of await this.#storedIds()) {
      const opened = this.#open(id, await readFile(this.#fileOf(id), 'latin1'));
      if ('code' in opened) refused.push(opened);
      else releases.push(opened);
    }
    return { releases, refused };
  }

  /** True when the very file with this SHA-256 is here and verifies. */
  async holds(id: string, sha256: string): Promise<boolean> {
    if (!(await this.#storedIds()).includes(id)) return false;
    const opened = this.#open(id, await readFile(this.#fileOf(id), 'latin1'));
    return !('code' in opened) && opened.sha256 === sha256;
  }

  /** Verifies and only then stores. The refusal, where there is one; a file that was here before stays. */
  async store(id: string, sha256: string, window: string, file: string): Promise<Refusal | undefined> {
    const opened = this.#open(id, file);
    if ('code' in opened) return opened;
    if (opened.sha256 !== sha256 || opened.window !== window) return refusalOf(id, 'not_the_listed_file');
    await writeFileAtomically(this.#fileOf(id), Buffer.from(file, 'latin1'));
    return undefined;
  }

  async remove(id: string): Promise<void> {
    await rm(this.#fileOf(id), { force: true });
  }

  async tidy(): Promise<void> {
    await removeUnfinished(this.#folder);
  }

  #open(id: string, text: string): VerifiedRelease | Refusal {
    try {
      const opened = openRelease(text, this.#checks);
      // A genuine file under another one's name, or another merchant's slice, would answer for the wrong window or shop.
      if (opened.id !== id) return refusalOf(id, 'not_the_named_release');
      return opened.merchant?.id === this.#merchantId ? opened : refusalOf(id, 'not_own_slice');
    } catch (error) {
      if (isAppError(error, 'release_invalid')) return refusalOf(id, error.detail.problem);
      throw error;
    }
  }

  async #storedIds(): Promise<readonly string[]> {
    const names = await namesIn(this.#folder);
    return names
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(0, -EXTENSION.length))
      .filter((id) => Slug.safeParse(id).success);
  }

  /** Ids are slugs (no separators, no leading dot), which the schema checked before they come here. */
  #fileOf(id: string): string {
    if (!Slug.safeParse(id).success) throw new AppError('not_found', {});
    return join(this.#folder, `${id}${EXTENSION}`);
  }
}

function refusalOf(id: string, problem: string): Refusal {
  return { id, code: 'release_invalid', problem };
}
