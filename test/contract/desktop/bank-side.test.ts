import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import { marketEndpoints } from '#shared/contracts/http/market.ts';
import { DESKTOP_CLIENT_ID } from '#shared/contracts/identity.ts';
import { type BankSide, buildBankSide } from '../../../electron/main/bank-side.ts';
import { machineClock } from '../../../electron/main/clock.ts';
import { pathsIn } from '../../../electron/main/files/paths.ts';
import { SILENT_LOG } from '../../../electron/main/log.ts';
import { wordsIn } from '../../../electron/main/words.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { anAccount } from '../../fixtures/desktop/fakes.ts';
import { MARKET } from '../../unit/renderer/support/market.ts';
import { closeServer, listen, startProvider, type TestProvider, walkAsBrowser } from '../../fixtures/desktop/identity-provider.ts';

/** The parts of the application that talk to a bank, against a real OpenID provider and an HTTP server in the bank's place. */
let provider: TestProvider;
let server: Server;
let bankSide: BankSide;
let heard: [string, unknown][];
let submissions: string[];
/** What the bank does with tokens and submissions. */
let bank: { acceptsTokens: boolean; dropsSubmissions: boolean; today: string };
/** How often the list of releases was asked for. */
let releaseLists: number;

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body));
}

beforeEach(async () => {
  provider = await startProvider();
  heard = [];
  submissions = [];
  bank = { acceptsTokens: true, dropsSubmissions: false, today: '2026-03-02' };
  releaseLists = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (!bank.acceptsTokens)
        return json(response, 401, {
          type: 'about:blank',
          title: 'x',
          status: 401,
          code: 'not_signed_in',
          detail: {},
          correlationId: 'c',
        });
      if (request.url === '/v1/account') return json(response, 200, anAccount());
      if (request.url === '/v1/waiting-work')
        return json(response, 200, { campaigns: 0, invitations: 0, queue: 0, results: 0, comments: 0 });
      if (request.url === '/v1/market') return json(response, 200, { ...MARKET, today: bank.today });
      if (request.url === '/v1/releases') {
        releaseLists += 1;
        return json(response, 200, { releases: [] });
      }
      if (request.url === '/v1/health') return json(response, 200, { status: 'ready', now: '2026-03-02T08:00:00.000Z' });
      if (request.url?.endsWith('/submissions') === true) {
        submissions.push(JSON.parse(body).submissionId);
        return bank.dropsSubmissions ? response.destroy() : json(response, 201, aDetail());
      }
      return json(response, 404, {});
    });
  });
  const { publicKey } = generateKeyPairSync('ed25519');
  bankSide = buildBankSide({
    connection: {
      file: {
        format: 'florin-connection/1',
        bankName: 'Demo Bank',
        bankUrl: await listen(server),
        issuer: provider.issuer,
        clientId: DESKTOP_CLIENT_ID,
        releaseKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      },
      releaseKey: publicKey,
    },
    paths: pathsIn(await mkdtemp(join(tmpdir(), 'florin-desktop-'))),
    keyring: undefined,
    codec: { decode: () => undefined, cover: () => unused(), toPng: () => unused(), toJpeg: () => unused() },
    surface: {
      open: async (url, redirectUri) => {
        await walkAsBrowser(url, redirectUri);
        return () => undefined;
      },
    },
    clock: machineClock,
    announcer: { announce: (name, payload) => heard.push([name, payload]) },
    words: () => wordsIn('en'),
    notify: (notice) => heard.push(['notify', notice.title]),
    log: SILENT_LOG,
  });
});
afterEach(async () => {
  bankSide.stop();
  await closeServer(server);
  await provider.close();
});

function aDetail() {
  const content = aContent();
  const summary = {
    id: '01935b2c-0000-7000-8000-000000000001',
    name: content.name,
    state: 'submitted',
    version: 1,
    revision: 1,
    revisionHash: 'a'.repeat(64),
    startsOn: content.schedule.startsOn,
    endsOn: content.schedule.endsOn,
    budgetCents: content.budgetCents,
    merchant: { id: '01935b2c-0000-7000-8000-000000000002', shopName: 'Tuincentrum' },
    updatedAt: '2026-03-02T08:00:00.000Z',
  };
  return { summary, content, timeline: [], legal: [] };
}
const phases = () => heard.filter(([name]) => name === 'sessionChanged').map(([, state]) => (state as { readonly phase: string }).phase);

