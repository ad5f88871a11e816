import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AnyEndpoint, Endpoint } from '#shared/contracts/http/define.ts';
import { AppError } from '#shared/errors.ts';
import type { BankTime, Clock } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireRole } from '../policy/policy.ts';
import { prefersPage } from './preference.ts';
import { PROBLEM_RESPONSES } from './problem.ts';

type Parsed<Name extends 'params' | 'query' | 'body', Of> = Of extends z.ZodNever
  ? unknown
  : Of extends z.ZodType
    ? { readonly [Key in Name]: z.output<Of> }
    : unknown;

/** What a handler gets: the parts of the request that its endpoint declares, parsed, and one reading of the bank's clock. */
export type PublicInput<E> =
  E extends Endpoint<infer Params, infer Query, infer Body, z.ZodType>
    ? Parsed<'params', Params> & Parsed<'query', Query> & Parsed<'body', Body> & { readonly time: BankTime }
    : never;
/** The same with the signed-in person, whose role the endpoint admits. */
export type Input<E> = PublicInput<E> & { readonly caller: Caller };

export type Answer<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer Answer> ? z.input<Answer> : never;

/** One handler per endpoint of a group: a missing one does not compile. */
export type Handlers<Group> = { readonly [Name in keyof Group]: (input: Input<Group[Name]>) => Promise<Answer<Group[Name]>> };

export interface EndpointDependencies {
  readonly clock: Clock;
  /** @throws AppError `not_signed_in` */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>;
  /** The page of an endpoint that has one. */
  readonly pageOf?: (name: string) => AnswerPage | undefined;
}

/** The same answer as a page to read, for who asks for `text/html` rather than JSON. */
export interface AnswerPage {
  readonly headers: Readonly<Record<string, string>>;
  /** `answer` has passed the endpoint's schema. */
  readonly write: (answer: unknown, acceptLanguage: string | undefined) => string;
}

/** Nothing may come where the contract declares nothing. */
const Nothing = z.strictObject({});
const NoBody = z.union([z.undefined(), z.null(), Nothing]);

/**
 * Makes a route of an endpoint: who calls, may the role, is the input exactly what the contract says, the handler, and the one gate through which
 * every answer leaves: what the contract does not name is an error here and not an answer.
 */
export function registerEndpoint(
  app: FastifyInstance,
  name: string,
  endpoint: AnyEndpoint,
  handler: (input: never) => Promise<unknown>,
  dependencies: EndpointDependencies,
): void {
  const { access, answer } = endpoint;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: documentation(name, endpoint),
    // Validation is ours, below: who may not call learns nothing about what a call must look like.
    validatorCompiler: () => () => true,
    ...(endpoint.bodyLimitBytes === undefined ? {} : { bodyLimit: endpoint.bodyLimitBytes }),
    serializerCompiler: () => (value) => JSON.stringify(value),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const caller = access === 'public' ? undefined : await dependencies.authenticate(request);
      if (caller !== undefined && access !== 'public') requireRole(access, caller, name);
      const input = {
        params: parse(endpoint.params ?? Nothing, request.params, 'params'),
        query: parse(endpoint.query ?? Nothing, request.query, 'query'),
        body: parse(endpoint.body ?? NoBody, request.body, 'body'),
        time: await dependencies.clock.read(),
        caller,
      };
      // The input was parsed with the schemas that the handler's type is made of.
      const value = await handler(input as never);
      const presented = present(name, answer, value);
      const page = dependencies.pageOf?.(name);
      reply.code(endpoint.status ?? 200);
      if (page === undefined) return reply.send(presented);
      reply.header('vary', 'accept, accept-language');
      if (!prefersPage(request.headers.accept)) return reply.send(presented);
      return reply.headers(page.headers).send(page.write(presented, request.headers['accept-language']));
    },
  });
}

function parse(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 50)
    .map((issue) => ({ path: [part, ...issue.path.map(String)].join('.'), problem: issue.message }));
  // A malformed id in the address is the same as one that does not exist.
  if (part === 'params') throw new AppError('not_found', {});
  throw new AppError('invalid_input', { issues });
}

function present(name: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`the answer of ${name} does not match its contract: ${z.prettifyError(parsed.error)}`);
}

function documentation(name: string, endpoint: AnyEndpoint): object {
  const { access } = endpoint;
  return {
    operationId: name,
    summary: endpoint.summary,
    description: access === 'public' ? 'Needs no token.' : `Roles: ${access.join(', ')}.`,
    tags: [endpoint.path.split('/')[2] ?? 'bank'],
    security: access === 'public' ? [] : [{ signIn: [] }],
    ...(endpoint.params === undefined ? {} : { params: endpoint.params }),
    ...(endpoint.query === undefined ? {} : { querystring: endpoint.query }),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body }),
    response: { [endpoint.status ?? 200]: endpoint.answer, ...PROBLEM_RESPONSES },
  };
}
