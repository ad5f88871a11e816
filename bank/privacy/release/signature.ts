import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import type { ReleaseChecks } from '#shared/reach/decode-release.ts';

/** Signs the first line of a release file. */
export interface ReleaseSigner {
  /** First 16 hexadecimal digits of the SHA-256 of the public key's SPKI bytes. */
  readonly keyId: string;
  sign(message: Uint8Array): Uint8Array;
}

/** A new Ed25519 private key as PEM text (PKCS #8). */
export function newPrivateKey(): string {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}

/** The public half of a private key, PEM (SPKI). */
export function publicKeyOf(privatePem: string): string {
  const pem = createPublicKey(ed25519Key(() => createPrivateKey(privatePem))).export({ type: 'spki', format: 'pem' });
  return typeof pem === 'string' ? pem : pem.toString('ascii');
}

/** @throws AppError `release_invalid` when the text is not an Ed25519 private key */
export function releaseSigner(privatePem: string): ReleaseSigner {
  const privateKey = ed25519Key(() => createPrivateKey(privatePem));
  return { keyId: keyIdOf(createPublicKey(privateKey)), sign: (message) => sign(null, message, privateKey) };
}

/**
 * What `openRelease` needs to trust one public key (PEM, SPKI).
 * @throws AppError `release_invalid` when the text is not an Ed25519 public key
 */
export function releaseChecks(publicPem: string): ReleaseChecks {
  const publicKey = ed25519Key(() => createPublicKey(publicPem));
  return {
    keyId: keyIdOf(publicKey),
    verifySignature: (message, signature) => verify(null, message, publicKey, signature),
    sha256,
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function keyIdOf(publicKey: KeyObject): string {
  return sha256(publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16);
}

function ed25519Key(read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (error) {
    throw new AppError('release_invalid', { problem: 'key_unreadable' }, { cause: error });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new AppError('release_invalid', { problem: 'key_unreadable' });
  return key;
}
