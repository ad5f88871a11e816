/// <reference lib="dom" />
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Application } from './harness/application.ts';
import { call } from './harness/bridge.ts';
import { writeUnreachableConnection } from './harness/connection.ts';
import { expect, test } from './harness/fixtures.ts';

const PRELOAD = path.resolve(import.meta.dirname, '../../out/preload/index.cjs');
const NONCE = /'nonce-([A-Za-z0-9+/]{24})'/;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data: blob:; font-src 'self'; connect-src 'none'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async function shown(application: Application): Promise<Application> {
  await expect(application.page.getByRole('button', { name: 'Sign in with Oeverbank' })).toBeVisible();
  return application;
}

/** Asks the application's own protocol, as the page's loader does. */
function loadFromPage(application: Application, address: string) {
  return application.electron.evaluate(async ({ session }, url) => {
    const response = await session.defaultSession.fetch(url);
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  }, address);
}

test('every window is built with exactly the locked preferences', async ({ open, directory }) => {
  const { electron } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const preferences = await electron.evaluate(({ BrowserWindow }) =>
    // Not among Electron's types, but the only way to see what a window was really built with.
    BrowserWindow.getAllWindows().map((window) =>
      Reflect.apply(Reflect.get(window.webContents, 'getLastWebPreferences'), window.webContents, []),
    ),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
});

test('every answer of the page’s protocol carries exactly the policy, a refusal too, with a fresh nonce', async ({ open, directory }) => {
  const application = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const answers = await Promise.all(
    ['app://ui/', 'app://ui/', 'app://ui/missing.js', 'app://ui/%2e%2e%2fpackage.json', 'app://elsewhere/'].map((address) =>
      loadFromPage(application, address),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 404, 404, 404]);
  const policies = answers.map((answer) => answer.headers['content-security-policy'] ?? '');
  for (const policy of policies) expect(policy.replace(NONCE, "'nonce-N'")).toBe(POLICY);
  expect(new Set(policies.map((policy) => NONCE.exec(policy)?.[1])).size).toBe(answers.length);
  expect(answers[0]?.text).toContain(NONCE.exec(policies[0] ?? '')?.[1] ?? 'no nonce');
  expect(answers[0]?.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
});

/** Takes out what a test has put into the page, which is looked at for accessibility in the end. */
const tidy = (page: Page) =>
  page.evaluate(() => {
    for (const element of document.querySelectorAll('iframe, webview, img:not([alt])')) element.remove();
  });

test('nothing the page tries reaches the network', async ({ open, directory }) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const datagrams = createSocket('udp4');
  datagrams.bind(0, '127.0.0.1');
  await once(datagrams, 'listening');
  let packets = 0;
  datagrams.on('message', () => {
    packets += 1;
  });

  const { page } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const outcomes = await page.evaluate(
    async ({ host, stunPort }) => {
      const outcome = (attempt: () => Promise<unknown>) =>
        attempt().then(
          () => 'reached',
          () => 'refused',
        );
      const loads = (element: HTMLElement) =>
        new Promise((resolve, reject) => {
          element.addEventListener('load', resolve);
          element.addEventListener('error', reject);
          document.body.append(element);
        });
      const opens = (target: WebSocket | EventSource) =>
        new Promise((resolve, reject) => {
          target.addEventListener('open', resolve);
          target.addEventListener('error', reject);
        });
      const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }] });
      connection.createDataChannel('x');
      await connection.setLocalDescription();
      if (connection.iceGatheringState !== 'complete')
        await new Promise<void>((resolve) => {
          connection.addEventListener('icegatheringstatechange', () => connection.iceGatheringState === 'complete' && resolve());
        });
      return {
        fetch: await outcome(() => fetch(`http://${host}/`)),
        noCors: await outcome(() => fetch(`http://${host}/`, { mode: 'no-cors', method: 'POST', body: 'x' })),
        request: await outcome(
          () =>
            new Promise((resolve, reject) => {
              const request = new XMLHttpRequest();
              request.onload = resolve;
              request.onerror = reject;
              request.open('GET', `http://${host}/`);
              request.send();
            }),
        ),
        socket: await outcome(() => opens(new WebSocket(`ws://${host}/`))),
        events: await outcome(() => opens(new EventSource(`http://${host}/`))),
        image: await outcome(() => loads(Object.assign(new Image(), { src: `http://${host}/x.png` }))),
        script: await outcome(() => loads(Object.assign(document.createElement('script'), { src: `http://${host}/x.js` }))),
        style: await outcome(() =>
          loads(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `http://${host}/x.css` })),
        ),
        worker: await outcome(async () => {
          const worker = new Worker(URL.createObjectURL(new Blob([`fetch('http://${host}/')`])));
          await new Promise((resolve, reject) => {
            worker.onmessage = resolve;
            worker.onerror = reject;
          });
        }),
        beacon: navigator.sendBeacon(`http://${host}/`, 'x') ? 'queued' : 'refused',
      };
    },
    { host: `127.0.0.1:${address.port}`, stunPort: datagrams.address().port },
  );
  expect(new Set(Object.values(outcomes))).not.toContain('reached');
  expect({ connections, packets }).toEqual({ connections: 0, packets: 0 });
  await tidy(page);
  server.close();
  datagrams.close();
});

test('the network guard of the session stands without the policy', async ({ open, directory }) => {
  const { electron } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const outcomes = await electron.evaluate(({ session }) =>
    Promise.all(
      ['http://127.0.0.1:9/', 'https://example.com/', 'https://ui/'].map((url) =>
        session.defaultSession.fetch(url).then(
          () => 'reached',
          (error: unknown) => (String(error).includes('BLOCKED_BY_CLIENT') ? 'blocked' : 'failed'),
        ),
      ),
    ),
  );
  expect(outcomes).toEqual(['blocked', 'blocked', 'blocked']);
});

