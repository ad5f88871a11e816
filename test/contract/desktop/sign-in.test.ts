import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenForRedirect } from '../../../electron/main/auth/loopback-listener.ts';
import { OidcClient } from '../../../electron/main/auth/oidc-client.ts';
import { SignInFlow, type SignInSurface } from '../../../electron/main/auth/sign-in-flow.ts';
import { machineClock } from '../../../electron/main/clock.ts';
import { BANK_RESOURCE, DESKTOP_CLIENT_ID } from '#shared/contracts/identity.ts';
import { startProvider, type TestProvider, walkAsBrowser } from '../../fixtures/desktop/identity-provider.ts';

const page = { title: 'Signed in', text: 'Close this page.' };
const browser: SignInSurface = {
  open: async (url, redirectUri) => {
    await walkAsBrowser(url, redirectUri);
    return () => undefined;
  },
};

let provider: TestProvider;
beforeEach(async () => {
  provider = await startProvider();
});
afterEach(() => provider.close());

const client = (issuer = provider.issuer) => new OidcClient(issuer, DESKTOP_CLIENT_ID, () => 1_000_000);
const flow = (surface: SignInSurface = browser) => new SignInFlow({ surface, page: () => page, after: machineClock.after });

test('a sign-in ends with a token for the bank and a refresh token', async () => {
  const tokens = await flow().run(client());
  const claims = decodeJwt(tokens.accessToken);
  expect(claims).toMatchObject({ aud: BANK_RESOURCE, sub: 'marketer', iss: provider.issuer, client_id: DESKTOP_CLIENT_ID });
  expect(tokens.refreshToken).toBeTypeOf('string');
  expect(tokens.expiresAtMs).toBe(1_000_000 + 300_000);
});

test('refreshing gives another refresh token, and the used one is worth nothing any more', async () => {
  const identity = client();
  const first = await flow().run(identity);
  const second = await identity.refresh(first.refreshToken ?? '');
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(decodeJwt(second.accessToken).aud).toBe(BANK_RESOURCE);
  await expect(identity.refresh(first.refreshToken ?? '')).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('a revoked refresh token is refused', async () => {
  const identity = client();
  const tokens = await flow().run(identity);
  await identity.revoke(tokens.refreshToken ?? '');
  await expect(identity.refresh(tokens.refreshToken ?? '')).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('a person who says no at the provider has cancelled the sign-in', async () => {
  provider.next = 'refuse';
  await expect(flow().run(client())).rejects.toMatchObject({ code: 'sign_in_cancelled' });
});

test('closing the sign-in window cancels the sign-in', async () => {
  const closedAtOnce: SignInSurface = {
    open: async (_url, _redirectUri, closed) => {
      closed();
      return () => undefined;
    },
  };
  await expect(flow(closedAtOnce).run(client())).rejects.toMatchObject({ code: 'sign_in_cancelled' });
});

test('a provider that does not answer is an unreachable bank, at sign-in and at refresh', async () => {
  const identity = client();
  const tokens = await flow().run(identity);
  await provider.close();
  await expect(identity.refresh(tokens.refreshToken ?? '')).rejects.toMatchObject({ code: 'bank_unreachable' });
  await expect(flow().run(client())).rejects.toMatchObject({ code: 'bank_unreachable' });
});

test('a provider that calls itself by another name is refused', async () => {
  const other = provider.issuer.replace('127.0.0.1', 'localhost');
  await expect(flow().run(client(other))).rejects.toMatchObject({ code: 'sign_in_failed' });
});

test('the redirect is taken once, with the right state, path, method and host only', async () => {
  const listener = await listenForRedirect(page);
  const arrived = listener.callback('right');
  const { origin } = new URL(listener.redirectUri);
  const status = async (address: string, init?: RequestInit) => (await fetch(address, init)).status;
  expect(await status(`${origin}/cb?code=a&state=wrong`)).toBe(404);
  expect(await status(`${origin}/cb?code=a`)).toBe(404);
  expect(await status(`${origin}/cb/?code=a&state=right`)).toBe(404);
  expect(await status(`${origin}/other?code=a&state=right`)).toBe(404);
  expect(await status(`${origin}/cb?code=a&state=right`, { method: 'POST' })).toBe(404);
  expect(await status(`${origin.replace('127.0.0.1', 'localhost')}/cb?code=a&state=right`)).toBe(404);
  const answer = await fetch(`${origin}/cb?code=a&state=right`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  expect((await arrived).searchParams.get('code')).toBe('a');
  listener.close();
});
