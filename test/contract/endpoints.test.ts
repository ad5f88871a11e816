import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractEndpoints } from '#bank/http/contract-routes.ts';
import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { Problem } from '#shared/contracts/http/problem.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { pdf } from '../fixtures/pdfs.ts';
import { aPicture } from '../fixtures/pictures.ts';
import { ACCOUNT_NAMES, type AccountName, startTestBank, type TestBank } from '../fixtures/running-bank.ts';

const ENDPOINTS = contractEndpoints();
const PROTECTED = ENDPOINTS.filter(([, endpoint]) => endpoint.access !== 'public');
const ABOUT_A_CAMPAIGN = PROTECTED.filter(([, endpoint]) => endpoint.path.includes(':campaignId'));

/** A rule that the releases of the test bank do not answer, and that is refused because its month is not released. */
const A_MONTH_IN_ONE_REGION = {
  format: 'florin-audience/1',
  conditions: [
    { kind: 'spend', category: 'garden', window: '2025-04', bands: { from: 1, to: 4 } },
    { kind: 'regions', regions: ['noord'] },
  ],
};

/** A body that its endpoint accepts as far as its form goes. */
const BODIES: Readonly<Record<string, object>> = {
  submit: { submissionId: uuidv7(), content: aContent(), releaseId: 'any' },
  revise: { expectedVersion: 1 },
  proposeTerms: { expectedTerms: 0, name: 'Together', leadSharePercent: 50, partners: [{ merchantId: uuidv7(), sharePercent: 50 }] },
  answerInvitation: { terms: 1, answer: 'join' },
  answerRevision: { revisionHash: 'a'.repeat(64), answer: 'accept' },
  requestQuote: { audience: A_MONTH_IN_ONE_REGION },
  writeComment: { commentId: uuidv7(), text: 'Could the offer start a week later?' },
  markCommentsRead: { number: 1 },
  storeFile: { kind: 'logo', mediaType: 'image/png', base64: aPicture('logo').bytes.toString('base64') },
  storeEvidence: { mediaType: 'application/pdf', base64: pdf().toString('base64') },
  testDraft: { testId: uuidv7(), content: aContent(), channel: 'app_feed', language: 'nl', version: 'a' },
  testRevision: { testId: uuidv7(), revisionHash: 'a'.repeat(64), channel: 'app_feed', language: 'nl', version: 'a' },
  withdraw: { expectedVersion: 1 },
  control: { expectedVersion: 1, action: 'pause' },
  'review.take': { expectedVersion: 1 },
  'review.release': { expectedVersion: 1 },
  'review.decide': { expectedVersion: 1, decision: { kind: 'approve', revisionHash: 'a'.repeat(64) } },
  'review.suspend': { expectedVersion: 1, text: 'A complaint is being looked at.' },
  'review.liftSuspension': { expectedVersion: 1 },
};

let bank: TestBank;
let campaignId: string;

beforeAll(async () => {
  bank = await startTestBank();
  campaignId = uuidv7();
  const submitted = await bank.call('POST', `/v1/campaigns/${campaignId}/submissions`, {
    as: 'editor',
    body: { submissionId: uuidv7(), content: aContent(), releaseId: bank.releaseId },
  });
  expect(submitted.status, submitted.text).toBe(201);
});
afterAll(() => bank.stop());

const LOGO = aPicture('logo');
const address = (endpoint: AnyEndpoint, id = campaignId) =>
  endpoint.path.replace(':campaignId', id).replace(':releaseId', bank.releaseId).replace(':fileHash', LOGO.sha256);
const call = (name: string, endpoint: AnyEndpoint, as?: AccountName, id?: string, headers: Record<string, string> = {}) =>
  bank.call(endpoint.method, address(endpoint, id), {
    headers,
    ...(as === undefined ? {} : { as }),
    ...(BODIES[name] === undefined ? {} : { body: BODIES[name] }),
  });
