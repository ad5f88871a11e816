import { createHash, type KeyObject, verify } from 'node:crypto';
import { marketEndpoints } from '#shared/contracts/http/market.ts';
import type { ReleaseShelf } from '#shared/contracts/ipc/contract.ts';
import type { ReleaseChecks } from '#shared/reach/decode-release.ts';
import type { ReleaseSummary } from '#shared/reach/release.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import type { Log } from '../log.ts';
import { type Refusal, VerifiedFolder } from './verified-folder.ts';

export interface ReleaseStorePorts {
  readonly folder: string;
  /** Where a merchant's slices are kept: a folder for each. */
  readonly slicesOf: (merchantId: string) => string;
  /** The merchant that is signed in; undefined for the bank's people and while nobody is. */
  readonly merchantId: () => string | undefined;
  /** The key of the connection file; the only signer that is accepted. */
  readonly releaseKey: KeyObject;
  readonly bank: Bank;
  readonly now: () => string;
  readonly log: Log;
}

/** One file that the bank listed and this machine does not hold as listed. */
interface Missing {
  readonly fetch: () => Promise<Refusal | undefined>;
}

/**
 * The bank's releases on this machine, and the signed-in merchant's own slices of them. Every file is verified (signature, canonical form, sizes,
 * charges, whose slice it is) when it arrives and again every time it is read from disk; one that fails is refused with its problem and never handed
 * out, the others go on working.
 */
export class ReleaseStore {
  readonly #ports: ReleaseStorePorts;
  readonly #checks: ReleaseChecks;
  readonly #releases: VerifiedFolder;
  /** What the last refresh refused: files that never reached the disk, and for whom they were fetched. */
  #refusedOnTheWay: { readonly merchantId: string | undefined; readonly refusals: readonly Refusal[] } = {
    merchantId: undefined,
    refusals: [],
  };
  #fetchedAt: string | null = null;
  #fetching: ReleaseShelf['fetching'] = null;
  #refreshing: Promise<ReleaseShelf> | undefined;

  constructor(ports: ReleaseStorePorts) {
    this.#ports = ports;
    this.#checks = checksOf(ports.releaseKey);
    this.#releases = new VerifiedFolder(ports.folder, undefined, this.#checks);
  }

  /** Files on disk that verify, oldest publication first, a release before its slice; and those that do not verify. */
  async readShelf(): Promise<ReleaseShelf> {
    const own = await this.#releases.read();
    const slices = (await this.#slices()?.read()) ?? { releases: [], refused: [] };
    const releases = [...own.releases, ...slices.releases];
    const refused = [...own.refused, ...slices.refused];
    const seen = new Set(refused.map((one) => one.id));
    if (this.#refusedOnTheWay.merchantId === this.#ports.merchantId())
      refused.push(...this.#refusedOnTheWay.refusals.filter((one) => !seen.has(one.id)));
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
    const merchantId = this.#ports.merchantId();
    const slices = this.#slices();
    await this.#releases.tidy();
    await slices?.tidy();
    const { releases: listed } = await this.#ports.bank.call(marketEndpoints.releases, {});
    const missing = (await Promise.all(listed.map((summary) => this.#missingOf(summary, slices)))).flat();
    const refused: Refusal[] = [];
    for (const [index, file] of missing.entries()) {
      this.#fetching = { left: missing.length - index, listed: Math.max(listed.length, missing.length) };
      const refusal = await file.fetch();
      if (refusal !== undefined) {
        refused.push(refusal);
        this.#ports.log.problem('release refused', { release: refusal.id, problem: refusal.problem });
      }
    }
    this.#refusedOnTheWay = { merchantId, refusals: refused };
    this.#fetching = null;
    this.#fetchedAt = this.#ports.now();
    return this.readShelf();
  }

  /** What is to be fetched for one row of the list: the release, the slice. Withdrawn ones are removed. */
  async #missingOf(summary: ReleaseSummary, slices: VerifiedFolder | undefined): Promise<readonly Missing[]> {
    const { bank } = this.#ports;
    const params = { releaseId: summary.id };
    if (summary.withdrawn) {
      await this.#releases.remove(summary.id);
      if (summary.slice !== undefined) await slices?.remove(summary.slice.id);
      return [];
    }
    const missing: Missing[] = [];
    if (!(await this.#releases.holds(summary.id, summary.sha256)))
      missing.push({
        fetch: async () => {
          const { file } = await bank.call(marketEndpoints.release, { params });
          return this.#releases.store(summary.id, summary.sha256, summary.window, file);
        },
      });
    const { slice } = summary;
    if (slice !== undefined && slices !== undefined && !(await slices.holds(slice.id, slice.sha256)))
      missing.push({
        fetch: async () => {
          const { file } = await bank.call(marketEndpoints.releaseSlice, { params });
          return slices.store(slice.id, slice.sha256, summary.window, file);
        },
      });
    return missing;
  }

  #slices(): VerifiedFolder | undefined {
    const merchantId = this.#ports.merchantId();
    return merchantId === undefined ? undefined : new VerifiedFolder(this.#ports.slicesOf(merchantId), merchantId, this.#checks);
  }
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
