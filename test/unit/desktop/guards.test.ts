import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSignInAddress } from '../../../electron/main/auth/sign-in-address.ts';
import { readCommandLine, screenIn } from '../../../electron/main/modules/command-line.ts';
import { contentSecurityPolicy } from '../../../electron/main/modules/content-security-policy.ts';
import { parseDeepLink } from '../../../electron/main/modules/deep-link.ts';
import { isPageAddress } from '../../../electron/main/modules/page-address.ts';
import { listPageFiles, pageFileOf } from '../../../electron/main/modules/page-files.ts';
import { DEFAULT_SIZE, windowPlace } from '../../../electron/main/modules/window-state.ts';
import { nthId } from '../../fixtures/desktop/fakes.ts';

const NOT_THE_PAGE = [
  'https://ui/',
  'http://app/ui/',
  'app://ui.evil.example/',
  'app://evil.example/ui/',
  'app://ui:80/',
  'app://someone@ui/',
  'app:ui',
  'apps://ui/',
  'file:///etc/passwd',
  'about:blank',
  'data:text/html,app://ui/',
  'javascript:location="app://ui/"',
  'blob:app://ui/1234',
  'florin://campaign/1',
  '',
  'null',
];

test.each(NOT_THE_PAGE)('%j is not the application’s page', (address) => {
  expect(isPageAddress(address)).toBe(false);
});

test.each(['app://ui/', 'app://ui/index.html', 'app://ui/campaigns/1?x=1#y'])('%j is the application’s page', (address) => {
  expect(isPageAddress(address)).toBe(true);
});

test('only listed files of the built page are served; its routes give the page; nothing is traversed', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'florin-page-'));
  const root = join(outside, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(outside, 'secret.json'), '{}');
  await writeFile(join(root, 'index.html'), '<!doctype html>');
  await writeFile(join(root, 'assets', 'a.js'), '');
  await writeFile(join(root, 'assets', 'notes.txt'), 'of no known kind');
  const files = await listPageFiles(root);
  expect([...files.keys()].sort()).toEqual(['/assets/a.js', '/index.html']);
  const served = (address: string, method = 'GET') => pageFileOf(files, method, address)?.path;
  expect(served('app://ui/assets/a.js')).toBe(join(root, 'assets', 'a.js'));
  for (const route of ['app://ui/', 'app://ui/campaigns', 'app://ui/campaigns/0193-ab/'])
    expect(served(route), route).toBe(join(root, 'index.html'));
  const hostile = [
    'app://ui/../secret.json',
    'app://ui/assets/../../secret.json',
    'app://ui/%2e%2e/secret.json',
    'app://ui/..%2fsecret.json',
    'app://ui/assets%2fa.js',
    'app://ui/..%5csecret.json',
    'app://ui//etc/passwd',
    'app://ui/assets/notes.txt',
    'app://ui/assets/a.js%00.html',
    'app://elsewhere/assets/a.js',
    'file:///etc/passwd',
  ];
  for (const address of hostile) expect(served(address), address).toBeUndefined();
  expect(served('app://ui/assets/a.js', 'POST')).toBeUndefined();
});

test('the policy starts from nothing and allows exactly this', () => {
  expect(contentSecurityPolicy('N')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data: blob:; font-src 'self'; connect-src 'none'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

test('the sign-in window may go to the issuer and to this sign-in’s redirect, and nowhere else', () => {
  const issuer = new URL('https://bank.example/oidc');
  const redirect = new URL('http://127.0.0.1:4711/cb');
  const allowed = (address: string) => isSignInAddress(address, issuer, redirect);
  expect(['https://bank.example/login', 'https://bank.example/oidc/auth?x=1', 'http://127.0.0.1:4711/cb?code=1'].map(allowed)).toEqual([
    true,
    true,
    true,
  ]);
  const refused = [
    'http://bank.example/oidc',
    'https://bank.example.evil.example/oidc',
    'https://evil.example/https://bank.example/oidc',
    'https://bank.example:8443/',
    'https://bank.example@evil.example/',
    'https://someone@bank.example/',
    'http://127.0.0.1:4711/other',
    'http://127.0.0.1:4712/cb',
    'http://localhost:4711/cb',
    'app://ui/',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:1',
    '',
  ];
  expect(refused.filter(allowed)).toEqual([]);
});

test('a deep link names one campaign by its id and is nothing else', () => {
  const id = nthId(1);
  expect(parseDeepLink(`florin://campaign/${id}`)).toEqual({ screen: 'campaign', campaignId: id });
  expect(parseDeepLink(`florin://campaign/${id}/`)).toEqual({ screen: 'campaign', campaignId: id });
  const refused = [
    `FLORIN://campaign/${id}`,
    `florin://campaigns/${id}`,
    `florin://campaign/${id}?then=https://evil.example`,
    `florin://campaign/${id}#x`,
    `florin://campaign/${id}/../../x`,
    `florin://campaign/${id.toUpperCase()}`,
    `florin://campaign/${id}x`,
    ` florin://campaign/${id}`,
    'florin://campaign/',
    'florin://campaign/00000000-0000-4000-8000-000000000000',
    `https://campaign/${id}`,
    '',
  ];
  expect(refused.filter((text) => parseDeepLink(text) !== undefined)).toEqual([]);
});

test('the command line is read exactly; arguments of Chromium are left alone', () => {
  const id = nthId(1);
  expect(
    readCommandLine([
      'electron',
      '.',
      '--no-sandbox',
      '--connection=/a b/c.json',
      '--sign-in=window',
      '--exit-when-ready',
      `florin://campaign/${id}`,
    ]),
  ).toEqual({
    connectionPath: '/a b/c.json',
    isWindowSignIn: true,
    isExitWhenReady: true,
    requestedScreen: { screen: 'campaign', campaignId: id },
  });
  expect(readCommandLine(['electron', '--connection=', '--sign-in=windows', '--exit-when-ready=no', 'florin://else'])).toEqual({
    connectionPath: undefined,
    isWindowSignIn: false,
    isExitWhenReady: false,
    requestedScreen: undefined,
  });
  expect(screenIn(['--x', 'y'])).toBeUndefined();
});

const screens = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 0, width: 1280, height: 984 },
];
const at = (x: number, y: number, width = 1100, height = 700) =>
  windowPlace({ format: 'florin-window/1', bounds: { x, y, width, height }, isMaximized: false }, screens);

test('a window opens where it was, as long as it can be grasped there', () => {
  expect(at(100, 50)).toMatchObject({ x: 100, y: 50, width: 1100, height: 700 });
  expect(at(2_000, 50)).toMatchObject({ x: 2_000, y: 50 });
  expect(at(-800, 50)).toMatchObject({ x: -800, y: 50 });
});

test('a window that was on a screen that is gone, or above it, is centred in its size', () => {
  for (const place of [at(5_000, 50), at(100, -400), at(-1_000, 50), at(100, 1_030)]) {
    expect(place).toEqual({ width: 1100, height: 700, isMaximized: false });
  }
});

test('a window is never larger than its screen nor smaller than it can be used', () => {
  expect(at(0, 0, 5_000, 5_000)).toMatchObject({ width: 1920, height: 1040 });
  expect(at(0, 0, 10, 10)).toMatchObject({ width: 800, height: 560 });
  expect(windowPlace(undefined, screens)).toEqual({ ...DEFAULT_SIZE, isMaximized: false });
});
