import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { writeWhole } from '../storage/data-directory.ts';

const PrivateEs256Key = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});

const IdentityKeys = z.strictObject({
  format: z.literal('florin-identity-keys/1'),
  signingKey: PrivateEs256Key,
  /** Signs the sign-in pages' cookies. */
  cookieKey: z.string().min(43),
});
export type IdentityKeys = z.infer<typeof IdentityKeys>;

const FILE = 'identity.json';

/** The provider's keys; made at the first start, readable by the owner alone. */
export async function identityKeys(keysDirectory: string): Promise<IdentityKeys> {
  const file = path.join(keysDirectory, FILE);
  if (existsSync(file)) return IdentityKeys.parse(JSON.parse(await readFile(file, 'utf8')));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y, d } = await exportJWK(privateKey);
  const keys = IdentityKeys.parse({
    format: 'florin-identity-keys/1',
    signingKey: { kty, crv, x, y, d, kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' },
    cookieKey: randomBytes(32).toString('base64url'),
  });
  await writeWhole(file, `${JSON.stringify(keys)}\n`, 0o600);
  return keys;
}

/** The part of the signing key that anybody may have. */
export function publicSigningKey(keys: IdentityKeys): Omit<IdentityKeys['signingKey'], 'd'> {
  const { d: _private, ...open } = keys.signingKey;
  return open;
}
