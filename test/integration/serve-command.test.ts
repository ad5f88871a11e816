import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit } from '#bank/audit/append.ts';
import { SYSTEM_ACTOR } from '#bank/audit/entry.ts';
import { createDataDirectory, withBank } from '#bank/storage/data-directory.ts';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { Profile } from '#shared/market/profile.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'bank', 'cli', 'main.ts');
let folder: string;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-serve-'));
  data = path.join(folder, 'bank');
  await createDataDirectory(
    data,
    Profile.parse({ name: 'serve-test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [{ id: 'oost' }], demo: true }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function bank(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(child: ChildProcess): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  let [out, error] = ['', ''];
  child.stdout?.on('data', (chunk) => (out += String(chunk)));
  child.stderr?.on('data', (chunk) => (error += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, error };
}

test('serve says in one line when it answers, writes the connection file, and ends cleanly on SIGTERM', async () => {
  const connectionFile = path.join(folder, 'connection.json');
  const child = bank('serve', '--data', data, '--connection-file', connectionFile);
  const ended = outcome(child);
  if (child.stdout === null) throw new Error('no standard output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready: unknown = JSON.parse(line);
  expect(ready).toMatchObject({
    ready: true,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    issuer: expect.stringMatching(/\/oidc$/),
  });
  const connection = ConnectionFile.parse(JSON.parse(await readFile(connectionFile, 'utf8')));
  expect(connection).toMatchObject({ bankUrl: (ready as { url: string }).url, clientId: 'florin-desktop', bankName: 'Florin demo bank' });
  const health = await fetch(`${connection.bankUrl}/v1/health`);
  expect(await health.json()).toMatchObject({ status: 'ready' });
  const discovery = await fetch(`${connection.issuer}/.well-known/openid-configuration`);
  expect(await discovery.json()).toMatchObject({
    issuer: connection.issuer,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
  });
  expect((await stat(path.join(data, 'keys', 'identity.json'))).mode & 0o777).toBe(0o600);
  child.kill('SIGTERM');
  const { code, out, error } = await ended;
  expect(code).toBe(0);
  expect(out.trim()).toBe(line);
  expect(error).not.toContain('127.0.0.1');
  await expect(fetch(`${connection.bankUrl}/v1/health`)).rejects.toThrow();
});

test('audit verify ends with 0 on an intact log and names the first broken entry with 1', async () => {
  await withBank(data, (opened) =>
    opened.database.transaction().execute(async (transaction) => {
      for (const subject of ['a', 'b', 'c'])
        await appendAudit(transaction, {
          at: '2026-03-02T08:00:00.000Z',
          actor: SYSTEM_ACTOR,
          event: 'test.done',
          subject,
          body: { subject },
        });
    }),
  );
  const intact = await outcome(bank('audit', 'verify', '--data', data, '--json'));
  expect([intact.code, JSON.parse(intact.out)]).toEqual([0, { kind: 'intact', entries: 3, lastHash: expect.any(String) }]);
  await withBank(data, async ({ database }) => {
    await sql`alter table audit_events disable trigger user`.execute(database);
    await sql`update audit_events set body = '{"subject":"x"}' where seq = 2`.execute(database);
    await sql`alter table audit_events enable trigger user`.execute(database);
  });
  const broken = await outcome(bank('audit', 'verify', '--data', data, '--json'));
  expect(broken.code).toBe(1);
  expect(JSON.parse(broken.out)).toEqual({ error: { code: 'audit_broken', detail: { seq: 2, problem: 'hash' } } });
  expect(broken.error).toContain('entry 2');
  expect(broken.error).not.toMatch(/\n\s+at /);
});

test('serve without a data directory, or on one that is none, says what is missing', async () => {
  const nothing = await outcome(bank('serve', '--json'));
  expect([nothing.code, JSON.parse(nothing.out).error.code]).toEqual([1, 'invalid_input']);
  const missing = await outcome(bank('serve', '--data', path.join(folder, 'nowhere'), '--json'));
  expect([missing.code, JSON.parse(missing.out).error.code]).toEqual([1, 'data_directory_missing']);
});
