import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { AppError } from '#shared/errors.ts';
import { z } from 'zod';

export interface HttpRequest {
  /** The endpoint's path as the contract writes it; what logs and errors name. */
  readonly name: string;
  readonly method: AnyEndpoint['method'];
  readonly url: string;
  readonly body: string | undefined;
}

const Fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).optional());

/**
 * Builds the request of an endpoint. Everything is checked against the endpoint's schemas before it leaves.
 * @throws AppError `invalid_input`
 */
export function requestOf(baseUrl: string, endpoint: AnyEndpoint, input: Readonly<Record<string, unknown>>): HttpRequest {
  const params = endpoint.params === undefined ? {} : Fields.parse(checked(endpoint.params, input['params'], 'params'));
  const query = endpoint.query === undefined ? {} : Fields.parse(checked(endpoint.query, input['query'], 'query'));
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_whole, name: string) => encodeURIComponent(String(params[name])));
  const url = new URL(baseUrl.replace(/\/+$/, '') + path);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const body = endpoint.body === undefined ? undefined : JSON.stringify(checked(endpoint.body, input['body'], 'body'));
  return { name: endpoint.path, method: endpoint.method, url: url.href, body };
}

function checked(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: [part, ...issue.path].join('.'), problem: issue.message }));
  throw new AppError('invalid_input', { issues });
}
