import { createHash, type KeyObject, verify } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { marketEndpoints } from '#shared/contracts/http/market.ts';
import type { ReleaseShelf, VerifiedRelease } from '#shared/contracts/ipc/contract.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { openRelease, type ReleaseChecks } from '#shared/reach/decode-release.ts';
import type { ReleaseSummary } from '#shared/reach/release.ts';
import { Slug } from '#shared/units.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { namesIn, removeUnfinished, writeFileAtomically } from '../files/atomic-file.ts';
import type { Log } from '../log.ts';

const EXTENSION = '.release';
type Refusal = ReleaseShelf['refused'][number];

export interface ReleaseStorePorts {
  readonly folder: string;
  /** The key of the connection file; the only signer that is accepted. */
  readonly releaseKey: KeyObject;
  readonly bank: Bank;
  readonly now: () => string;
  readonly log: Log;
}

/**
 * The bank's releases on this machine. Every release is verified (signature, canonical form, sizes, charges) when it arrives and again
 * every time it is read from disk; one that fails is refused with its problem and never handed out, the others go on working.
 */
export class ReleaseStore {
  readonly #ports: ReleaseStorePorts;
  readonly #checks: ReleaseChecks;
  /** What the last refresh refused, by id: files that never reached the disk. */
  #refusedOnTheWay: readonly Refusal[] = [];
  #fetchedAt: string | null = null;
  #fetching: ReleaseShelf['fetching'] = null;
  #refreshing: Promise<ReleaseShelf> | undefined;

  constructor(ports: ReleaseStorePorts) {
    this.#ports = ports;
    this.#checks = checksOf(ports.releaseKey);
  }

  /** Releases on disk that verify, oldest window first, and those that do not. */
  async readShelf(): Promise<ReleaseShelf> {
    const releases: VerifiedRelease[] = [];
    const refused: Refusal[] = [];
    for (const id of await this.#storedIds()) {
      const opened = this.#open(id, await readFile(this.#fileOf(id), 'latin1'));
      if ('code' in opened) refused.push(opened);
      else releases.push(opened);
    }
    const seen = new Set(refused.map((one) => one.id));
    refused.push(...this.#refusedOnTheWay.filter((one) => !seen.has(one.id)));
    releases.sort((left, right) => (left.publishedAt < right.publishedAt ? -1 : left.publishedAt > right.publishedAt ? 1 : 0));
    return { releases, refused, fetchedAt: this.#fetchedAt, fetching: this.#fetching };
  }

  /**
   * Fetches what the bank published and this machine does not hold as published, removes what the bank withdrew, and gives the shelf.
   * @throws AppError `bank_unreachable`, `not_signed_in`, `bank_answer_invalid`
   */
  refreshShelf(): Promise<ReleaseShelf> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
      this.#fetching = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<ReleaseShelf> {
    this.#fetching = { left: 0, listed: 0 };
    await removeUnfinished(this.#ports.folder);
    const { releases: listed } = await this.#ports.bank.call(marketEndpoints.releases, {});
    const refused: Refusal[] = [];
    const missing: ReleaseSummary[] = [];
    for (const summary of listed) {
      if (summary.withdrawn) await rm(this.#fileOf(summary.id), { force: true });
      else if (!(await this.#isHeld(summary))) missing.push(summary);
    }
    for (const [index, summary] of missing.entries()) {
      this.#fetching = { left: missing.length - index, listed: listed.length };
      const refusal = await this.#fetch(summary);
      if (refusal !== undefined) {
        refused.push(refusal);
        this.#ports.log.problem('release refused', { release: refusal.id, problem: refusal.problem });
      }
    }
    this.#refusedOnTheWay = refused;
    this.#fetching = null;
    this.#fetchedAt = this.#ports.now();
    return this.readShelf();
  }

  /** Fetches, verifies and only then stores. The refusal, where there is one; a file that was on disk before stays. */
  async #fetch(summary: ReleaseSummary): Promise<Refusal | undefined> {
    const answer = await this.#ports.bank.call(marketEndpoints.release, { params: { releaseId: summary.id } });
    const opened = this.#open(summary.id, answer.file);
    if ('code' in opened) return opened;
    if (opened.sha256 !== summary.sha256) return refusalOf(summary.id, 'not_the_listed_file');
    await writeFileAtomically(this.#fileOf(summary.id), Buffer.from(answer.file, 'latin1'));
    return undefined;
  }

  async #isHeld(summary: ReleaseSummary): Promise<boolean> {
    if (!(await this.#storedIds()).includes(summary.id)) return false;
    const opened = this.#open(summary.id, await readFile(this.#fileOf(summary.id), 'latin1'));
    return !('code' in opened) && opened.sha256 === summary.sha256;
  }

  #open(id: string, text: string): VerifiedRelease | Refusal {
    try {
      const opened = openRelease(text, this.#checks);
      // A genuine release under another one's name would answer for the wrong window.
      return opened.id === id ? opened : refusalOf(id, 'not_the_named_release');
    } catch (error) {
      if (isAppError(error, 'release_invalid')) return refusalOf(id, error.detail.problem);
      throw error;
    }
  }

  async #storedIds(): Promise<readonly string[]> {
    const names = await namesIn(this.#ports.folder);
    return names
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => name.slice(0, -EXTENSION.length))
      .filter((id) => Slug.safeParse(id).success);
  }

  /** Ids are slugs (no separators, no leading dot), which the schema checked before they come here. */
  #fileOf(id: string): string {
    if (!Slug.safeParse(id).success) throw new AppError('not_found', {});
    return join(this.#ports.folder, `${id}${EXTENSION}`);
  }
}

function refusalOf(id: string, problem: string): Refusal {
  return { id, code: 'release_invalid', problem };
}

/** Ed25519 and SHA-256 by node:crypto, with one trusted key. */
export function checksOf(releaseKey: KeyObject): ReleaseChecks {
  const spki = releaseKey.export({ format: 'der', type: 'spki' });
  return {
    keyId: createHash('sha256').update(spki).digest('hex').slice(0, 16),
    verifySignature: (message, signature) => verify(null, message, releaseKey, signature),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  };
}
