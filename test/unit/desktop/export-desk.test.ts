import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CAMPAIGN_FILE_LIMIT_BYTES } from '#shared/campaign/campaign-file.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { writeCampaignText } from '../../../electron/main/exports/campaign-text.ts';
import { ExportDesk } from '../../../electron/main/exports/export-desk.ts';
import { fileNameOf, withExtension, writeSavedFile } from '../../../electron/main/exports/saved-file.ts';
import { DraftStore } from '../../../electron/main/drafts/draft-store.ts';
import { wordsIn } from '../../../electron/main/words.ts';
import { completeContent } from '../renderer/support/drafts.ts';
import { MARKET } from '../renderer/support/market.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'florin-exports-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TABLE = { title: 'Customers: per/month?', columns: ['Month'], rows: [['March']], notes: [] };
const id = (number: number) => `019cada0-0000-7000-8000-${String(number).padStart(12, '0')}`;

function aDesk({ market = MARKET }: { readonly market?: typeof MARKET } = {}) {
  const proposed: string[] = [];
  const copied: string[] = [];
  const answers = { save: undefined as string | undefined, open: undefined as string | undefined };
  let made = 0;
  const store = new DraftStore({
    folder: join(folder, 'drafts'),
    now: () => '2026-03-02T08:00:00.000Z',
    newId: () => {
      made += 1;
      return id(made);
    },
  });
  const desk = new ExportDesk({
    dialogs: {
      chooseSave: (path) => {
        proposed.push(path);
        return Promise.resolve(answers.save);
      },
      chooseOpen: () => Promise.resolve(answers.open),
    },
    documents: () => join(folder, 'Documents'),
    copy: (text) => {
      copied.push(text);
    },
    printPdf: () => Promise.resolve(new TextEncoder().encode('%PDF-')),
    encodePng: (bytes) => (bytes[0] === 0x89 ? bytes : undefined),
    words: () => wordsIn('en').exports,
    market: () => Promise.resolve(market),
    createDraft: (content) => store.create(content),
    readPicture: () => Promise.reject(new Error('no pictures here')),
    addPicture: () => Promise.reject(new Error('no pictures here')),
  });
  return { desk, answers, proposed, copied, store };
}

test('a table is written where the person chose, as a file of their own, and only its name comes back', async () => {
  const { desk, answers, proposed } = aDesk();
  answers.save = join(folder, 'months.csv');
  expect(await desk.saveTable(TABLE, 'csv')).toEqual({ saved: true, file: 'months.csv' });
  expect(readFileSync(answers.save, 'utf8')).toContain('Month\r\nMarch\r\n');
  expect(statSync(answers.save).mode & 0o777).toBe(0o666 & ~process.umask());
  expect(proposed).toEqual([join(folder, 'Documents', 'Customers per month.csv')]);
  expect(readdirSync(folder)).toEqual(['months.csv']);
});

test('the next file is proposed beside the last one', async () => {
  const { desk, answers, proposed } = aDesk();
  answers.save = join(folder, 'months.csv');
  await desk.saveTable(TABLE, 'csv');
  await desk.saveTable(TABLE, 'xlsx');
  expect(proposed[1]).toBe(join(folder, 'Customers per month.xlsx'));
});

test('a person who changes their mind gets no file', async () => {
  const { desk } = aDesk();
  expect(await desk.saveTable(TABLE, 'csv')).toEqual({ saved: false });
  expect(readdirSync(folder)).toEqual([]);
});

test('a name without its extension gets it, and a file that has the longer name is left alone', async () => {
  const { desk, answers } = aDesk();
  writeFileSync(join(folder, 'months.csv'), 'mine');
  answers.save = join(folder, 'months');
  expect(await desk.saveTable(TABLE, 'csv')).toEqual({ saved: true, file: 'months 2.csv' });
  expect(readFileSync(join(folder, 'months.csv'), 'utf8')).toBe('mine');
  expect(await withExtension(join(folder, 'a.b'), 'pdf')).toBe(join(folder, 'a.b.pdf'));
  expect(await withExtension(join(folder, 'A.PDF'), 'pdf')).toBe(join(folder, 'A.PDF'));
});

