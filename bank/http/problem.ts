import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '#shared/contracts/http/problem.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { contractEndpoints } from './contract-routes.ts';

/** What every operation may answer besides its success, for the OpenAPI document. */
export const PROBLEM_RESPONSES = {
  default: { description: 'A refusal (RFC 9457)', content: { 'application/problem+json': { schema: Problem } } },
} as const;

export const BODY_LIMIT_BYTES = 262_144;

/** Statuses of the codes that this service answers; any other code is the bank's own failure. */
export const ERROR_STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  invalid_input: 400,
  submission_id_reused: 409,
  not_signed_in: 401,
  not_permitted: 403,
  maker_may_not_approve: 403,
  second_person_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  version_conflict: 409,
  transition_refused: 409,
  hash_mismatch: 409,
  claimed_by_another: 409,
  too_large: 413,
  unsupported_media_type: 415,
  campaign_invalid: 422,
  shares_not_whole: 422,
  shop_not_joinable: 422,
  partners_not_agreed: 422,
  audience_too_small: 422,
  audience_not_answerable: 422,
  quote_balance_exhausted: 422,
  release_expired: 422,
  file_refused: 422,
  files_missing: 422,
  too_many_comments: 422,
  inbox_unreachable: 424,
  too_many_requests: 429,
  bank_busy: 503,
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Sign in first',
  403: 'Not permitted',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Refused by a rule',
  424: 'Another service is needed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Busy',
};

/** Every refusal leaves as problem+json: a code of the catalogue and its facts, never a message, a stack or a name of something internal. */
export function problemAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, toAppError(error, request.routeOptions.bodyLimit)));
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url.split('?')[0] ?? '');
    const isKnown = allowed.length > 0 && !allowed.includes(request.method);
    if (isKnown) reply.header('allow', allowed.join(', '));
    sendProblem(request, reply, isKnown ? new AppError('method_not_allowed', { allowed }) : new AppError('not_found', {}));
  });
}

/** A correlation id that the caller chose, where it is a UUID; a new one otherwise. */
export function correlationId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(header) ? header : randomUUID();
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, failure: AppError): void {
  const status = ERROR_STATUS[failure.code] ?? 500;
  if (status >= 500) request.log.error({ err: failure.cause ?? failure, code: failure.code }, 'request failed');
  const code = status === 500 ? 'internal' : failure.code;
  const problem: Problem = {
    type: `urn:florin:problem:${code}`,
    title: TITLES[status] ?? 'Refused',
    status,
    code,
    detail: status === 500 ? { correlationId: request.id } : { ...failure.detail },
    correlationId: request.id,
  };
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="florin"');
  void reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(problem);
}

/** Refusals of the HTTP framework in the words of the catalogue. */
function toAppError(error: unknown, limitBytes: number | undefined): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error as Partial<FastifyError>; // anything can be thrown; both are read as possibly missing
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('too_large', { limitBytes: limitBytes ?? BODY_LIMIT_BYTES });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('unsupported_media_type', { expected: 'application/json' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('invalid_input', { issues: [{ path: 'body', problem: 'this is not a JSON document' }] });
  return new AppError('internal', { correlationId: '' }, { cause: error });
}

function methodsOf(path: string): readonly string[] {
  const matching = contractEndpoints().filter(([, endpoint]) => pathPattern(endpoint.path).test(path));
  return [...new Set(matching.map(([, endpoint]) => endpoint.method))];
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}$`);
}
