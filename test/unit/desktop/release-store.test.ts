import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { marketEndpoints } from '#shared/contracts/http/market.ts';
import { ReleaseShelf } from '#shared/contracts/ipc/contract.ts';
import { writeReleaseFile } from '#shared/reach/decode-release.ts';
import { encodeCounts } from '#shared/reach/decode-table.ts';
import { checksOf, ReleaseStore } from '../../../electron/main/releases/release-store.ts';
import { SILENT_LOG } from '../../../electron/main/log.ts';
import { aRelease } from '../../builders/a-release.ts';
import { FakeBank } from '../../fixtures/desktop/fakes.ts';

const bankKey = generateKeyPairSync('ed25519');
const otherKey = generateKeyPairSync('ed25519');

function signedFile(window: string, key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = bankKey): string {
  const { sha256: _sha256, ...release } = aRelease(window, (cell) => 100 + cell.band);
  const tables = release.tables.map((table) => ({ ...table, counts: encodeCounts(table.counts) }));
  const payload = { ...release, tables, keyId: checksOf(key.publicKey).keyId };
  return writeReleaseFile(payload, (message) => sign(null, message, key.privateKey));
}
const sha256 = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex');
function flip(text: string, at: number): string {
  const bytes = Buffer.from(text, 'latin1');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('latin1');
}

let folder: string;
let bank: FakeBank;
let files: Map<string, string>;
let listed: Map<string, { readonly sha256: string; readonly withdrawn: boolean }>;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'florin-releases-')), 'releases');
  files = new Map();
  listed = new Map();
  bank = new FakeBank();
  bank.answers = {
    [marketEndpoints.releases.path]: () => ({
      releases: [...listed].map(([id, entry]) => ({
        id,
        window: id.replace('test-', ''),
        publishedAt: '2026-03-02T08:00:00.000Z',
        sizeBytes: 10,
        ...entry,
      })),
    }),
    [marketEndpoints.release.path]: (input) => {
      const { releaseId } = (input as { readonly params: { readonly releaseId: string } }).params;
      return { id: releaseId, file: files.get(releaseId) ?? '' };
    },
  };
});

function publish(window: string, file = signedFile(window)): string {
  const id = `test-${window}`;
  files.set(id, file);
  listed.set(id, { sha256: sha256(file), withdrawn: false });
  return id;
}
const store = () =>
  new ReleaseStore({ folder, releaseKey: bankKey.publicKey, bank, now: () => '2026-03-02T08:00:00.000Z', log: SILENT_LOG });
const fetches = () => bank.calls.filter((call) => call.path === marketEndpoints.release.path).length;

test('what is new is fetched, verified and stored; the next start has it without the bank', async () => {
  publish('2025-03');
  publish('2025-spring');
  const shelf = await store().refreshShelf();
  expect(shelf.releases.map((release) => release.window).sort()).toEqual(['2025-03', '2025-spring']);
  expect(ReleaseShelf.safeParse(shelf).success).toBe(true);
  bank.isReachable = false;
  const next = await store().readShelf();
  expect(next.releases).toEqual(shelf.releases);
  expect(next.refused).toEqual([]);
});

test('what is held already is not fetched again', async () => {
  publish('2025-03');
  await store().refreshShelf();
  publish('2025-04');
  await store().refreshShelf();
  expect(fetches()).toBe(2);
});

test('one flipped byte on the way, anywhere in the file, is refused and never stored; the others go on working', async () => {
  const file = signedFile('2025-03');
  publish('2025-04');
  for (const at of [0, 40, Math.floor(file.length / 2), file.length - 20, file.length - 2, file.length - 1]) {
    const damaged = flip(file, at);
    publish('2025-03', damaged);
    const shelf = await store().refreshShelf();
    expect(shelf.refused, `byte ${at}`).toMatchObject([{ id: 'test-2025-03', code: 'release_invalid' }]);
    expect(shelf.releases.map((release) => release.window)).toEqual(['2025-04']);
  }
  expect(await readdir(folder)).toEqual(['test-2025-04.release']);
});

test('one flipped byte on disk is refused at the next reading, and fetched again at the next refresh', async () => {
  publish('2025-03');
  publish('2025-04');
  await store().refreshShelf();
  const path = join(folder, 'test-2025-03.release');
  const file = await readFile(path, 'latin1');
  await writeFile(path, flip(file, 500), 'latin1');
  const shelf = await store().readShelf();
  expect(shelf.refused).toMatchObject([{ id: 'test-2025-03', code: 'release_invalid' }]);
  expect(shelf.releases.map((release) => release.window)).toEqual(['2025-04']);
  const repaired = await store().refreshShelf();
  expect(repaired.refused).toEqual([]);
  expect(repaired.releases).toHaveLength(2);
});

test('a release signed by another key is refused', async () => {
  publish('2025-03', signedFile('2025-03', otherKey));
  expect(await store().refreshShelf()).toMatchObject({ releases: [], refused: [{ problem: 'signature_wrong' }] });
});

test('a genuine release under another one’s name is refused', async () => {
  publish('2025-03', signedFile('2025-04'));
  expect(await store().refreshShelf()).toMatchObject({ releases: [], refused: [{ problem: 'not_the_named_release' }] });
});

test('a genuine release that is not the listed one is refused', async () => {
  const id = publish('2025-03');
  listed.set(id, { sha256: 'f'.repeat(64), withdrawn: false });
  expect(await store().refreshShelf()).toMatchObject({ releases: [], refused: [{ problem: 'not_the_listed_file' }] });
});

test('a withdrawn release is removed', async () => {
  const id = publish('2025-03');
  await store().refreshShelf();
  listed.set(id, { sha256: sha256(files.get(id) ?? ''), withdrawn: true });
  expect((await store().refreshShelf()).releases).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test('a file whose name is no release id is not read', async () => {
  publish('2025-03');
  await store().refreshShelf();
  await writeFile(join(folder, '.hidden.release'), 'x');
  expect((await store().readShelf()).releases).toHaveLength(1);
});
