import { createLocalJWKSet, errors as joseErrors, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { type IdentityKeys, publicSigningKey } from './keys.ts';
import { BANK_RESOURCE, DESKTOP_CLIENT_ID, GRANT_CLAIM } from './provider.ts';

/** What a valid token says. Role and merchant are never taken from it. */
export interface TokenIdentity {
  readonly accountId: string;
  readonly grantId: string;
}

const Claims = z.object({ sub: z.uuid(), exp: z.number(), client_id: z.literal(DESKTOP_CLIENT_ID), [GRANT_CLAIM]: z.string().min(1) });
/** Verified tokens kept at once; the oldest go first. */
const CACHE_SIZE = 10_000;

/**
 * Verifies access tokens: signature, issuer, audience, type and time. A token is verified once and then known until it expires.
 * @param now the machine's clock, epoch milliseconds
 */
export function tokenVerifier(issuer: string, keys: IdentityKeys, now: () => number): (token: string) => Promise<TokenIdentity> {
  const keySet = createLocalJWKSet({ keys: [publicSigningKey(keys)] });
  const known = new Map<string, TokenIdentity & { readonly expiresAtMs: number }>();
  return async (token) => {
    const before = known.get(token);
    if (before !== undefined && before.expiresAtMs > now()) return before;
    known.delete(token);
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        audience: BANK_RESOURCE,
        algorithms: ['ES256'],
        typ: 'at+jwt',
        currentDate: new Date(now()),
      });
      const claims = Claims.parse(payload);
      const identity = { accountId: claims.sub, grantId: claims[GRANT_CLAIM], expiresAtMs: claims.exp * 1000 };
      if (known.size >= CACHE_SIZE) for (const oldest of [...known.keys()].slice(0, CACHE_SIZE / 10)) known.delete(oldest);
      known.set(token, identity);
      return identity;
    } catch (error) {
      if (error instanceof joseErrors.JOSEError || error instanceof z.ZodError) throw new AppError('not_signed_in', {}, { cause: error });
      throw error;
    }
  };
}
