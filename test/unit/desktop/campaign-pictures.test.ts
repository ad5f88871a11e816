import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { FILE_LIMITS, IMAGE_SIZES, type ImageKind } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import { imageHeader } from '#shared/files/image-format.ts';
import { FileShelf } from '../../../electron/main/campaign-files/file-shelf.ts';
import { type ImageCodec, prepareImage } from '../../../electron/main/campaign-files/prepare-image.ts';
import { DraftStore } from '../../../electron/main/drafts/draft-store.ts';
import { ExportDesk, type ExportDeskPorts } from '../../../electron/main/exports/export-desk.ts';
import { wordsIn } from '../../../electron/main/words.ts';
import { aPicture, png, pngChunk } from '../../fixtures/pictures.ts';
import { completeContent } from '../renderer/support/drafts.ts';
import { MARKET } from '../renderer/support/market.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'florin-pictures-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
/** What this codec paints, whatever it was given. */
const PAINTED = [1, 2, 3] as const;
const repainting: ImageCodec = {
  decode: (bytes) => imageHeader(bytes),
  cover: (_bytes, size) => ({ ...size, pixels: Buffer.alloc(size.width * size.height * 4, 0xff) }),
  toPng: ({ width, height }) => png({ width, height, colour: PAINTED }),
  toJpeg: () => Buffer.alloc(0),
};

/** A computer with drafts and pictures of its own. */
function aComputer(name: string, changes: Partial<Pick<ExportDeskPorts, 'addPicture'>> = {}) {
  const shelf = new FileShelf(join(folder, name, 'pictures'));
  let made = 0;
  const store = new DraftStore({
    folder: join(folder, name, 'drafts'),
    now: () => '2026-03-02T08:00:00.000Z',
    newId: () => {
      made += 1;
      return `019cada0-0000-7000-8000-${String(made).padStart(12, '0')}`;
    },
  });
  const path = join(folder, 'out.florin-campaign');
  const desk = new ExportDesk({
    dialogs: { chooseSave: () => Promise.resolve(path), chooseOpen: () => Promise.resolve(path) },
    documents: () => folder,
    copy: () => undefined,
    printPdf: () => Promise.resolve(new Uint8Array()),
    encodePng: (bytes) => bytes,
    words: () => wordsIn('en').exports,
    market: () => Promise.resolve(MARKET),
    createDraft: (content) => store.create(content),
    readPicture: async (sha256) => {
      const found = await shelf.find(sha256);
      if (found === undefined) throw new AppError('bank_unreachable', { attempts: 1 });
      return found.bytes;
    },
    addPicture: async (kind, source) => {
      const { mediaType, bytes } = prepareImage(kind, source, repainting);
      return { sha256: await shelf.put(bytes), mediaType, sizeBytes: bytes.length };
    },
    ...changes,
  });
  return { desk, shelf, store, path };
}

const named = ({ bytes, sha256 }: { readonly bytes: Buffer; readonly sha256: string }) =>
  ({ sha256, mediaType: 'image/png', sizeBytes: bytes.length }) as const;
const LOGO = aPicture('logo', [10, 20, 30]);
const HERO = aPicture('hero', [40, 50, 60]);
const OTHER_HERO = aPicture('hero', [70, 80, 90]);

/** Two versions that share the logo and have a large picture each. */
function twoVersions(): DraftContent {
  const plain = completeContent();
  const words = { title: 'T', shortText: 'K', longText: 'L', terms: 'V', logoAlt: 'Een roos', heroAlt: 'Een tuin' };
  return {
    ...plain,
    creative: { nl: words },
    images: { logo: named(LOGO), hero: named(HERO) },
    alternative: { creative: { nl: { ...words, title: 'B' } }, images: { logo: named(LOGO), hero: named(OTHER_HERO) } },
  };
}

async function written(): Promise<string> {
  const { desk, shelf, path } = aComputer('from');
  for (const { bytes } of [LOGO, HERO, OTHER_HERO]) await shelf.put(bytes);
  await desk.saveCampaign(twoVersions());
  return readFileSync(path, 'utf8');
}

test('both versions and their pictures arrive on another computer, the pictures as if they were chosen there', async () => {
  await written();
  const there = aComputer('to');
  const draft = await there.desk.openCampaign();
  const anew = (kind: ImageKind) => {
    const bytes = png({ ...IMAGE_SIZES[kind], colour: PAINTED });
    return { sha256: hash(bytes), mediaType: 'image/png', sizeBytes: bytes.length };
  };
  const { images: _, alternative, ...words } = twoVersions();
  expect(draft?.content).toEqual({
    ...words,
    images: { logo: anew('logo'), hero: anew('hero') },
    alternative: { ...alternative, images: { logo: anew('logo'), hero: anew('hero') } },
  });
  for (const kind of ['logo', 'hero'] as const)
    expect((await there.shelf.find(anew(kind).sha256))?.bytes.length).toBe(anew(kind).sizeBytes);
  // What the file carried is nowhere on this computer.
  expect(readdirSync(join(folder, 'to', 'pictures')).sort()).toEqual([anew('logo').sha256, anew('hero').sha256].sort());
});