test('a folder that is gone, one without permission and a folder in the file’s place are each said, and leave what was there', async () => {
  const write = (...path: string[]) => writeSavedFile(join(folder, ...path), 'x').catch((error: { detail: unknown }) => error.detail);
  expect(await write('gone', 'a.csv')).toEqual({ file: 'a.csv', reason: 'folder_missing' });
  mkdirSync(join(folder, 'b.csv'));
  expect(await write('b.csv')).toEqual({ file: 'b.csv', reason: 'file_in_use' });
  expect(readdirSync(folder)).toEqual(['b.csv']);
  if (process.getuid?.() === 0) return; // A super-user may write anywhere.
  mkdirSync(join(folder, 'locked'));
  chmodSync(join(folder, 'locked'), 0o500);
  expect(await write('locked', 'a.csv')).toEqual({ file: 'a.csv', reason: 'no_permission' });
  chmodSync(join(folder, 'locked'), 0o700);
});

test('a full disk is said, keeps the former file and leaves nothing half written', async () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  const path = join(folder, 'a.csv');
  writeFileSync(path, 'former');
  const refused = await writeSavedFile(path, 'new', () => Promise.reject(full)).catch((problem: { detail: unknown }) => problem.detail);
  expect(refused).toEqual({ file: 'a.csv', reason: 'disk_full' });
  expect(readFileSync(path, 'utf8')).toBe('former');
  expect(readdirSync(folder)).toEqual(['a.csv']);
});

test.each([
  ['Lente begint bij ons!', 'Lente begint bij ons.pdf'],
  ['../../etc/passwd', 'etc passwd.pdf'],
  ['.hidden', 'hidden.pdf'],
  ['C:\\Windows\\nul', 'C Windows nul.pdf'],
  ['nul', 'Florin nul.pdf'],
  ['…', 'Florin.pdf'],
  ['a'.repeat(300), `${'a'.repeat(80)}.pdf`],
  ['Été à la côte €5', 'Été à la côte 5.pdf'],
])('the words %j propose a harmless file name', (words, name) => {
  expect(fileNameOf(words, 'pdf')).toBe(name);
});

test('a picture that is not a PNG is not written', async () => {
  const { desk, answers } = aDesk();
  answers.save = join(folder, 'a.png');
  await expect(desk.savePicture('t', Buffer.from('<svg/>').toString('base64'))).rejects.toMatchObject({ code: 'invalid_input' });
  expect(readdirSync(folder)).toEqual([]);
});

test('a campaign goes out and comes back as a new draft with an id of its own and the same content', async () => {
  const { desk, answers, store } = aDesk();
  const content = completeContent({ name: 'Eén / twee “drie”\u0000\u2028' });
  answers.save = join(folder, 'out.florin-campaign');
  answers.open = answers.save;
  const before = await store.create(content);
  await desk.saveCampaign(content);
  const draft = await desk.openCampaign();
  expect(draft).toMatchObject({ content, version: 1, submission: { phase: 'none' } });
  expect(draft?.id).not.toBe(before.id);
  expect((await store.list()).drafts).toHaveLength(2);
  const text = readFileSync(answers.save, 'utf8');
  expect(text.split('\n')).toHaveLength(3);
  expect(text).not.toContain(before.id);
  expect((await desk.dropCampaign('out.florin-campaign', `\uFEFF${text.replaceAll('\n', '\r\n')}`)).content).toEqual(content);
});

test('an unfinished draft travels as it is', async () => {
  const { desk } = aDesk();
  const content = completeContent({ name: '', spend: null, budgetCents: null, startsOn: null, regions: [] });
  expect((await desk.dropCampaign('x', writeCampaignText(content, [], MARKET))).content).toEqual(content);
});

/** A file of this content with a right hash, after a change of its JSON. */
async function changed(change: (file: Record<string, unknown> & { content: DraftContent }) => unknown): Promise<string> {
  const { createHash } = await import('node:crypto');
  const [line = ''] = writeCampaignText(completeContent(), [], MARKET).split('\n');
  const next = JSON.stringify(change(JSON.parse(line)));
  return `${next}\nsha256:${createHash('sha256').update(next).digest('hex')}\n`;
}

