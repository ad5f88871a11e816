import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommentThread } from '#shared/contracts/http/dialogue.ts';
import { AppError } from '#shared/errors.ts';
import { CommentDesk } from '../../../electron/main/comments/comment-desk.ts';
import { FakeBank, idSource, nthId } from '../../fixtures/desktop/fakes.ts';

const CAMPAIGN = nthId(500);
const THREAD: CommentThread = { comments: [], readUntil: 0 };
let folder: string;
let bank: FakeBank;
let owner: string;
const newId = () => nextId();
let nextId: () => string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-comments-'));
  bank = new FakeBank();
  bank.answers = { '/v1/campaigns/:campaignId/comments': () => THREAD };
  owner = nthId(900);
  nextId = idSource();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The desk as it is after a start of the application: nothing is remembered but what is on disk. */
const desk = () =>
  new CommentDesk({
    fileOf: (accountId) => join(folder, `${accountId}.json`),
    owner: () => owner,
    bank,
    now: () => '2026-03-02T08:00:00.000Z',
    newId,
  });
const sent = () => bank.calls.map(({ input }) => (input as { body: { commentId: string; text: string } }).body); // of writeComment alone

test('what is typed is there again after a restart, for this campaign and this person alone', async () => {
  await desk().saveNote(CAMPAIGN, 'Could it st');
  await desk().saveNote(CAMPAIGN, 'Could it start later?');
  expect(await desk().readNote(CAMPAIGN)).toBe('Could it start later?');
  expect(await desk().readNote(nthId(501))).toBe('');
  owner = nthId(901);
  expect(await desk().readNote(CAMPAIGN)).toBe('');
});

test('a comment that the bank has is no note any more', async () => {
  await desk().saveNote(CAMPAIGN, 'Thanks!');
  expect(await desk().write(CAMPAIGN, 'Thanks!')).toEqual(THREAD);
  expect(await desk().readNote(CAMPAIGN)).toBe('');
});

test('while the bank is away the text is kept, and goes under the same id when it is sent again after a restart', async () => {
  bank.isReachable = false;
  await expect(desk().write(CAMPAIGN, 'Could it start later?')).rejects.toMatchObject({ code: 'bank_unreachable' });
  expect(await desk().readNote(CAMPAIGN)).toBe('Could it start later?');
  bank.isReachable = true;
  await desk().write(CAMPAIGN, 'Could it start later?');
  const [first, second] = sent();
  expect(second).toEqual(first);
});

test('a text that was changed after a lost answer is another comment', async () => {
  bank.isReachable = false;
  await expect(desk().write(CAMPAIGN, 'Could it start later?')).rejects.toThrow();
  bank.isReachable = true;
  await desk().saveNote(CAMPAIGN, 'Could it start a week later?');
  await desk().write(CAMPAIGN, 'Could it start a week later?');
  expect(new Set(sent().map(({ commentId }) => commentId)).size).toBe(2);
});

test('a refusal of the bank keeps the text', async () => {
  bank.answers = { '/v1/campaigns/:campaignId/comments': () => new AppError('too_many_requests', { retryAfterSeconds: 60 }) };
  await expect(desk().write(CAMPAIGN, 'Once more')).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(await desk().readNote(CAMPAIGN)).toBe('Once more');
});

test('what is typed while a comment is on its way stays', async () => {
  const one = desk();
  bank.answers = {
    '/v1/campaigns/:campaignId/comments': () => THREAD,
  };
  const writing = one.write(CAMPAIGN, 'First');
  await one.saveNote(CAMPAIGN, 'Second');
  await writing;
  expect(await desk().readNote(CAMPAIGN)).toBe('Second');
});

test('a damaged file is set aside and kept, and typing goes on', async () => {
  await writeFile(join(folder, `${owner}.json`), '{"format":');
  await desk().saveNote(CAMPAIGN, 'Again');
  expect(await desk().readNote(CAMPAIGN)).toBe('Again');
  const aside = (await readdir(folder)).find((name) => name.endsWith('.damaged')) ?? '';
  expect(await readFile(join(folder, aside), 'utf8')).toBe('{"format":');
});
