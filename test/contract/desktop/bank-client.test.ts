import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { marketEndpoints } from '#shared/contracts/http/market.ts';
import { BankClient, type TokenSource } from '../../../electron/main/bank-client/bank-client.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { nthId } from '../../fixtures/desktop/fakes.ts';
import { closeServer, listen } from '../../fixtures/desktop/identity-provider.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let baseUrl: string;
let seen: Seen[];
let reports: string[];
let tokens: TokenSource;
let respond: (response: ServerResponse, request: IncomingMessage) => void;

const json = (response: ServerResponse, status: number, body: unknown, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
};
const problem = (response: ServerResponse, status: number, code: string, detail: object): void =>
  json(response, status, { type: 'about:blank', title: code, status, code, detail, correlationId: 'c-1' }, 'application/problem+json');

beforeEach(async () => {
  seen = [];
  reports = [];
  respond = (response) => json(response, 200, { campaigns: 1, invitations: 0, queue: 0, results: 2, comments: 0 });
  tokens = {
    accessToken: async () => 'first',
    replacementFor: async () => 'second',
    expire: async () => {
      reports.push('expired');
    },
  };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', authorization: request.headers.authorization, body });
      respond(response, request);
    });
  });
  baseUrl = await listen(server);
});
afterEach(() => closeServer(server));

const bank = (changes: { readonly baseUrl?: string; readonly timeoutMs?: number } = {}): BankClient =>
  new BankClient({
    baseUrl: changes.baseUrl ?? baseUrl,
    tokens,
    reachable: () => reports.push('reachable'),
    unreachable: () => reports.push('unreachable'),
    wait: () => Promise.resolve(),
    timeoutMs: changes.timeoutMs ?? 5_000,
  });
const submission = { params: { campaignId: nthId(1) }, body: { submissionId: nthId(2), content: aContent(), releaseId: 'r-1' } };
const drop = (response: ServerResponse): void => {
  response.destroy();
};

test('a call goes to the endpoint of the contract with the token, and its parsed answer comes back', async () => {
  const counts = await bank({ baseUrl: `${baseUrl}/bank/` }).call(campaignEndpoints.waitingWork, {});
  expect(counts).toEqual({ campaigns: 1, invitations: 0, queue: 0, results: 2, comments: 0 });
  expect(seen).toEqual([{ method: 'GET', url: '/bank/v1/waiting-work', authorization: 'Bearer first', body: '' }]);
  expect(reports).toEqual(['reachable']);
});

test('a public endpoint is called without a token', async () => {
  respond = (response) => json(response, 200, { status: 'ready', now: '2026-03-02T08:00:00.000Z' });
  await bank().call(marketEndpoints.health, {});
  expect(seen[0]?.authorization).toBeUndefined();
});

test.each([
  ['an unknown key', { campaigns: 1, invitations: 0, queue: 0, results: 2, comments: 0, customers: [] }],
  ['a missing key', { campaigns: 1, invitations: 0, queue: 0 }],
  ['a wrong type', { campaigns: '1', invitations: 0, queue: 0, results: 2, comments: 0 }],
  ['no JSON object', 'hello'],
])('an answer with %s is refused, never half used', async (_what, body) => {
  respond = (response) => json(response, 200, body);
  await expect(bank().call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({
    code: 'bank_answer_invalid',
    detail: { endpoint: '/v1/waiting-work' },
  });
});

test('a success with another status than the contract says is refused', async () => {
  respond = (response) => json(response, 200, {});
  await expect(bank().call(campaignEndpoints.submit, submission)).rejects.toMatchObject({ code: 'bank_answer_invalid' });
});

test('a refusal becomes the error that its problem document names, with its facts', async () => {
  respond = (response) => problem(response, 422, 'audience_too_small', { minimum: 100, required: 195 });
  await expect(bank().call(campaignEndpoints.submit, submission)).rejects.toMatchObject({
    code: 'audience_too_small',
    detail: { minimum: 100, required: 195 },
  });
});

test('a code that this application does not know is an internal error under the bank’s correlation id', async () => {
  respond = (response) => problem(response, 400, 'brand_new_code', {});
  await expect(bank().call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({
    code: 'internal',
    detail: { correlationId: 'c-1' },
  });
});

test('a refused token is replaced once, and the call is made with the fresh one', async () => {
  respond = (response, request) =>
    request.headers.authorization === 'Bearer second'
      ? json(response, 200, { campaigns: 0, invitations: 0, queue: 0, results: 0, comments: 0 })
      : problem(response, 401, 'not_signed_in', {});
  await bank().call(campaignEndpoints.waitingWork, {});
  expect(seen.map((one) => one.authorization)).toEqual(['Bearer first', 'Bearer second']);
  expect(reports).not.toContain('expired');
});

test('a refused replacement ends the session', async () => {
  respond = (response) => problem(response, 401, 'not_signed_in', {});
  await expect(bank().call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({ code: 'not_signed_in' });
  expect(seen).toHaveLength(2);
  expect(reports.at(-1)).toBe('expired');
});

test('reading is tried three times before the bank counts as unreachable', async () => {
  respond = drop;
  await expect(bank().call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({ code: 'bank_unreachable', detail: { attempts: 3 } });
  expect(seen).toHaveLength(3);
  expect(reports).toEqual(['unreachable']);
});

test('a change that the bank may have made already is not sent again', async () => {
  respond = drop;
  await expect(bank().call(campaignEndpoints.submit, submission)).rejects.toMatchObject({
    code: 'bank_unreachable',
    detail: { attempts: 1 },
  });
  expect(seen).toHaveLength(1);
});

test('a change under an id that the bank takes once is sent again, with the same body', async () => {
  respond = drop;
  await expect(bank().call(campaignEndpoints.submit, submission, { idempotent: true })).rejects.toMatchObject({ code: 'bank_unreachable' });
  expect(seen).toHaveLength(3);
  expect(new Set(seen.map((one) => one.body)).size).toBe(1);
});

test.each([502, 503, 504])('status %i of a proxy in front of the bank is the same as no answer', async (status) => {
  respond = (response) => json(response, status, {});
  await expect(bank().call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({ code: 'bank_unreachable' });
});

test('a bank that does not answer in time is unreachable', async () => {
  respond = () => undefined;
  await expect(bank({ timeoutMs: 40 }).call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({ code: 'bank_unreachable' });
});

test('a redirect to somewhere else is not followed', async () => {
  respond = (response, request) =>
    request.url === '/v1/waiting-work' ? response.writeHead(302, { location: '/elsewhere' }).end() : json(response, 200, {});
  await expect(bank().call(campaignEndpoints.waitingWork, {})).rejects.toMatchObject({ code: 'bank_unreachable' });
  expect(seen.map((one) => one.url)).not.toContain('/elsewhere');
});

test('a call that was given up is cancelled and says nothing about the bank', async () => {
  const giveUp = new AbortController();
  respond = () => giveUp.abort();
  await expect(bank().call(campaignEndpoints.waitingWork, {}, { signal: giveUp.signal })).rejects.toMatchObject({ code: 'cancelled' });
  expect(reports).toEqual([]);
});

test.each(['../secrets', 'a/b', '', '.hidden'])('a release id like %j never leaves the machine', async (releaseId) => {
  await expect(bank().call(marketEndpoints.release, { params: { releaseId } })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(seen).toEqual([]);
});