const whole = () => writeCampaignText(completeContent(), [], MARKET);
test.each<readonly [string, () => string | Promise<string>, { readonly problem: string; readonly where: string }]>([
  ['an empty file', () => '', { problem: 'not_a_campaign', where: '1' }],
  ['something else', () => '{"a":1}\n', { problem: 'not_a_campaign', where: 'format' }],
  ['a file that was cut off', () => whole().slice(0, 500), { problem: 'damaged', where: '1' }],
  ['a file without its hash', () => whole().split('\n')[0] ?? '', { problem: 'damaged', where: '2' }],
  ['a file with one changed letter', () => whole().replace('balcony', 'Balcony'), { problem: 'damaged', where: '1' }],
  ['something after the hash', () => `${whole()}more`, { problem: 'damaged', where: '2' }],
  [
    'a newer format',
    () => changed((file) => ({ ...file, format: 'florin-campaign-file/2', shape: 'new' })),
    { problem: 'newer', where: 'florin-campaign-file/2' },
  ],
  [
    'an unknown field',
    () => changed((file) => ({ ...file, content: { ...file.content, customers: [1] } })),
    { problem: 'unknown_field', where: 'content.customers' },
  ],
  [
    'an unknown field deep inside',
    () => changed((file) => ({ ...file, content: { ...file.content, reward: { ...file.content.reward, x: 1 } } })),
    { problem: 'unknown_field', where: 'content.reward.x' },
  ],
  [
    'a field of another kind',
    () => changed((file) => ({ ...file, content: { ...file.content, budgetCents: '1' } })),
    { problem: 'invalid_field', where: 'content.budgetCents' },
  ],
  [
    'a missing field',
    () => changed(({ content: { name: _, ...content }, ...file }) => ({ ...file, content })),
    { problem: 'invalid_field', where: 'content.name' },
  ],
  [
    'another country',
    () => changed((file) => ({ ...file, market: 'BE', content: { ...file.content, market: 'BE' } })),
    { problem: 'other_market', where: 'BE' },
  ],
  [
    'another country inside',
    () => changed((file) => ({ ...file, content: { ...file.content, market: 'BE' } })),
    { problem: 'other_market', where: 'BE' },
  ],
  ['another profile', () => changed((file) => ({ ...file, profile: 'scale' })), { problem: 'other_profile', where: 'scale' }],
  [
    'other bands',
    () => changed((file) => ({ ...file, bandEdges: { garden: [0, 10, 20, 30, 40] } })),
    { problem: 'bands_differ', where: 'garden' },
  ],
  [
    'an unknown region',
    () => changed((file) => ({ ...file, content: { ...file.content, regions: ['oost', 'atlantis'] } })),
    { problem: 'region_unknown', where: 'atlantis' },
  ],
  [
    'a file that is too long',
    () => `${whole()}${' '.repeat(CAMPAIGN_FILE_LIMIT_BYTES)}`,
    { problem: 'too_large', where: String(CAMPAIGN_FILE_LIMIT_BYTES) },
  ],
])('%s is refused with what and where, and makes no draft', async (_name, make, refusal) => {
  const { desk, answers, store } = aDesk();
  answers.open = join(folder, 'in.florin-campaign');
  writeFileSync(answers.open, await make());
  const error = await desk.openCampaign().catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: 'campaign_file_refused', detail: { file: 'in.florin-campaign', ...refusal } });
  expect((await store.list()).drafts).toEqual([]);
});

test('a category or channel that the market does not have is refused by name', async () => {
  const { desk, store } = aDesk({ market: { ...MARKET, categories: MARKET.categories.slice(1) } });
  await expect(desk.dropCampaign('x', whole())).rejects.toMatchObject({ detail: { problem: 'category_unknown', where: 'garden' } });
  const other = aDesk({ market: { ...MARKET, channels: ['email'] } });
  await expect(other.desk.dropCampaign('x', whole())).rejects.toMatchObject({ detail: { problem: 'channel_unknown', where: 'app_feed' } });
  expect((await store.list()).drafts).toEqual([]);
});

test('a file that cannot be read, and bytes that are no text, are refused', async () => {
  const { desk, answers } = aDesk();
  answers.open = join(folder, 'gone.florin-campaign');
  await expect(desk.openCampaign()).rejects.toMatchObject({ detail: { file: 'gone.florin-campaign', problem: 'unreadable', where: '' } });
  answers.open = join(folder, 'bytes.florin-campaign');
  writeFileSync(answers.open, Buffer.from([0x7b, 0xff, 0xfe, 0x00]));
  await expect(desk.openCampaign()).rejects.toMatchObject({ detail: { problem: 'not_a_campaign', where: 'UTF-8' } });
});