/** Everything that a call could have changed. */
const state = async () => {
  const tables = [
    'campaigns',
    'revisions',
    'submissions',
    'decisions',
    'audit_events',
    'seen_marks',
    'quotes',
    'ledger_entries',
    'files',
    'revision_files',
    'cooperations',
    'campaign_partners',
    'revision_acceptances',
    'comments',
    'comment_marks',
    'test_messages',
  ] as const;
  const rows = await Promise.all(tables.map((table) => bank.bank.database.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows.map((list) => list.map((row) => JSON.stringify(row)).sort()));
};
const admits = (endpoint: AnyEndpoint, name: AccountName) =>
  endpoint.access !== 'public' && endpoint.access.includes(bank.accounts[name].role);
const admitted = (endpoint: AnyEndpoint): AccountName => {
  const name = ACCOUNT_NAMES.find((candidate) => admits(endpoint, candidate));
  if (name === undefined) throw new Error(`${endpoint.path} admits nobody`);
  return name;
};

describe.each(ENDPOINTS)('%s', (name, endpoint) => {
  test('is declared with the roles that may call it and a body fixture where it takes one', () => {
    expect(endpoint.access === 'public' || endpoint.access.length > 0).toBe(true);
    if (name !== 'health' && name !== 'privacy') expect(endpoint.access).not.toBe('public');
    expect(BODIES[name] !== undefined).toBe(endpoint.body !== undefined);
  });

  test('refuses an unknown query key and an unknown or unexpected body key, and changes nothing', async () => {
    const as = endpoint.access === 'public' ? undefined : admitted(endpoint);
    const before = await state();
    const query = await bank.call(endpoint.method, `${address(endpoint)}?surprise=1`, {
      ...(as === undefined ? {} : { as }),
      ...(BODIES[name] === undefined ? {} : { body: BODIES[name] }),
    });
    expect([query.status, query.json.code]).toEqual([400, 'invalid_input']);
    if (endpoint.method !== 'GET') {
      const body = await bank.call(endpoint.method, address(endpoint), {
        ...(as === undefined ? {} : { as }),
        body: { ...BODIES[name], surprise: true },
      });
      expect([body.status, body.json.code]).toEqual([400, 'invalid_input']);
      expect(body.json.detail.issues[0].path).toMatch(/^body/);
    }
    expect(await state()).toBe(before);
  });
});

describe.each(PROTECTED)('%s', (name, endpoint) => {
  test('needs a token', async () => {
    const before = await state();
    const answer = await call(name, endpoint);
    expect([answer.status, answer.json.code]).toEqual([401, 'not_signed_in']);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(Problem.safeParse(answer.json).success).toBe(true);
    expect(await state()).toBe(before);
  });

  test('refuses every role that it does not name, and changes nothing', async () => {
    const before = await state();
    for (const as of ACCOUNT_NAMES.filter((candidate) => !admits(endpoint, candidate))) {
      const answer = await call(name, endpoint, as);
      expect([as, answer.status, answer.json.code]).toEqual([as, 403, 'not_permitted']);
    }
    expect(await state()).toBe(before);
  });
});

describe.each(ABOUT_A_CAMPAIGN)('%s', (name, endpoint) => {
  const strangers = ACCOUNT_NAMES.filter((candidate) => candidate === 'otherEditor' || candidate === 'sensitiveEditor');

  test('answers another merchant’s campaign with the very bytes of a missing one, and changes nothing', async () => {
    const before = await state();
    // Under an id that nobody used, these are about a campaign that may still be made, so only the existing one can be asked for.
    const missingId = ['submit', 'proposeTerms', 'testDraft'].includes(name) ? undefined : uuidv7();
    for (const as of strangers.filter((candidate) => admits(endpoint, candidate))) {
      const headers = { 'x-correlation-id': '00000000-0000-4000-8000-000000000000' };
      const foreign = await call(name, endpoint, as, campaignId, headers);
      expect([foreign.status, foreign.json.code]).toEqual([404, 'not_found']);
      if (missingId !== undefined) {
        const missing = await call(name, endpoint, as, missingId, headers);
        expect(foreign.text).toBe(missing.text);
        expect(headersOf(foreign.headers)).toEqual(headersOf(missing.headers));
      }
      const nonsense = await call(name, endpoint, as, 'not-an-id', headers);
      expect(nonsense.text).toBe(foreign.text);
    }
    expect(await state()).toBe(before);
  });
});

const headersOf = (headers: Headers) => [...headers].filter(([name]) => name !== 'date' && !name.startsWith('x-ratelimit'));

describe('the edge of the service', () => {
  const problem = (answer: { status: number; json: unknown; headers: Headers }) => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const parsed = Problem.parse(answer.json);
    expect(parsed.correlationId).toBe(answer.headers.get('x-correlation-id'));
    expect(JSON.stringify(parsed)).not.toMatch(/\.ts|node_modules| at /);
    return [answer.status, parsed.code];
  };

  test('an unknown address, a wrong method, a body that is too large, not JSON, or another type are problems', async () => {
    expect(problem(await bank.call('GET', '/v1/nowhere'))).toEqual([404, 'not_found']);
    const wrongMethod = await bank.call('DELETE', '/v1/campaigns');
    expect(problem(wrongMethod)).toEqual([405, 'method_not_allowed']);
    expect(wrongMethod.headers.get('allow')).toBe('GET');
    const submit = `/v1/campaigns/${campaignId}/submissions`;
    expect(problem(await bank.call('POST', submit, { as: 'editor', rawBody: JSON.stringify('x'.repeat(300_000)) }))).toEqual([
      413,
      'too_large',
    ]);
    expect(problem(await bank.call('POST', submit, { as: 'editor', rawBody: '{"a":' }))).toEqual([400, 'invalid_input']);
    expect(problem(await bank.call('POST', submit, { as: 'editor', rawBody: '{"__proto__":{"a":1}}' }))).toEqual([400, 'invalid_input']);
    expect(problem(await bank.call('POST', submit, { as: 'editor', rawBody: 'a=1', headers: { 'content-type': 'text/plain' } }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
  });

  test('a failure of the bank itself says nothing but its correlation id', async () => {
    const broken = await startTestBank();
    try {
      const token = await broken.token('editor');
      await broken.bank.database.deleteFrom('stores').execute();
      await broken.bank.database.schema.alterTable('stores').renameTo('shops').execute();
      const answer = await broken.call('GET', '/v1/account', { token });
      expect(problem(answer)).toEqual([500, 'internal']);
      expect(answer.text).not.toContain('stores');
    } finally {
      await broken.stop();
    }
  });

  test('more requests in a minute than allowed are refused with the time to wait', async () => {
    const small = await startTestBank({}, { requestsPerMinute: 5 });
    try {
      const answers = await Promise.all(Array.from({ length: 8 }, () => small.call('GET', '/v1/health')));
      const refused = answers.filter((answer) => answer.status === 429);
      expect(refused.length).toBe(3);
      expect(problem(refused.slice(0, 1).concat(answers)[0] ?? { status: 0, json: {}, headers: new Headers() })).toEqual([
        429,
        'too_many_requests',
      ]);
    } finally {
      await small.stop();
    }
  });

  test('health needs no token and tells when the database is away', async () => {
    expect((await bank.call('GET', '/v1/health')).json).toMatchObject({ status: 'ready', now: expect.stringMatching(/^2026-03-02T/) });
  });

  test('the market is public parameters and the bank’s date; sensitive categories are not part of it', async () => {
    const { json } = await bank.call('GET', '/v1/market', { as: 'editor' });
    expect(json).toMatchObject({ today: '2026-03-02', demo: true, planning: { reportSigma2: 150 } });
    expect(json.categories.map((category: { id: string }) => category.id)).toEqual(['garden', 'toys']);
  });

  test('releases are listed and given out byte for byte', async () => {
    const { json } = await bank.call('GET', '/v1/releases', { as: 'viewer' });
    const stored = await bank.bank.database.selectFrom('releases').select(['id', 'file', 'sha256']).execute();
    expect(json.releases.map((release: { id: string; sha256: string }) => [release.id, release.sha256])).toEqual(
      stored.map((row) => [row.id, row.sha256]),
    );
    const file = await bank.call('GET', `/v1/releases/${bank.releaseId}`, { as: 'viewer' });
    expect(file.json.file).toBe(stored[0]?.file);
    expect((await bank.call('GET', '/v1/releases/none', { as: 'viewer' })).status).toBe(404);
  });

  test('a merchant gets its own slice of a release and sees it in the list; nobody else’s, and a missing one, is the same 404', async () => {
    type Row = { readonly id: string; readonly slice?: { readonly id: string; readonly sha256: string } };
    const rowOf = async (as: AccountName): Promise<Row | undefined> =>
      (await bank.call('GET', '/v1/releases', { as })).json.releases.find((release: Row) => release.id === bank.releaseId);
    const slice = (as: AccountName, releaseId = bank.releaseId) =>
      bank.call('GET', `/v1/releases/${releaseId}/slice`, { as, headers: { 'x-correlation-id': '00000000-0000-4000-8000-000000000000' } });
    const stored = await bank.bank.database.selectFrom('release_slices').selectAll().execute();
    for (const [as, merchantId] of [
      ['editor', bank.merchants.own],
      ['viewer', bank.merchants.own],
      ['otherEditor', bank.merchants.other],
    ] as const) {
      const own = stored.find((row) => row.merchant_id === merchantId);
      expect((await rowOf(as))?.slice).toEqual({ id: own?.id, sha256: own?.sha256 });
      expect((await slice(as)).json).toEqual({ id: own?.id, file: own?.file });
    }
    expect((await rowOf('reviewerA'))?.slice).toBeUndefined();
    // A release in which this merchant has no slice is answered like one that does not exist.
    const [release] = await bank.bank.database.selectFrom('releases').selectAll().execute();
    if (release === undefined) throw new Error('the test bank has a release');
    await bank.bank.database
      .insertInto('releases')
      .values({ ...release, id: 'without-slices', release_window: '2024-autumn' })
      .execute();
    const without = await slice('otherEditor', 'without-slices');
    const missing = await slice('otherEditor', 'none');
    expect([without.status, without.json.code]).toEqual([404, 'not_found']);
    expect(without.text).toBe(missing.text);
    expect(headersOf(without.headers)).toEqual(headersOf(missing.headers));
  });

  test('the OpenAPI document holds every endpoint with its body, its answer and its refusals, and the page shows them', async () => {
    const { json } = await bank.call('GET', '/v1/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    for (const [name, endpoint] of ENDPOINTS) {
      const operation = json.paths[endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}')]?.[endpoint.method.toLowerCase()];
      expect(operation, name).toMatchObject({ operationId: name, summary: endpoint.summary });
      expect(operation.responses[String(endpoint.status ?? 200)].content['application/json'].schema, name).toMatchObject({
        type: 'object',
        additionalProperties: false,
      });
      expect(operation.responses.default.content['application/problem+json'], name).toBeDefined();
      expect(operation.requestBody !== undefined, name).toBe(endpoint.body !== undefined);
      expect(operation.security, name).toEqual(endpoint.access === 'public' ? [] : [{ signIn: [] }]);
      const parameters = [...endpoint.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1]);
      expect(
        (operation.parameters ?? []).map((parameter: { name: string }) => parameter.name),
        name,
      ).toEqual(parameters);
    }
    const operations = Object.values(json.paths as Record<string, object>).flatMap((path) => Object.keys(path));
    expect(operations.length).toBe(ENDPOINTS.length);
    const page = await bank.call('GET', '/docs');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    for (const [, endpoint] of ENDPOINTS) expect(page.text).toContain(endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}'));
    expect(page.text).not.toMatch(/<script|src="/);
  });
});
