import { readFile, rm } from 'node:fs/promises';
import { Account } from '#shared/contracts/http/market.ts';
import { z } from 'zod';
import { isMissing, writeFileAtomically } from '../files/atomic-file.ts';
import { parseJson } from '../files/json-file.ts';

/** Encryption by the machine's keyring; undefined where there is none worth the name. */
export interface Keyring {
  readonly encrypt: (text: string) => Buffer;
  readonly decrypt: (bytes: Buffer) => string;
}

export const SavedSession = z.strictObject({
  format: z.literal('florin-session/1'),
  issuer: z.string(),
  clientId: z.string(),
  refreshToken: z.string().min(1),
  /** Who signed in last, so that drafts and reach open while the bank cannot be reached. */
  account: Account,
});
export type SavedSession = z.infer<typeof SavedSession>;

/**
 * Keeps the refresh token between two starts, encrypted by the machine's keyring. Without a keyring nothing is written at all:
 * the person signs in at every start.
 */
export class SessionVault {
  readonly #file: string;
  readonly #keyring: Keyring | undefined;

  constructor(file: string, keyring: Keyring | undefined) {
    this.#file = file;
    this.#keyring = keyring;
  }

  /** The saved session of this issuer and client; undefined where there is none that can be read. */
  async load(issuer: string, clientId: string): Promise<SavedSession | undefined> {
    if (this.#keyring === undefined) return undefined;
    let text: string;
    try {
      text = this.#keyring.decrypt(await readFile(this.#file));
    } catch (error) {
      if (!isMissing(error)) await this.clear();
      return undefined;
    }
    const parsed = SavedSession.safeParse(parseJson(text));
    if (!parsed.success || parsed.data.issuer !== issuer || parsed.data.clientId !== clientId) return undefined;
    return parsed.data;
  }

  async save(session: SavedSession): Promise<void> {
    if (this.#keyring === undefined) return;
    await writeFileAtomically(this.#file, this.#keyring.encrypt(JSON.stringify(session)));
  }

  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
