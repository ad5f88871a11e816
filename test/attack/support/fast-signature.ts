import { createHash } from 'node:crypto';
import { type ReleaseSigner, sha256 } from '#bank/privacy/release/signature.ts';
import type { ReleaseChecks } from '#shared/reach/decode-release.ts';

const KEY_ID = '0123456789abcdef';
const mac = (message: Uint8Array) => createHash('sha512').update('the key of the games').update(message).digest();

/** A signature as fast as a hash, so that thousands of games are played in seconds. The bank's own one is attacked in test/unit/privacy/release.test.ts. */
export const signer: ReleaseSigner = { keyId: KEY_ID, sign: mac };
export const checks: ReleaseChecks = {
  keyId: KEY_ID,
  verifySignature: (message, signature) => mac(message).equals(signature),
  sha256,
};
