import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { refuseUnderPressure } from '#bank/http/plugins/protection.ts';
import { AppError } from '#shared/errors.ts';

/** The answer of a service whose event loop is said to be late by so much, as the plugin asks before every request. */
async function answerAt(delayMs: number | undefined) {
  const app = Fastify();
  app.addHook('onRequest', async (_request, reply) => refuseUnderPressure(reply, delayMs));
  app.setErrorHandler((error, _request, reply) => reply.code(error instanceof AppError && error.code === 'bank_busy' ? 503 : 500).send());
  app.get('/', async () => 'here');
  const answer = await app.inject('/');
  await app.close();
  return { status: answer.statusCode, retryAfter: answer.headers['retry-after'] };
}

test('a bank whose event loop is late says that it is busy, and when to ask again', async () => {
  expect(await answerAt(4_001)).toEqual({ status: 503, retryAfter: '5' });
});

test.each([Number.POSITIVE_INFINITY, Number.NaN, undefined])('a delay of %s was not measured, and refuses nobody', async (delayMs) => {
  expect(await answerAt(delayMs)).toEqual({ status: 200, retryAfter: undefined });
});
