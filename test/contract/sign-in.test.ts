import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as client from 'openid-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PASSWORD, startTestBank, type TestBank } from '../fixtures/running-bank.ts';
import { discover, finishSignIn, REDIRECT, signIn, startSignIn } from '../fixtures/sign-in.ts';

let bank: TestBank;
let shiftMs = 0;

beforeAll(async () => {
  bank = await startTestBank({}, { now: () => Date.now() + shiftMs });
});
afterEach(() => {
  shiftMs = 0;
});
afterAll(() => bank.stop());

const accountStatus = async (token: string) => (await bank.call('GET', '/v1/account', { token })).status;

test('signing in on the page gives tokens for the bank that open the interface', async () => {
  const { accessToken, refreshToken } = await signIn(bank.running.issuer, bank.accounts.editor.login, PASSWORD);
  const claims = decodeJwt(accessToken);
  expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  expect(claims).toMatchObject({ aud: 'urn:florin:bank', sub: bank.accounts.editor.id, client_id: 'florin-desktop' });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  expect(Object.keys(claims)).not.toContain('role');
  expect(refreshToken).not.toBe('');
  const account = await bank.call('GET', '/v1/account', { token: accessToken });
  expect(account.json).toMatchObject({
    id: bank.accounts.editor.id,
    role: 'merchant_editor',
    merchant: { id: bank.merchants.own, storeCount: 1 },
  });
});

test('the sign-in page is named fields and nothing from anywhere else', async () => {
  const { response } = await startSignIn(bank.running.issuer);
  const text = await response.text();
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(text).toContain('<label for="login">E-mail address</label>');
  expect(text).toContain('<label for="password">Password</label>');
  expect(text).toContain('>Sign in</button>');
  expect(text).not.toMatch(/<script|https?:\/\//);
  const dutch = await startSignIn(bank.running.issuer, { ui_locales: 'nl' });
  expect(await dutch.response.text()).toContain('<html lang="nl">');
});

test('a wrong password is refused on the page, and the page does not say which of the two was wrong', async () => {
  const started = await startSignIn(bank.running.issuer);
  const attempt = async (login: string) => {
    const answer = await started.browser.submit(started.url, { action: 'sign-in', login, password: 'nope' });
    return { status: answer.status, text: (await answer.text()).replaceAll(login, '') };
  };
  const wrong = await attempt(bank.accounts.viewer.login);
  expect(wrong.status).toBe(401);
  expect(await attempt('unknown@florin.example')).toEqual(wrong);
  const nobody = await started.browser.submit(started.url, { action: 'sign-in', login: '<b>nobody@florin.example', password: 'nope' });
  expect(nobody.status).toBe(401);
  expect(await nobody.text()).not.toContain('<b>nobody');
});

test('guessing is slowed down per login, also with the right password, and the wait ends', async () => {
  const login = bank.accounts.sensitiveEditor.login;
  const started = await startSignIn(bank.running.issuer);
  for (let guess = 0; guess < 5; guess += 1)
    expect((await started.browser.submit(started.url, { action: 'sign-in', login, password: `guess ${guess}` })).status).toBe(401);
  const blocked = await started.browser.submit(started.url, { action: 'sign-in', login: login.toUpperCase(), password: PASSWORD });
  expect(blocked.status).toBe(429);
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  shiftMs += 31_000;
  expect((await finishSignIn(started, login, PASSWORD)).searchParams.get('code')).not.toBeNull();
});

test('an address that tries too many passwords is stopped on the page, whatever the logins', async () => {
  const other = await startTestBank();
  try {
    const { browser, url } = await startSignIn(other.running.issuer);
    const statuses: number[] = [];
    for (let form = 0; form < 121; form += 1) statuses.push((await browser.submit(url, { action: 'nonsense' })).status);
    expect(statuses.slice(0, 120)).toEqual(Array.from({ length: 120 }, () => 400));
    expect(statuses[120]).toBe(429);
  } finally {
    await other.stop();
  }
});

test('cancelling sends the browser back with access_denied', async () => {
  const started = await startSignIn(bank.running.issuer);
  const { url } = await started.browser.follow(await started.browser.submit(started.url, { action: 'cancel' }), started.url, REDIRECT);
  expect(new URL(url).searchParams.get('error')).toBe('access_denied');
});

test('a sign-in without PKCE, with the plain method, with another client or another redirect is refused', async () => {
  const config = await discover(bank.running.issuer);
  const outcome = async (parameters: Record<string, string>) => {
    const url = client.buildAuthorizationUrl(config, { redirect_uri: REDIRECT, scope: 'openid', ...parameters });
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location') ?? '';
    return location.startsWith(REDIRECT) ? new URL(location).searchParams.get('error') : response.status;
  };
  const challenge = await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier());
  expect(await outcome({})).toBe('invalid_request');
  expect(await outcome({ code_challenge: challenge, code_challenge_method: 'plain' })).toBe('invalid_request');
  expect(await outcome({ code_challenge: challenge, code_challenge_method: 'S256', client_id: 'someone-else' })).toBe(400);
  expect(await outcome({ code_challenge: challenge, code_challenge_method: 'S256', redirect_uri: 'http://evil.example/cb' })).toBe(400);
  expect(await outcome({ code_challenge: challenge, code_challenge_method: 'S256', resource: 'urn:other' })).toBe('invalid_target');
});

