import type { z } from 'zod';
import type { Artefact } from './artefacts.ts';
import type { Role } from '../../session/roles.ts';

/**
 * One HTTP endpoint of the bank, read by the service (routes, OpenAPI), the desktop application's client and the tests.
 * Bodies and answers are strict: unknown keys are refused on both sides.
 */
export interface Endpoint<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` parameters, for example `/v1/campaigns/:campaignId`. */
  readonly path: string;
  readonly summary: string;
  /** Roles that may call it; `public` needs no token. Everything else is refused. */
  readonly access: 'public' | readonly Role[];
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  /**
   * What its answers hold about customers, `none` for nothing. The answer's schema marks where (`holding`); the bank does not start where the two differ
   * or where the ledger has no charge for it.
   */
  readonly carries: 'none' | readonly Artefact[];
  /** Most bytes of the body; the service's own limit unless said. */
  readonly bodyLimitBytes?: number;
  /** Status of a success; 200 unless said. */
  readonly status?: 200 | 201 | 204;
}

export type AnyEndpoint = Endpoint<any, any, any, any>;

export function defineEndpoint<
  Answer extends z.ZodType,
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
>(endpoint: Endpoint<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return endpoint;
}

type Part<Name extends 'params' | 'query' | 'body', Of> = Of extends z.ZodNever
  ? unknown
  : Of extends z.ZodType
    ? { readonly [Key in Name]: z.input<Of> }
    : unknown;

/** Arguments of a call: `params`, `query` and `body`, each only where the endpoint has it. */
export type EndpointInput<E> =
  E extends Endpoint<infer Params, infer Query, infer Body, z.ZodType>
    ? Part<'params', Params> & Part<'query', Query> & Part<'body', Body>
    : never;

export type EndpointAnswer<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer Answer> ? z.output<Answer> : never;
