import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { BANK_RESOURCE, OIDC_PATH } from '../../identity/provider.ts';
import { DOCUMENT_PAGE_HEADERS, documentPage } from '../document-page.ts';

/** The OpenAPI 3.1 document of every route that is registered after this, at `/v1/openapi.json`, and a page to read it at `/docs`. */
export async function documentation(app: FastifyInstance, origin: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Florin bank service',
        version: '0.1.0',
        description:
          'Campaigns, review and published releases. Bodies and queries with unknown keys are refused; every refusal is problem+json (RFC 9457) with a code of the error catalogue.',
      },
      servers: [{ url: origin }],
      components: {
        securitySchemes: {
          signIn: {
            type: 'openIdConnect',
            openIdConnectUrl: `${origin}${OIDC_PATH}/.well-known/openid-configuration`,
            description: `Authorization code with PKCE (S256); access tokens for ${BANK_RESOURCE}.`,
          },
        },
      },
    },
    transform: (route) =>
      route.schema === undefined
        ? { schema: { hide: true }, url: route.url }
        : createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } })(route),
  });
  app.get('/v1/openapi.json', (_request, reply) => reply.header('cache-control', 'no-store').send(app.swagger()));
  app.get('/docs', (_request, reply) => reply.headers(DOCUMENT_PAGE_HEADERS).send(documentPage(OpenApi.parse(app.swagger()))));
}

const Content = z.looseObject({ schema: z.looseObject({}).optional() });
const Body = z.looseObject({ description: z.string().optional(), content: z.record(z.string(), Content).optional() });
const Parameter = z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() });
const Operation = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z.array(Parameter).optional(),
  requestBody: Body.optional(),
  responses: z.record(z.string(), Body),
});

/** The parts of the document that the page and `docs/api.md` are made of. */
export const OpenApi = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});
export type OpenApi = z.infer<typeof OpenApi>;
export type OpenApiOperation = z.infer<typeof Operation>;