test('the page cannot leave, open windows, embed frames or web views', async ({ open, directory }) => {
  const { electron, page } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const hostile = ['https://app.ui/', 'app://ui.evil.example/', 'app://elsewhere/', 'http://127.0.0.1:9/'];
  const blockedByEngine = ['file:///etc/passwd', 'data:text/html,<p>hello'];
  const all = [...hostile, ...blockedByEngine];
  expect(await page.evaluate((addresses) => addresses.map((address) => window.open(address) === null), all)).toEqual(all.map(() => true));

  await page.evaluate(() => {
    for (const [tag, source] of [
      ['iframe', 'https://example.com/'],
      ['iframe', 'app://ui/'],
      ['webview', 'https://example.com/'],
    ] as const) {
      const element = document.createElement(tag);
      element.setAttribute('src', source);
      document.body.append(element);
    }
  });
  await expect(page.locator('iframe')).toHaveCount(2);
  // Listened to in the main process: a refused navigation leaves the test driver waiting for its end.
  await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const asked: string[] = [];
    Reflect.set(globalThis, '__asked', asked);
    Reflect.set(globalThis, '__arrived', []);
    contents?.on('will-frame-navigate', (event) => asked.push(event.url));
    contents?.on('did-navigate', (_event, url) => Reflect.get(globalThis, '__arrived').push(url));
  });
  for (const address of hostile) {
    await page.evaluate((target) => void setTimeout(() => location.assign(target), 0), address);
    await expect.poll(() => electron.evaluate(() => Reflect.get(globalThis, '__asked'))).toContain(address);
  }
  await page.evaluate((targets) => targets.forEach((target) => void setTimeout(() => location.assign(target), 0)), blockedByEngine);

  const found = await electron.evaluate(({ BrowserWindow, webContents }) => ({
    arrived: Reflect.get(globalThis, '__arrived'),
    address: BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    frames: BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.frames.map((frame) => frame.origin) ?? [],
    windows: BrowserWindow.getAllWindows().length,
    contents: webContents.getAllWebContents().length,
  }));
  expect(found).toMatchObject({ arrived: [], windows: 1, contents: 1 });
  expect(found.address).toMatch(/^app:\/\/ui\//);
  // What stands in the frames is the engine's own error page, which has no origin.
  expect(found.frames).toEqual(['null', 'null']);
  await tidy(page);
});

test('a call from another window is refused, whatever page it shows, and the own window goes on', async ({ open, directory }) => {
  const { electron, page } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const refusals = await electron.evaluate(async ({ BrowserWindow }, preload) => {
    const answers: unknown[] = [];
    for (const address of ['app://ui/', 'about:blank']) {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
      await window.loadURL(address);
      answers.push(await window.webContents.executeJavaScript('florin.calls.settings.saveSettings({ language: "fr", theme: "dark" })'));
      window.destroy();
    }
    return answers;
  }, PRELOAD);
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ ok: false, error: { code: 'not_permitted', detail: { action: 'settings:save-settings' } } });
  expect(await call(page, 'settings.readSettings', {})).toMatchObject({ ok: true, value: { language: 'en', theme: 'system' } });
});

test('the page cannot change its bridge or reach past it, and a malformed call is refused with its fields', async ({ open, directory }) => {
  const { page } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const changed = await page.evaluate(() => {
    const api = Reflect.get(globalThis, 'florin');
    const attempts = [
      Reflect.set(globalThis, 'florin', {}),
      Reflect.set(api, 'calls', {}),
      Reflect.set(api.calls.session, 'signIn', () => 'mine'),
      Reflect.defineProperty(api, 'invoke', { value: 1 }),
    ];
    return { attempts, groups: Object.keys(Reflect.get(globalThis, 'florin').calls) };
  });
  expect(changed.attempts).toEqual([false, false, false, false]);
  expect(changed.groups).toEqual([
    'session',
    'market',
    'releases',
    'privacy',
    'quotes',
    'drafts',
    'files',
    'tests',
    'campaigns',
    'comments',
    'cooperation',
    'review',
    'exports',
    'settings',
    'shell',
  ]);
  for (const request of [{ language: 'xx', theme: 'dark' }, { language: 'en', theme: 'dark', extra: 1 }, undefined])
    expect(await call(page, 'settings.saveSettings', request)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  for (const draftId of ['../../../etc/passwd', '0193'])
    expect(await call(page, 'drafts.readDraft', { draftId })).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  expect(await call(page, 'drafts.listDrafts', {})).toMatchObject({ ok: false, error: { code: 'not_signed_in' } });
});

test('every permission is refused, except copying text', async ({ open, directory }) => {
  const { page } = await shown(await open({ connectionFile: writeUnreachableConnection(directory) }));
  const states = await page.evaluate(async () => {
    const outcome = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'granted',
        () => 'refused',
      );
    return {
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      notifications: await Notification.requestPermission(),
      clipboardRead: await outcome(navigator.clipboard.readText()),
      geolocation: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('refused'),
        ),
      ),
    };
  });
  expect(states).toEqual({ camera: 'refused', notifications: 'denied', clipboardRead: 'refused', geolocation: 'refused' });
  await page.bringToFront();
  expect(
    await page.evaluate(() =>
      navigator.clipboard.writeText('1.234').then(
        () => 'granted',
        (error: unknown) => String(error),
      ),
    ),
  ).toBe('granted');
});
