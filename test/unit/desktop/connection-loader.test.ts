import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConnection } from '../../../electron/main/settings/connection-loader.ts';
import { SettingsStore } from '../../../electron/main/settings/settings-store.ts';

const { publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const valid = {
  format: 'florin-connection/1',
  bankName: 'Demo Bank',
  bankUrl: 'http://127.0.0.1:4000',
  issuer: 'http://127.0.0.1:4000/oidc',
  clientId: 'florin-desktop',
  releaseKey: pem,
};

async function load(content: string): ReturnType<typeof loadConnection> {
  const file = join(await mkdtemp(join(tmpdir(), 'florin-connection-')), 'connection.json');
  await writeFile(file, content);
  return loadConnection(file);
}
const loadChanged = (changes: object) => load(JSON.stringify({ ...valid, ...changes }));

test.each([
  ['PEM', pem],
  ['base64', der],
])('a file with the key as %s names the bank', async (_form, releaseKey) => {
  const loaded = await loadChanged({ releaseKey });
  expect(loaded.kind).toBe('loaded');
  if (loaded.kind !== 'loaded') return;
  expect(loaded.connection.file.bankName).toBe('Demo Bank');
  expect(loaded.connection.releaseKey.equals(publicKey)).toBe(true);
});

test.each(['https://bank.example', 'https://bank.example:8443/florin', 'http://localhost:80', 'http://[::1]:1'])(
  'a bank at %s is allowed',
  async (bankUrl) => {
    expect((await loadChanged({ bankUrl })).kind).toBe('loaded');
  },
);

test.each([
  'http://bank.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://10.0.0.1',
  'https://someone:secret@bank.example',
  'https://bank.example/?x=1',
  'https://bank.example/#x',
  'ftp://bank.example',
  'file:///etc/passwd',
  'bank.example',
  '',
])('a bank or issuer at %j is refused and named', async (address) => {
  for (const field of ['bankUrl', 'issuer']) {
    expect(await loadChanged({ [field]: address })).toMatchObject({ kind: 'problem', problem: 'invalid', issues: [{ path: field }] });
  }
});

test('a missing file, a folder, no JSON, an unknown key and a foreign key are told apart', async () => {
  expect(await loadConnection('/nowhere/connection.json')).toMatchObject({ problem: 'missing' });
  expect(await loadConnection(tmpdir())).toMatchObject({ problem: 'unreadable' });
  expect(await load('{"format":')).toMatchObject({ problem: 'not_json' });
  expect(await loadChanged({ surprise: 1 })).toMatchObject({ problem: 'invalid' });
  expect(await loadChanged({ format: 'florin-connection/2' })).toMatchObject({ problem: 'invalid', issues: [{ path: 'format' }] });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' }).toString();
  for (const releaseKey of ['AAAA', 'not a key', rsa, pem.slice(0, 60)])
    expect(await loadChanged({ releaseKey })).toMatchObject({ problem: 'invalid', issues: [{ path: 'releaseKey' }] });
  expect(await load(`${JSON.stringify(valid)}${' '.repeat(30_000)}`)).toMatchObject({ problem: 'invalid' });
});

test('settings start in the machine’s language, are kept, and a damaged file falls back to them', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'florin-settings-')), 'settings.json');
  const heard: unknown[] = [];
  const first = await SettingsStore.open(file, 'nl-NL', (settings) => heard.push(settings));
  expect(first.read()).toEqual({ language: 'nl', theme: 'system' });
  await first.save({ language: 'fr', theme: 'dark' });
  expect(heard).toEqual([{ language: 'fr', theme: 'dark' }]);
  expect((await SettingsStore.open(file, 'en-US', () => undefined)).read()).toEqual({ language: 'fr', theme: 'dark' });
  await writeFile(file, '{"language":"xx"}');
  expect((await SettingsStore.open(file, 'pt-BR', () => undefined)).read()).toEqual({ language: 'en', theme: 'system' });
});
