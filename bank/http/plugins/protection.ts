import { createHash } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '#shared/errors.ts';

export interface ProtectionOptions {
  /** Requests per minute of one token, or of one address without a token. */
  readonly requestsPerMinute: number;
  /** Delay of the event loop from which the service says that it is busy; 4 s unless said. */
  readonly mostDelayMs?: number;
}

/** Above this delay of the event loop the service says that it is busy rather than answering late. */
const MOST_DELAY_MS = 4_000;

const RETRY_AFTER_SECONDS = 5;

/** Headers of an interface that no page may embed or script, a limit per caller, and an honest answer under load. */
export async function protect(app: FastifyInstance, { requestsPerMinute, mostDelayMs = MOST_DELAY_MS }: ProtectionOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    // Before the token is looked at, so that guessing tokens is limited as well. The key is a hash: tokens are kept nowhere.
    keyGenerator: (request) =>
      request.headers.authorization === undefined
        ? request.ip
        : createHash('sha256').update(request.headers.authorization).digest('base64'),
    errorResponseBuilder: (_request, context) => new AppError('too_many_requests', { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  await app.register(underPressure, {
    maxEventLoopDelay: mostDelayMs,
    pressureHandler: async (_request, reply, _kind, delayMs) => refuseUnderPressure(reply, delayMs),
  });
}

/**
 * A delay that is no number was not measured: a start that kept the event loop longer than the first sample gives one, and nobody is refused for it.
 * @throws AppError `bank_busy`
 */
export function refuseUnderPressure(reply: Pick<FastifyReply, 'header'>, delayMs: number | undefined): void {
  if (!Number.isFinite(delayMs)) return;
  reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  throw new AppError('bank_busy', {});
}
