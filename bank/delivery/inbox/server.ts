import { timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { Sha256 } from '#shared/units.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { inboxToken, webhookVerificationKey } from '../webhook/keys.ts';
import { AnyWebhook } from '../webhook/payload.ts';
import { verifyWebhook } from '../webhook/signature.ts';
import { activateMessage, imageOf, messagesOf, openMessage, storeWebhook } from './messages.ts';
import { listTests, storeTest } from './test-messages.ts';

const BODY_LIMIT_BYTES = 4 * 1_024 * 1_024;
export const WEBHOOK_PATH = '/v1/webhooks';

export interface InboxService {
  /** Base address, `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The bank's inbox service: takes signed webhooks and keeps their messages. In a demonstration market it also serves the customers' app (list, open,
 * activate) to whoever has the bearer token from the keys folder; elsewhere these routes do not exist.
 */
export async function startInbox(bank: Bank, port = 0): Promise<InboxService> {
  const server = Fastify({ bodyLimit: BODY_LIMIT_BYTES, logger: false, forceCloseConnections: true });
  const verificationKey = webhookVerificationKey(bank.keysDirectory);
  // The signature covers the bytes, so the body is parsed only after it was verified.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, _request, reply) => {
    const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
    return refuse(reply, status >= 400 && status < 500 ? status : 500, status < 500 ? 'invalid_input' : 'internal');
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'not_found'));

  server.get('/v1/health', () => ({ status: 'ready', service: 'inbox' }));
  server.post(WEBHOOK_PATH, async (request, reply) => {
    const time = await bank.clock.read();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const verdict = verifyWebhook(verificationKey, request.headers, body, Math.floor(Date.parse(time.now) / 1_000));
    if (verdict.kind === 'refused') return refuse(reply, 401, `webhook_${verdict.reason}`);
    const webhook = parseBody(body);
    if (webhook === undefined) return refuse(reply, 400, 'invalid_input');
    if (webhook.type === 'offer.delivered') return { result: await storeWebhook(bank.database, verdict.webhookId, webhook, time) };
    // Its own id is the test's: a signed test cannot be taken again under another one.
    if (webhook.data.testId !== verdict.webhookId) return refuse(reply, 400, 'invalid_input');
    return { result: await storeTest(bank.database, webhook, time) };
  });
  if (bank.profile.demo) addCustomerRoutes(server, bank);

  const url = await server.listen({ host: '127.0.0.1', port });
  return { url, close: () => server.close() };
}

const CustomerParams = z.strictObject({ customerId: z.string().min(1).max(200) });
const ImageParams = z.strictObject({ imageHash: Sha256 });
const MessageParams = CustomerParams.extend({ deliveryId: z.uuid() });

function addCustomerRoutes(server: FastifyInstance, bank: Bank): void {
  const expected = Buffer.from(`Bearer ${inboxToken(bank.keysDirectory)}`);
  server.register(async (customers) => {
    customers.addHook('onRequest', async (request, reply) => {
      const given = Buffer.from(request.headers.authorization ?? '');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return refuse(reply, 401, 'not_signed_in');
      return undefined;
    });
    customers.get('/v1/customers/:customerId/messages', async (request, reply) => {
      const params = CustomerParams.safeParse(request.params);
      if (!params.success) return refuse(reply, 404, 'not_found');
      return { messages: await messagesOf(bank.database, params.data.customerId) };
    });
    customers.get('/v1/test-messages', async () => ({ messages: await listTests(bank.database) }));
    customers.get('/v1/images/:imageHash', async (request, reply) => {
      const params = ImageParams.safeParse(request.params);
      const image = params.success ? await imageOf(bank.database, params.data.imageHash) : undefined;
      if (image === undefined) return refuse(reply, 404, 'not_found');
      return reply.type(image.mediaType).header('x-content-type-options', 'nosniff').send(image.bytes);
    });
    customers.post('/v1/customers/:customerId/messages/:deliveryId/open', async (request, reply) => {
      const params = MessageParams.safeParse(request.params);
      const found =
        params.success && (await openMessage(bank.database, params.data.customerId, params.data.deliveryId, await bank.clock.read()));
      return found ? { result: 'opened' } : refuse(reply, 404, 'not_found');
    });
    customers.post('/v1/customers/:customerId/messages/:deliveryId/activate', async (request, reply) => {
      const params = MessageParams.safeParse(request.params);
      if (!params.success) return refuse(reply, 404, 'not_found');
      const result = await activateMessage(bank.database, params.data.customerId, params.data.deliveryId, await bank.clock.read());
      if (result === 'missing') return refuse(reply, 404, 'not_found');
      return result === 'too_late' ? refuse(reply, 409, 'activation_too_late') : { result };
    });
  });
}

function parseBody(body: Buffer): AnyWebhook | undefined {
  try {
    const parsed = AnyWebhook.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function refuse(reply: FastifyReply, status: number, code: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', status, code });
}
