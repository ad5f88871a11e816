import type { FastifyRequest } from 'fastify';
import { AppError } from '#shared/errors.ts';
import type { TokenIdentity } from '../../identity/access-token.ts';
import type { Caller } from '../../policy/caller.ts';

export interface AuthenticationPorts {
  /** @throws AppError `not_signed_in` for a token that is not the bank's, is expired or is for something else */
  readonly verifyToken: (token: string) => Promise<TokenIdentity>;
  /** The account behind it as the database has it now; undefined when it is disabled, gone, or its sign-in was revoked. */
  readonly findCaller: (identity: TokenIdentity) => Promise<Caller | undefined>;
}

/** Who calls. The token says which account; everything else about the person comes from the database at every call. */
export function authenticator(ports: AuthenticationPorts): (request: FastifyRequest) => Promise<Caller> {
  return async (request) => {
    const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new AppError('not_signed_in', {});
    const caller = await ports.findCaller(await ports.verifyToken(token));
    if (caller === undefined) throw new AppError('not_signed_in', {});
    return caller;
  };
}
