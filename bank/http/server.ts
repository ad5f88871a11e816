import { createServer, type Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import type Provider from 'oidc-provider';
import type { TokenIdentity } from '../identity/access-token.ts';
import { callerOf, displayNameOf } from '../identity/accounts.ts';
import type { BankServices } from '../services.ts';
import { type AnyHandler, registerContract } from './contract-routes.ts';
import type { AnswerPage } from './endpoint.ts';
import { PRIVACY_PAGE } from './pages/privacy-page.ts';
import { authenticator } from './plugins/authentication.ts';
import { documentation } from './plugins/documentation.ts';
import { identityRoutes } from './plugins/identity.ts';
import { protect } from './plugins/protection.ts';
import { BODY_LIMIT_BYTES, correlationId, problemAnswers } from './problem.ts';
import { campaignHandlers } from './routes/campaigns.ts';
import { dialogueHandlers } from './routes/dialogue.ts';
import { fileHandlers } from './routes/files.ts';
import { cooperationHandlers } from './routes/cooperation.ts';
import { healthHandler, marketHandlers } from './routes/market.ts';
import { privacyHandler } from './routes/privacy.ts';
import { quoteHandlers } from './routes/quotes.ts';
import { reviewHandlers } from './routes/review.ts';
import { testMessageHandlers } from './routes/test-messages.ts';

export interface ServerOptions {
  readonly services: BankServices;
  /** The bank's public origin, which the issuer and the OpenAPI document name. */
  readonly origin: string;
  readonly provider: Provider;
  readonly verifyToken: (token: string) => Promise<TokenIdentity>;
  /** The machine's clock, epoch milliseconds: for sign-in waits, never for the market. */
  readonly now: () => number;
  /** Listens already, or will; the application only answers its requests. */
  readonly server?: Server;
  readonly requestsPerMinute?: number;
  readonly mostDelayMs?: number;
  /** Where log lines go; left out, nothing is logged. */
  readonly logTo?: NodeJS.WritableStream;
}

const REQUESTS_PER_MINUTE = 1_200;

/** Answers that are also pages, by the name of their endpoint. */
const PAGES: ReadonlyMap<string, AnswerPage> = new Map([['privacy', PRIVACY_PAGE]]);

/** The whole HTTP side of the bank: the contract's endpoints, the OpenID provider, the documents. Ready to be injected or served. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { services, logTo } = options;
  const server = options.server ?? createServer();
  const settings: FastifyServerOptions<Server> = {
    bodyLimit: BODY_LIMIT_BYTES,
    // The bank's reverse proxy, where there is one, is the only way in; directly on loopback nothing is trusted.
    trustProxy: options.origin.startsWith('https:'),
    genReqId: (request) => correlationId(request.headers['x-correlation-id']),
    logController: new LogController({ disableRequestLogging: true }),
    logger: logTo === undefined ? false : { level: 'info', stream: { write: (line: string) => void logTo.write(line) }, base: null },
    serverFactory: (handler) => server.on('request', handler),
  };
  const app = Fastify(settings);
  problemAnswers(app);
  logRequests(app);
  readOnlyJson(app);
  await protect(app, {
    requestsPerMinute: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    ...(options.mostDelayMs === undefined ? {} : { mostDelayMs: options.mostDelayMs }),
  });
  await documentation(app, options.origin);
  await app.register(async (scope) =>
    registerContract(scope, handlersOf(services), {
      clock: services.clock,
      pageOf: (name) => PAGES.get(name),
      authenticate: authenticator({ verifyToken: options.verifyToken, findCaller: (identity) => callerOf(services, identity) }),
    }),
  );
  identityRoutes(app, {
    provider: options.provider,
    database: services.database,
    now: options.now,
    displayNameOf: (accountId) => displayNameOf(services, accountId),
  });
  await app.ready();
  return app;
}

function handlersOf(services: BankServices): (name: string) => AnyHandler | undefined {
  const reviewing = Object.entries(reviewHandlers(services)).map(([name, handler]): [string, AnyHandler] => [`review.${name}`, handler]);
  const handlers = new Map<string, AnyHandler>([
    ...Object.entries<AnyHandler>({
      ...marketHandlers(services),
      ...campaignHandlers(services),
      ...cooperationHandlers(services),
      ...dialogueHandlers(services),
      ...quoteHandlers(services),
      ...fileHandlers(services),
      ...testMessageHandlers(services),
      health: healthHandler(services),
      privacy: privacyHandler(services),
    }),
    ...reviewing,
  ]);
  return (name) => handlers.get(name);
}

/** JSON and nothing else; an empty body counts as none. */
function readOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    return app.getDefaultJsonParser('error', 'error')(request, String(body), done);
  });
}

/** One line per request: the route's pattern, status, time, correlation id. No address, no query, no header, no person. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-correlation-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    });
    done();
  });
}
