import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { IS_ROOT, readSandbox } from './harness/application.ts';
import { writeUnreachableConnection } from './harness/connection.ts';
import { expect, test } from './harness/fixtures.ts';

const checkout = path.resolve(import.meta.dirname, '../..');

test('the application opens signed out and names the bank in its title', async ({ open, directory }) => {
  const { electron, page, complaints } = await open({ connectionFile: writeUnreachableConnection(directory) });
  await expect(page.getByRole('button', { name: 'Sign in with Oeverbank' })).toBeVisible();
  const title = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await expect.poll(title).toContain('Oeverbank');
  expect(complaints).toEqual([]);
});

test('the page runs under a seccomp filter in namespaces of its own', async ({ open, directory }) => {
  test.skip(IS_ROOT, 'root has to switch the sandbox off');
  const application = await open({ connectionFile: writeUnreachableConnection(directory) });
  expect(await readSandbox(application)).toEqual({ seccomp: '2', isInOwnNamespace: true });
});

test('the page has the bridge and nothing else: no Node, no network, no other address', async ({ open, directory }) => {
  const { electron, page } = await open({ connectionFile: writeUnreachableConnection(directory) });
  const found = await page.evaluate(async () => ({
    globals: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    bridge: Object.keys(Reflect.get(globalThis, 'florin')).sort(),
    fetched: await fetch('http://127.0.0.1:9/').then(
      () => 'answered',
      () => 'refused',
    ),
    opened: Reflect.get(globalThis, 'open')('https://example.com/') === null ? 'refused' : 'opened',
  }));
  expect(found).toEqual({ globals: [], bridge: ['calls', 'events'], fetched: 'refused', opened: 'refused' });
  // Asked of the main process: a refused navigation leaves the test driver waiting for its end.
  const address = await electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    await contents?.executeJavaScript(
      "location.href = 'https://example.com/'; new Promise((done) => requestAnimationFrame(done)).then(() => 1)",
    );
    return contents?.getURL();
  });
  expect(address).toMatch(/^app:\/\/ui\//);
});

test('a sign-in while the bank cannot be reached says so and can be tried again', async ({ open, directory }) => {
  const { page } = await open({ connectionFile: writeUnreachableConnection(directory) });
  await page.getByRole('button', { name: 'Sign in with Oeverbank' }).click();
  await expect(page.getByRole('alert')).toContainText(/bank/i);
  await expect(page.getByRole('alert')).not.toContainText(/at .*\.(js|ts):|ECONNREFUSED/);
  await expect(page.getByRole('button', { name: 'Sign in with Oeverbank' })).toBeEnabled();
});

test('a missing and a damaged connection file are named, each in its own words', async ({ open, directory }) => {
  const missing = await open({ connectionFile: path.join(directory, 'nowhere.json') });
  await expect(missing.page.getByRole('heading', { name: 'No bank is set up yet' })).toBeVisible();
  await expect(missing.page.getByText(/is missing/)).toBeVisible();
  const file = path.join(directory, 'damaged.json');
  writeFileSync(file, '{ "format": "florin-conn');
  const damaged = await open({ connectionFile: file });
  await expect(damaged.page.getByText(/is damaged/)).toBeVisible();
});

test('a second start hands over to the first one and ends', async ({ open, directory }) => {
  const connectionFile = writeUnreachableConnection(directory);
  const first = await open({ connectionFile });
  await expect(first.page.getByRole('button', { name: 'Sign in with Oeverbank' })).toBeVisible();
  const executable = String(createRequire(import.meta.url)('electron'));
  const args = [
    checkout,
    `--user-data-dir=${first.profileDirectory}`,
    `--connection=${connectionFile}`,
    ...(IS_ROOT ? ['--no-sandbox'] : []),
  ];
  const second = spawn(executable, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  second.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const code = await new Promise((resolve) => second.on('close', resolve));
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('already running') });
  await expect(first.page.getByRole('button', { name: 'Sign in with Oeverbank' })).toBeVisible();
});

test('ready means shown: the application prints its title and ends with 0', async ({ directory }) => {
  const executable = String(createRequire(import.meta.url)('electron'));
  const args = [
    checkout,
    `--user-data-dir=${path.join(directory, 'profile')}`,
    `--connection=${writeUnreachableConnection(directory)}`,
    '--exit-when-ready',
    ...(IS_ROOT ? ['--no-sandbox'] : []),
  ];
  const program = spawn(executable, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  program.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const code = await new Promise((resolve) => program.on('close', resolve));
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('Oeverbank') });
});
