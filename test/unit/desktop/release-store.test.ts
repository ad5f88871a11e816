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
import { FakeBank, nthId } from '../../fixtures/desktop/fakes.ts';

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
let listed: Map<
  string,
  { readonly sha256: string; readonly withdrawn: boolean; readonly slice?: { readonly id: string; readonly sha256: string } }
>;

beforeEach(async () => {
  merchantId = undefined;
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
    [marketEndpoints.releaseSlice.path]: (input) => {
      const { releaseId } = (input as { readonly params: { readonly releaseId: string } }).params;
      const id = `${releaseId}.${merchantId}`;
      return { id, file: files.get(id) ?? '' };
    },
  };
});

function publish(window: string, file = signedFile(window)): string {
  const id = `test-${window}`;
  files.set(id, file);
  listed.set(id, { sha256: sha256(file), withdrawn: false });
  return id;
}
let merchantId: string | undefined;
const OWN = nthId(1);
const OTHER = nthId(2);
const slicesOf = (id: string) => `${folder}-of-${id.slice(-4)}`;
const store = () =>
  new ReleaseStore({
    folder,
    slicesOf,
    merchantId: () => merchantId,
    releaseKey: bankKey.publicKey,
    bank,
    now: () => '2026-03-02T08:00:00.000Z',
    log: SILENT_LOG,
  });
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

/** A merchant's slice of a release: 2 relationships × 5 bands. */
function sliceFile(window: string, merchant: string, key = bankKey): string {
  const { sha256: _sha256, ...release } = aRelease(window, () => 7);
  const rho = '1/160';
  const table = {
    id: 'season-relationship-band',
    dimensions: ['relationship' as const, 'band' as const],
    sizes: [2, 5],
    sigma2: '800',
    rho,
    counts: encodeCounts(new Int32Array(10).fill(7)),
  };
  const payload = {
    ...release,
    id: `${release.id}.${merchant}`,
    merchant: { id: merchant, categoryId: 'garden' },
    tables: [table],
    rho,
    keyId: checksOf(key.publicKey).keyId,
  };
  return writeReleaseFile(payload, (message) => sign(null, message, key.privateKey));
}

function publishSlice(window: string, merchant: string, file = sliceFile(window, merchant)): string {
  const releaseId = publish(window);
  const id = `${releaseId}.${merchant}`;
  files.set(id, file);
  const row = listed.get(releaseId);
  if (row !== undefined) listed.set(releaseId, { ...row, slice: { id, sha256: sha256(file) } });
  return id;
}

test('a merchant’s slice is fetched, verified and kept beside its release; the next start has both without the bank', async () => {
  merchantId = OWN;
  const id = publishSlice('2025-spring', OWN);
  const shelf = await store().refreshShelf();
  expect(shelf.releases.map((release) => [release.id, release.merchant?.id])).toEqual([
    ['test-2025-spring', undefined],
    [id, OWN],
  ]);
  expect(ReleaseShelf.safeParse(shelf).success).toBe(true);
  bank.isReachable = false;
  expect((await store().readShelf()).releases).toEqual(shelf.releases);
});

test('a damaged slice, on the way or on disk, is refused like a damaged release, which goes on working', async () => {
  merchantId = OWN;
  const file = sliceFile('2025-spring', OWN);
  const id = publishSlice('2025-spring', OWN, flip(file, 300));
  const shelf = await store().refreshShelf();
  expect(shelf.refused).toMatchObject([{ id, code: 'release_invalid' }]);
  expect(shelf.releases.map((release) => release.id)).toEqual(['test-2025-spring']);
  publishSlice('2025-spring', OWN);
  await store().refreshShelf();
  const path = join(slicesOf(OWN), `${id}.release`);
  await writeFile(path, flip(await readFile(path, 'latin1'), 200), 'latin1');
  expect((await store().readShelf()).refused).toMatchObject([{ id, code: 'release_invalid' }]);
  expect((await store().refreshShelf()).refused).toEqual([]);
});

test('another merchant’s genuine slice is refused, by its name or inside one', async () => {
  merchantId = OWN;
  publishSlice('2025-spring', OWN, sliceFile('2025-spring', OTHER));
  expect((await store().refreshShelf()).refused).toMatchObject([{ problem: 'not_the_named_release' }]);
  const id = publishSlice('2025-spring', OTHER);
  bank.answers = {
    ...bank.answers,
    [marketEndpoints.releaseSlice.path]: () => ({ id, file: files.get(id) ?? '' }),
  };
  const shelf = await store().refreshShelf();
  expect(shelf.refused).toMatchObject([{ id, problem: 'not_own_slice' }]);
  expect(shelf.releases.filter((release) => release.merchant !== undefined)).toEqual([]);
});

test('a slice that is not the listed one, or is signed by another key, is refused', async () => {
  merchantId = OWN;
  const id = publishSlice('2025-spring', OWN, sliceFile('2025-spring', OWN, otherKey));
  expect((await store().refreshShelf()).refused).toMatchObject([{ id, problem: 'signature_wrong' }]);
  publishSlice('2025-spring', OWN);
  const row = listed.get('test-2025-spring');
  if (row !== undefined) listed.set('test-2025-spring', { ...row, slice: { id, sha256: 'f'.repeat(64) } });
  expect((await store().refreshShelf()).refused).toMatchObject([{ id, problem: 'not_the_listed_file' }]);
});

test('who signs in next on this machine sees nothing of the slices of the merchant before', async () => {
  merchantId = OWN;
  publishSlice('2025-spring', OWN);
  const shared = store();
  await shared.refreshShelf();
  merchantId = OTHER;
  expect((await shared.readShelf()).releases.map((release) => release.id)).toEqual(['test-2025-spring']);
  merchantId = undefined;
  expect((await shared.readShelf()).releases.map((release) => release.id)).toEqual(['test-2025-spring']);
});

test('the slice of a withdrawn release is removed with it', async () => {
  merchantId = OWN;
  publishSlice('2025-spring', OWN);
  await store().refreshShelf();
  const row = listed.get('test-2025-spring');
  if (row !== undefined) listed.set('test-2025-spring', { ...row, withdrawn: true });
  expect((await store().refreshShelf()).releases).toEqual([]);
  expect(await readdir(slicesOf(OWN))).toEqual([]);
});