test('a code cannot be exchanged with another verifier, and only once', async () => {
  const started = await startSignIn(bank.running.issuer);
  const callback = await finishSignIn(started, bank.accounts.editor.login, PASSWORD);
  const checks = { expectedState: started.state };
  await expect(
    client.authorizationCodeGrant(started.config, callback, { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() }),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
  const again = await startSignIn(bank.running.issuer);
  const second = await finishSignIn(again, bank.accounts.editor.login, PASSWORD);
  const exchange = () =>
    client.authorizationCodeGrant(again.config, second, { expectedState: again.state, pkceCodeVerifier: again.verifier });
  const tokens = await exchange();
  expect(await accountStatus(tokens.access_token)).toBe(200);
  await expect(exchange()).rejects.toMatchObject({ error: 'invalid_grant' });
  // A replayed code may have been stolen: everything that came from it ends.
  expect(await accountStatus(tokens.access_token)).toBe(401);
});

test('of two exchanges of one code at the same moment at most one succeeds', async () => {
  const started = await startSignIn(bank.running.issuer);
  const callback = await finishSignIn(started, bank.accounts.editor.login, PASSWORD);
  const exchange = () =>
    client.authorizationCodeGrant(started.config, callback, { expectedState: started.state, pkceCodeVerifier: started.verifier });
  const outcomes = await Promise.allSettled([exchange(), exchange(), exchange(), exchange()]);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBeLessThanOrEqual(1);
});

test('a refresh token works once; using it again ends the whole sign-in', async () => {
  const { config, refreshToken } = await signIn(bank.running.issuer, bank.accounts.editor.login, PASSWORD);
  const renewed = await client.refreshTokenGrant(config, refreshToken);
  expect(renewed.refresh_token).not.toBe(refreshToken);
  expect(await accountStatus(renewed.access_token)).toBe(200);
  await expect(client.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(client.refreshTokenGrant(config, renewed.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  expect(await accountStatus(renewed.access_token)).toBe(401);
});

test('revoking the refresh token signs out at once', async () => {
  const { config, accessToken, refreshToken } = await signIn(bank.running.issuer, bank.accounts.editor.login, PASSWORD);
  expect(await accountStatus(accessToken)).toBe(200);
  await client.tokenRevocation(config, refreshToken);
  expect(await accountStatus(accessToken)).toBe(401);
  await expect(client.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a token is refused after ten minutes, when it was altered, and when it is not an access token', async () => {
  const { accessToken } = await signIn(bank.running.issuer, bank.accounts.editor.login, PASSWORD);
  expect(await accountStatus(accessToken)).toBe(200);
  const [header = '', payload = '', signature = ''] = accessToken.split('.');
  const changed = Buffer.from(JSON.stringify({ ...decodeJwt(accessToken), sub: bank.accounts.reviewerA.id })).toString('base64url');
  expect(await accountStatus(`${header}.${changed}.${signature}`)).toBe(401);
  expect(await accountStatus(`${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`)).toBe(401);
  expect(await accountStatus('garbage')).toBe(401);
  shiftMs += 601_000;
  const expired = await bank.call('GET', '/v1/account', { token: accessToken });
  expect(expired.status).toBe(401);
  expect(expired.json).toMatchObject({ code: 'not_signed_in' });
});

test('a disabled account is refused at its next call, cannot renew and cannot sign in', async () => {
  const { config, accessToken, refreshToken } = await signIn(bank.running.issuer, bank.accounts.otherEditor.login, PASSWORD);
  expect(await accountStatus(accessToken)).toBe(200);
  await bank.bank.database
    .updateTable('accounts')
    .set({ disabled_at: new Date().toISOString() })
    .where('id', '=', bank.accounts.otherEditor.id)
    .execute();
  expect(await accountStatus(accessToken)).toBe(401);
  await expect(client.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(signIn(bank.running.issuer, bank.accounts.otherEditor.login, PASSWORD)).rejects.toThrow('401');
});

test('a role that was taken away counts from the next call on', async () => {
  const { accessToken } = await signIn(bank.running.issuer, bank.accounts.reviewerB.login, PASSWORD);
  expect((await bank.call('GET', '/v1/review/queue', { token: accessToken })).status).toBe(200);
  await bank.bank.database.updateTable('accounts').set({ role: 'bank_operator' }).where('id', '=', bank.accounts.reviewerB.id).execute();
  expect((await bank.call('GET', '/v1/review/queue', { token: accessToken })).status).toBe(403);
});