test('an expired session keeps what was typed: drafts go on, a submission waits, and the next sign-in sends it once', async () => {
  await bankSide.session.signIn();
  const store = await bankSide.drafts.store();
  const draft = await store.create(draftFromContent(aContent(), []));

  bank.acceptsTokens = false;
  provider.endAllSessions();
  await expect(bankSide.bank.call(marketEndpoints.account, {})).rejects.toMatchObject({
    code: 'not_signed_in',
  });
  expect(bankSide.session.read()).toMatchObject({ phase: 'signed_out', reason: 'expired' });
  const saved = await (await bankSide.drafts.store()).save(draft.id, 1, { ...draft.content, name: 'Typed after the expiry' });
  const queued = await (await bankSide.drafts.queue()).submit(saved.id, aContent(), 'r-1');
  expect(queued.submission.phase).toBe('queued');
  expect(submissions).toEqual([]);

  bank.acceptsTokens = true;
  provider.startSessionsAgain();
  await bankSide.session.signIn();
  await vi.waitFor(async () => expect((await (await bankSide.drafts.store()).read(draft.id)).submission.phase).toBe('submitted'));
  expect(submissions).toHaveLength(1);
  expect((await (await bankSide.drafts.store()).read(draft.id)).content.name).toBe('Typed after the expiry');
  expect(phases()).toEqual(['signing_in', 'signed_in', 'signed_out', 'signing_in', 'signed_in']);
  expect(heard).toContainEqual(['notify', 'Your campaign was sent']);
});

test('an answer that gets lost leads to one submission id, sent again by itself when the bank answers', async () => {
  await bankSide.session.signIn();
  const draft = await (await bankSide.drafts.store()).create(draftFromContent(aContent(), []));
  bank.dropsSubmissions = true;
  const queued = await (await bankSide.drafts.queue()).submit(draft.id, aContent(), 'r-1');
  expect(queued.submission.phase).toBe('queued');
  expect(bankSide.session.read()).toMatchObject({ connection: 'offline' });
  bank.dropsSubmissions = false;
  await vi.waitFor(async () => expect((await (await bankSide.drafts.store()).read(draft.id)).submission.phase).toBe('submitted'), {
    timeout: 10_000,
  });
  expect(new Set(submissions).size).toBe(1);
  expect(bankSide.session.read()).toMatchObject({ connection: 'online' });
});

test('after signing out nobody’s drafts are open', async () => {
  await bankSide.session.signIn();
  await bankSide.drafts.store();
  await bankSide.session.signOut();
  await expect(bankSide.drafts.store()).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('a new date of the bank reaches an open window at the next look, and the releases of that day with it', async () => {
  const marketNews = () => heard.filter(([name, payload]) => name === 'dataChanged' && JSON.stringify(payload).includes('"market"')).length;
  const looks = () =>
    heard.filter(([name, payload]) => name === 'dataChanged' && JSON.stringify(payload).includes('"waiting_work"')).length;
  await bankSide.session.signIn();
  await vi.waitFor(() => expect([looks(), releaseLists]).toEqual([1, 1]));
  await vi.waitFor(async () => expect((await bankSide.market.stored())?.today).toBe('2026-03-02'));
  await bankSide.work.pollNow();
  expect([marketNews(), releaseLists]).toEqual([0, 1]);
  bank.today = '2026-04-02';
  await bankSide.work.pollNow();
  await vi.waitFor(() => expect([marketNews(), releaseLists]).toEqual([1, 2]));
  await bankSide.work.pollNow();
  await vi.waitFor(async () => expect((await bankSide.market.stored())?.today).toBe('2026-04-02'));
  expect([marketNews(), releaseLists]).toEqual([1, 2]);
});

function unused(): never {
  throw new Error('no picture is made here');
}