test('pictures of two versions stay with their versions', async () => {
  await written();
  const taken: Buffer[] = [];
  const { desk } = aComputer('to', {
    addPicture: (_kind, source) => {
      taken.push(source);
      return Promise.resolve({ sha256: hash(source), mediaType: 'image/png', sizeBytes: source.length });
    },
  });
  const draft = await desk.openCampaign();
  expect(draft?.content).toEqual(twoVersions());
  expect(taken.map(hash).sort()).toEqual([LOGO.sha256, HERO.sha256, OTHER_HERO.sha256].sort());
});

test('a campaign whose picture cannot be had is not written, and says so', async () => {
  const { desk } = aComputer('from');
  await expect(desk.saveCampaign(twoVersions())).rejects.toMatchObject({
    code: 'file_not_written',
    detail: { file: 'Spring start for balcony gardens.florin-campaign', reason: 'picture_missing' },
  });
  expect(readdirSync(folder)).toEqual([]);
});

interface Travelling {
  kind: string;
  sha256: string;
  base64: string;
}

/** The file after a change of its pictures, with a right hash. */
async function forged(change: (pictures: Travelling[]) => readonly Travelling[]): Promise<string> {
  const [line = ''] = (await written()).split('\n');
  const file = JSON.parse(line);
  const next = JSON.stringify({ ...file, pictures: change(file.pictures) });
  return `${next}\nsha256:${hash(next)}\n`;
}

/** The large picture of the first version with other bytes under a hash that fits. */
const heroOf = (bytes: Buffer) => (text: string) => {
  const [line = ''] = text.split('\n');
  const next = line.replaceAll(HERO.sha256, hash(bytes)).replace(HERO.bytes.toString('base64'), bytes.toString('base64'));
  return `${next}\nsha256:${hash(next)}\n`;
};

test.each<readonly [string, () => Promise<string>, object]>([
  [
    'a picture that is named and not there',
    () => forged((pictures) => pictures.filter(({ kind }) => kind !== 'logo')),
    { problem: 'picture_missing', where: 'logo' },
  ],
  [
    'a picture that nothing names',
    () => forged((pictures) => [...pictures, { kind: 'logo', sha256: HERO.sha256, base64: HERO.bytes.toString('base64') }]),
    { problem: 'invalid_field', where: 'pictures.3' },
  ],
  [
    'more pictures than a campaign can have',
    () => forged(([first]) => Array.from({ length: 5 }, () => first as Travelling)), // the file has three
    { problem: 'invalid_field', where: 'pictures' },
  ],
  [
    'bytes that are not those of the hash',
    () => forged((pictures) => pictures.map((picture) => ({ ...picture, base64: Buffer.from('other').toString('base64') }))),
    { problem: 'picture_refused', where: 'logo', picture: 'wrong_hash' },
  ],
  [
    'a page that says it is a picture',
    async () => heroOf(Buffer.from('<svg onload="alert(1)"/>'))(await written()),
    { problem: 'picture_refused', where: 'hero', picture: 'not_an_image' },
  ],
  [
    'a picture that is smaller than its place',
    async () => heroOf(png({ width: 100, height: 100 }))(await written()),
    { problem: 'picture_refused', where: 'hero', picture: 'too_small' },
  ],
  [
    'a bomb of many pixels in few bytes',
    async () => heroOf(png({ width: 60_000, height: 60_000, packedRows: 1 }))(await written()),
    { problem: 'picture_refused', where: 'hero', picture: 'too_many_pixels' },
  ],
  [
    'a picture larger than any that is delivered',
    async () => heroOf(Buffer.concat([HERO.bytes, Buffer.alloc(FILE_LIMITS.imageBytes)]))(await written()),
    { problem: 'invalid_field', where: 'pictures.1.base64' },
  ],
])('%s is refused with what and where, and makes no draft', async (_name, make, refusal) => {
  const text = await make();
  const there = aComputer('to');
  writeFileSync(there.path, text);
  await expect(there.desk.openCampaign()).rejects.toMatchObject({ code: 'campaign_file_refused', detail: refusal });
  expect((await there.store.list()).drafts).toEqual([]);
});

test('what a picture carries besides itself does not arrive', async () => {
  const secret = png({ ...IMAGE_SIZES.hero, extra: [pngChunk('tEXt', Buffer.from('GPS\0' + '52.0116'))], behind: Buffer.from('PK') });
  const there = aComputer('to');
  writeFileSync(there.path, heroOf(secret)(await written()));
  await there.desk.openCampaign();
  for (const name of readdirSync(join(folder, 'to', 'pictures')))
    expect(readFileSync(join(folder, 'to', 'pictures', name)).includes('GPS')).toBe(false);
});

test('evidence stays behind: it is in no file, and a file that names some is refused', async () => {
  const paper = { sha256: hash('a price list'), name: 'Prices', mediaType: 'application/pdf', sizeBytes: 12 } as const;
  const { desk, shelf, path } = aComputer('from');
  for (const { bytes } of [LOGO, HERO, OTHER_HERO]) await shelf.put(bytes);
  await desk.saveCampaign({ ...twoVersions(), evidence: [paper] });
  const [line = ''] = readFileSync(path, 'utf8').split('\n');
  expect(line).not.toContain(paper.sha256);
  const there = aComputer('to');
  const next = line.replace('"evidence":[]', `"evidence":[${JSON.stringify(paper)}]`);
  writeFileSync(there.path, `${next}\nsha256:${hash(next)}\n`);
  await expect(there.desk.openCampaign()).rejects.toMatchObject({ detail: { problem: 'invalid_field', where: 'content.evidence' } });
  expect((await there.store.list()).drafts).toEqual([]);
});
