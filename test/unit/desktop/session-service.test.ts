import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { AppError } from '#shared/errors.ts';
import type { Tokens } from '../../../electron/main/auth/oidc-client.ts';
import { SessionService } from '../../../electron/main/auth/session-service.ts';
import { type Keyring, SessionVault } from '../../../electron/main/auth/session-vault.ts';
import { SILENT_LOG } from '../../../electron/main/log.ts';
import { anAccount, FakeClock } from '../../fixtures/desktop/fakes.ts';

const connection = {
  format: 'florin-connection/1',
  bankName: 'Demo Bank',
  bankUrl: 'https://bank.example',
  issuer: 'https://bank.example/oidc',
  clientId: 'florin-desktop',
  releaseKey: 'AAAA',
} as const;
/** Not a cipher: only shows what goes through the keyring. */
const keyring: Keyring = {
  encrypt: (text) => Buffer.from(`locked:${Buffer.from(text).toString('base64')}`),
  decrypt: (bytes) => {
    if (!bytes.toString().startsWith('locked:')) throw new Error('not from this keyring');
    return Buffer.from(bytes.toString().slice(7), 'base64').toString();
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-session-'));
});

function setUp(options: { readonly keyring?: Keyring | undefined } = { keyring }) {
  const clock = new FakeClock();
  const states: SessionState[] = [];
  const revoked: string[] = [];
  let refreshes = 0;
  const issue = (name: string): Tokens => ({
    accessToken: `access-${name}`,
    expiresAtMs: clock.nowMs() + 300_000,
    refreshToken: `refresh-${name}`,
  });
  const world = {
    account: anAccount(),
    refresh: async (_used: string): Promise<Tokens> => issue(String(refreshes)),
    readAccount: async () => world.account,
    signIn: async (): Promise<Tokens> => issue('0'),
  };
  const session: SessionService = new SessionService({
    connection,
    identity: {
      begin: () => Promise.reject(new Error('the flow is replaced')),
      finish: () => Promise.reject(new Error('the flow is replaced')),
      refresh: (used) => {
        refreshes += 1;
        return world.refresh(used);
      },
      revoke: async (token) => {
        revoked.push(token);
      },
    },
    flow: { run: () => world.signIn(), cancel: () => undefined },
    vault: new SessionVault(join(folder, 'session.bin'), options.keyring),
    nowMs: clock.nowMs,
    readAccount: async () => {
      await session.accessToken();
      return world.readAccount();
    },
    reachability: () => 'online',
    unreachable: () => undefined,
    changed: (state) => states.push(state),
    log: SILENT_LOG,
  });
  return { clock, session, states, revoked, world, refreshCount: () => refreshes };
}

test('signing in goes through signing_in to signed_in with the person’s account', async () => {
  const { session, states } = setUp();
  await session.signIn();
  expect(states.map((state) => state.phase)).toEqual(['signing_in', 'signed_in']);
  expect(states.at(-1)).toEqual({ phase: 'signed_in', bankName: 'Demo Bank', account: anAccount(), connection: 'online' });
});

test('a sign-in that fails leaves the application signed out, without tokens', async () => {
  const { session, world } = setUp();
  world.signIn = () => Promise.reject(new AppError('sign_in_cancelled', {}));
  await expect(session.signIn()).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  expect(session.read()).toMatchObject({ phase: 'signed_out', reason: 'start' });
  await expect(session.accessToken()).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('an access token is refreshed before it expires, once for many calls at the same time', async () => {
  const { session, clock, refreshCount } = setUp();
  await session.signIn();
  expect(await session.accessToken()).toBe('access-0');
  await clock.advance(290_000);
  const fresh = await Promise.all([session.accessToken(), session.accessToken(), session.replacementFor('access-0')]);
  expect(fresh).toEqual(['access-1', 'access-1', 'access-1']);
  expect(refreshCount()).toBe(1);
});

test('where the provider ends the session it is expired, and the drafts stay open under the same account', async () => {
  const { session, clock, world } = setUp();
  await session.signIn();
  world.refresh = () => Promise.reject(new AppError('not_signed_in', {}));
  await clock.advance(300_000);
  await expect(session.accessToken()).rejects.toMatchObject({ code: 'not_signed_in' });
  expect(session.read()).toMatchObject({ phase: 'signed_out', reason: 'expired' });
  expect(session.draftOwner()).toBe(anAccount().id);
});

test('a bank that cannot be reached while refreshing ends nothing', async () => {
  const { session, clock, world } = setUp();
  await session.signIn();
  world.refresh = () => Promise.reject(new AppError('bank_unreachable', { attempts: 1 }));
  await clock.advance(300_000);
  await expect(session.accessToken()).rejects.toMatchObject({ code: 'bank_unreachable' });
  expect(session.read().phase).toBe('signed_in');
});

test('signing out revokes the refresh token, forgets the account and clears the vault', async () => {
  const { session, revoked } = setUp();
  await session.signIn();
  await session.signOut();
  expect(revoked).toEqual(['refresh-0']);
  expect(() => session.draftOwner()).toThrow();
  expect(await readdir(folder)).toEqual([]);
  expect(session.read()).toMatchObject({ phase: 'signed_out', reason: 'signed_out' });
});

test('the next start takes the session up again with a fresh token', async () => {
  await setUp().session.signIn();
  const next = setUp();
  await next.session.restore();
  expect(next.session.read()).toMatchObject({ phase: 'signed_in' });
  expect(next.refreshCount()).toBe(1);
});

test('a start without the bank opens the account as it was known', async () => {
  await setUp().session.signIn();
  const next = setUp();
  next.world.refresh = () => Promise.reject(new AppError('bank_unreachable', { attempts: 1 }));
  await next.session.restore();
  expect(next.session.read()).toMatchObject({ phase: 'signed_in', account: anAccount() });
});

test('without a keyring nothing is written, and the next start is signed out', async () => {
  const { session } = setUp({ keyring: undefined });
  await session.signIn();
  expect(await readdir(folder)).toEqual([]);
  const next = setUp({ keyring: undefined });
  await next.session.restore();
  expect(next.session.read()).toMatchObject({ phase: 'signed_out', reason: 'start' });
});

test('the refresh token is on disk only as the keyring wrote it, never the access token', async () => {
  await setUp().session.signIn();
  const bytes = (await readFile(join(folder, 'session.bin'))).toString();
  expect(bytes).not.toContain('refresh-0');
  expect(keyring.decrypt(Buffer.from(bytes))).toContain('refresh-0');
  expect(keyring.decrypt(Buffer.from(bytes))).not.toContain('access-0');
});

test('a saved session of another issuer is left alone', async () => {
  await setUp().session.signIn();
  const vault = new SessionVault(join(folder, 'session.bin'), keyring);
  expect(await vault.load('https://elsewhere.example', 'florin-desktop')).toBeUndefined();
  expect(await vault.load(connection.issuer, 'florin-desktop')).toBeDefined();
});
