import type { FastifyInstance } from 'fastify';
import { httpContract } from '#shared/contracts/http/contract.ts';
import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { assertCarried } from './carried.ts';
import { type EndpointDependencies, registerEndpoint } from './endpoint.ts';

/** A handler whose input was parsed with the schemas that its type is made of. */
export type AnyHandler = (input: never) => Promise<unknown>;

/** Every endpoint of the contract by the name that errors, the OpenAPI document and the tests use: `submit`, `review.take`. */
export function contractEndpoints(): readonly (readonly [string, AnyEndpoint])[] {
  const { review, ...others } = httpContract;
  return [...Object.entries(others), ...Object.entries(review).map(([name, endpoint]) => [`review.${name}`, endpoint] as const)];
}

/**
 * Makes a route of every endpoint.
 * @throws TypeError where `handlerOf` knows none, or an answer carries what the ledger has no charge for: the service does not start with a hole in it
 */
export function registerContract(
  app: FastifyInstance,
  handlerOf: (name: string) => AnyHandler | undefined,
  dependencies: EndpointDependencies,
): void {
  for (const [name, endpoint] of contractEndpoints()) {
    const handler = handlerOf(name);
    if (handler === undefined) throw new TypeError(`endpoint ${name} has no handler`);
    assertCarried(name, endpoint);
    registerEndpoint(app, name, endpoint, handler, dependencies);
  }
}
