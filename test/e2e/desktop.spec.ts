import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type Application, IS_ROOT } from './harness/application.ts';
import { call } from './harness/bridge.ts';
import { writeUnreachableConnection } from './harness/connection.ts';
import { expect, test } from './harness/fixtures.ts';

const checkout = path.resolve(import.meta.dirname, '../..');
const CAMPAIGN = '01935b2c-0000-7000-8000-000000000001';

/** From now on keeps what the page is told under this event. */
async function listen(page: Page, event: 'menuChosen' | 'screenRequested' | 'settingsChanged'): Promise<void> {
  await page.evaluate((name) => {
    const heard: unknown[] = [];
    Reflect.set(globalThis, `__${name}`, heard);
    Reflect.get(globalThis, 'florin').events[name]((payload: unknown) => heard.push(payload));
  }, event);
}
const heardOf = (page: Page, event: string): Promise<unknown> => page.evaluate((name) => Reflect.get(globalThis, `__${name}`), event);
const menuLabels = ({ electron }: Application) =>
  electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map((item) => [item.label, ...(item.submenu?.items ?? []).map((entry) => entry.label)]),
  );

test('the native menu speaks the person’s language and tells the page what was chosen', async ({ open, directory }) => {
  const application = await open({ connectionFile: writeUnreachableConnection(directory) });
  const { electron, page } = application;
  await page.getByRole('button', { name: /^Sign in/ }).waitFor();
  expect((await menuLabels(application))[0]?.slice(0, 2)).toEqual(['&File', 'New campaign']);
  await listen(page, 'menuChosen');
  await listen(page, 'settingsChanged');
  expect(await call(page, 'settings.saveSettings', { language: 'nl', theme: 'dark' })).toMatchObject({ ok: true });
  expect((await menuLabels(application))[0]?.slice(0, 2)).toEqual(['&Bestand', 'Nieuwe campagne']);
  expect(await electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  const accelerators = await electron.evaluate(({ Menu }) => {
    const entries = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
    for (const label of ['Nieuwe campagne', 'Ongedaan maken', 'Opnieuw doen', 'Ga naar…', 'Sneltoetsen'])
      entries.find((entry) => entry.label === label)?.click();
    return entries.flatMap((entry) => entry.accelerator ?? []);
  });
  expect(accelerators).toEqual(expect.arrayContaining(['CmdOrCtrl+N', 'CmdOrCtrl+Z', 'CmdOrCtrl+Shift+Z', 'CmdOrCtrl+K']));
  await expect
    .poll(() => heardOf(page, 'menuChosen'))
    .toEqual(['new-campaign', 'undo', 'redo', 'palette', 'shortcuts'].map((command) => ({ command })));
  expect(await heardOf(page, 'settingsChanged')).toEqual([{ language: 'nl', theme: 'dark' }]);
});

test('a deep link of a second start opens its campaign in the first window; anything else does not', async ({ open, directory }) => {
  const connectionFile = writeUnreachableConnection(directory);
  const first = await open({ connectionFile });
  await first.page.getByRole('button', { name: /^Sign in/ }).waitFor();
  await listen(first.page, 'screenRequested');
  const executable = String(createRequire(import.meta.url)('electron'));
  for (const link of [`florin://campaign/${CAMPAIGN}?x=1`, 'florin://settings/', `florin://campaign/${CAMPAIGN}`]) {
    const second = spawn(executable, [checkout, `--user-data-dir=${first.profileDirectory}`, ...(IS_ROOT ? ['--no-sandbox'] : []), link], {
      stdio: 'ignore',
    });
    await new Promise((resolve) => second.on('close', resolve));
  }
  await expect.poll(() => heardOf(first.page, 'screenRequested')).toEqual([{ screen: 'campaign', campaignId: CAMPAIGN }]);
});

test('window, language and theme are as they were at the next start', async ({ open, directory }) => {
  const connectionFile = writeUnreachableConnection(directory);
  const first = await open({ connectionFile });
  await first.page.getByRole('button', { name: /^Sign in/ }).waitFor();
  await call(first.page, 'settings.saveSettings', { language: 'nl', theme: 'light' });
  const moved = await first.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.setBounds({ x: 60, y: 40, width: 1030, height: 720 });
    return window?.getNormalBounds();
  });
  await first.close();
  const second = await open({ connectionFile, profileDirectory: first.profileDirectory });
  await second.page.getByRole('button', { name: /^Inloggen|^Aanmelden/ }).waitFor();
  expect(await second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())).toEqual(moved);
  expect(await call(second.page, 'settings.readSettings', {})).toEqual({ ok: true, value: { language: 'nl', theme: 'light' } });
});

test('the sign-in window has no bridge, keeps nothing, goes nowhere else, and closing it cancels the sign-in', async ({ bank, open }) => {
  const { electron, page } = await open({ connectionFile: bank.connectionFile });
  const opened = electron.waitForEvent('window');
  await page.getByRole('button', { name: /^Sign in/ }).click();
  const provider = await opened;
  await provider.locator('input[name="login"]').waitFor();
  expect(await provider.evaluate(() => ['florin', 'require', 'process'].filter((name) => name in globalThis))).toEqual([]);
  const found = await electron.evaluate(async ({ BrowserWindow, session, webContents }, issuer) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().startsWith(issuer));
    if (window === undefined) throw new Error('no sign-in window');
    const contents = window.webContents;
    // Not among Electron's types, but the only way to see what a window was really built with.
    const preferences: Electron.WebPreferences = Reflect.apply(Reflect.get(contents, 'getLastWebPreferences'), contents, []);
    const blocked = await Promise.all(
      ['https://example.com/', 'http://127.0.0.1:9/', 'http://localhost:9/'].map((address) =>
        contents.session.fetch(address).then(
          () => 'reached',
          (error: unknown) => (String(error).includes('BLOCKED_BY_CLIENT') ? 'blocked' : String(error)),
        ),
      ),
    );
    return {
      isOwnSession: contents.session !== session.defaultSession,
      isPersistent: contents.session.isPersistent(),
      preload: preferences.preload,
      sandbox: preferences.sandbox,
      contextIsolation: preferences.contextIsolation,
      blocked,
      contents: webContents.getAllWebContents().length,
    };
  }, bank.served().connection.issuer);
  expect(found).toEqual({
    isOwnSession: true,
    isPersistent: false,
    preload: undefined,
    sandbox: true,
    contextIsolation: true,
    blocked: ['blocked', 'blocked', 'blocked'],
    contents: 2,
  });
  expect(await provider.evaluate(() => ['https://example.com/', 'about:blank'].map((address) => window.open(address) === null))).toEqual([
    true,
    true,
  ]);
  await provider.close();
  await expect(page.getByRole('button', { name: /^Sign in/ })).toBeEnabled();
  expect(await call(page, 'session.readSession', {})).toMatchObject({ ok: true, value: { phase: 'signed_out', reason: 'start' } });
});
