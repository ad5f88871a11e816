import Fastify from 'fastify';
import { registerContract } from './contract-routes.ts';
import { documentation, OpenApi } from './plugins/documentation.ts';

/** The OpenAPI document of the interface as it would be served under this origin, without a bank behind it. */
export async function openApiDocument(origin: string): Promise<OpenApi> {
  const app = Fastify();
  await documentation(app, origin);
  await app.register(async (scope) => registerContract(scope, () => refuse, { clock: { read: refuse }, authenticate: refuse }));
  await app.ready();
  const document = OpenApi.parse(app.swagger());
  await app.close();
  return document;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this service only documents itself'));
}
