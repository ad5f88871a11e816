import { link, open, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { ReleaseChecks } from '#shared/reach/decode-release.ts';
import { newPrivateKey, publicKeyOf, type ReleaseSigner, releaseChecks, releaseSigner } from '../privacy/release/signature.ts';
import { writeWhole } from '../storage/data-directory.ts';

/** The bank's release key in the data directory's `keys/`, PEM. The private half is readable by its owner alone; the public half lies beside it to be handed out. */
const PRIVATE_FILE = 'release-signing.pem';
const PUBLIC_FILE = 'release-signing.pub.pem';
const OWNER_ONLY = 0o600;

export interface SigningKey {
  readonly signer: ReleaseSigner;
  readonly checks: ReleaseChecks;
  readonly publicPem: string;
}

/** The bank's release key; made on first use, never replaced. Two processes that start at once end with the same key. */
export async function openSigningKey(keysDirectory: string): Promise<SigningKey> {
  const privateFile = path.join(keysDirectory, PRIVATE_FILE);
  const privatePem = (await readIfPresent(privateFile)) ?? (await createKey(privateFile));
  const publicPem = publicKeyOf(privatePem);
  const publicFile = path.join(keysDirectory, PUBLIC_FILE);
  if ((await readIfPresent(publicFile)) !== publicPem) await writeWhole(publicFile, publicPem);
  return { signer: releaseSigner(privatePem), checks: releaseChecks(publicPem), publicPem };
}

/**
 * What is needed to verify releases of a data directory; needs neither the private key nor the database.
 * @throws AppError `file_unreadable` when the bank has no key yet
 */
export async function readReleaseChecks(keysDirectory: string): Promise<ReleaseChecks> {
  return releaseChecks(await readTextFile(path.join(keysDirectory, PUBLIC_FILE)));
}

/** @throws AppError `file_unreadable` */
export async function readTextFile(file: string): Promise<string> {
  const text = await readIfPresent(file);
  if (text === undefined) throw new AppError('file_unreadable', { file });
  return text;
}

async function createKey(privateFile: string): Promise<string> {
  const temporary = `${privateFile}.${process.pid}.new`;
  const handle = await open(temporary, 'w', OWNER_ONLY);
  try {
    await handle.writeFile(newPrivateKey());
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // Unlike a rename this does not replace a key that another process made meanwhile.
    await link(temporary, privateFile);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  return readFile(privateFile, 'utf8');
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
