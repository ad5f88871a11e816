import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { fileEndpoints } from '#shared/contracts/http/files.ts';
import { AppError } from '#shared/errors.ts';
import { FileShelf } from '../../../electron/main/campaign-files/file-shelf.ts';
import { DraftStore } from '../../../electron/main/drafts/draft-store.ts';
import { SubmissionQueue } from '../../../electron/main/drafts/submission-queue.ts';
import { SILENT_LOG } from '../../../electron/main/log.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { hashed, pdf } from '../../fixtures/pdfs.ts';
import { aPicture } from '../../fixtures/pictures.ts';
import { FakeBank, idSource } from '../../fixtures/desktop/fakes.ts';

const SUBMIT = campaignEndpoints.submit.path;
let folder: string;
let bank: FakeBank;
let newId: () => string;
let changes: number;
const now = () => '2026-03-02T08:00:00.000Z';

/** The application as it is after a start: the same folder, nothing in memory. */
function start(): { readonly store: DraftStore; readonly files: FileShelf; readonly queue: SubmissionQueue } {
  const store = new DraftStore({ folder, now, newId });
  const changed = () => {
    changes += 1;
  };
  const files = new FileShelf(join(folder, 'files'));
  return { store, files, queue: new SubmissionQueue({ store, files, bank, now, newId, changed, log: SILENT_LOG }) };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-queue-'));
  bank = new FakeBank();
  bank.answers = { [SUBMIT]: () => ({}) };
  newId = idSource();
  changes = 0;
});

const submissionIds = (): unknown[] =>
  bank.calls.map((call) => (call.input as { readonly body: { readonly submissionId: string } }).body.submissionId);

test('a submission that the bank accepts is submitted, with the draft’s id as the campaign’s', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  expect((await queue.submit(draft.id, aContent(), 'r-1')).submission.phase).toBe('submitted');
  expect(bank.calls).toMatchObject([
    { path: SUBMIT, input: { params: { campaignId: draft.id }, body: { content: aContent(), releaseId: 'r-1' } } },
  ]);
});

test('while the bank cannot be reached it is queued, and after a restart sent once under the same id', async () => {
  const first = start();
  const draft = await first.store.create(draftFromContent(aContent(), []));
  bank.isReachable = false;
  expect((await first.queue.submit(draft.id, aContent(), 'r-1')).submission.phase).toBe('queued');

  const second = start();
  await second.queue.flush();
  expect((await second.store.read(draft.id)).submission.phase).toBe('queued');
  bank.isReachable = true;
  await Promise.all([second.queue.flush(), second.queue.flush()]);
  expect((await second.store.read(draft.id)).submission.phase).toBe('submitted');
  await second.queue.flush();
  expect(bank.calls).toHaveLength(3);
  expect(new Set(submissionIds()).size).toBe(1);
  expect(changes).toBeGreaterThan(0);
});

test('it is on disk before it is sent', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  let onDisk: unknown;
  bank.answers = {
    [SUBMIT]: async () => {
      onDisk = (await start().store.read(draft.id)).submission.phase;
      return {};
    },
  };
  await queue.submit(draft.id, aContent(), 'r-1');
  expect(onDisk).toBe('queued');
});

test('an expired session keeps it queued', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  bank.answers = { [SUBMIT]: () => new AppError('not_signed_in', {}) };
  expect((await queue.submit(draft.id, aContent(), 'r-1')).submission.phase).toBe('queued');
});

test('a refusal is recorded with its code and facts, and the draft can be changed and sent again under a new id', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  bank.answers = { [SUBMIT]: () => new AppError('audience_too_small', { minimum: 100, required: 195 }) };
  const refused = await queue.submit(draft.id, aContent(), 'r-1');
  expect(refused.submission).toMatchObject({ phase: 'refused', code: 'audience_too_small', detail: { minimum: 100, required: 195 } });
  bank.answers = { [SUBMIT]: () => ({}) };
  await store.save(draft.id, refused.version, refused.content);
  expect((await queue.submit(draft.id, aContent(), 'r-1')).submission.phase).toBe('submitted');
  expect(new Set(submissionIds()).size).toBe(2);
});

test('asked twice with the same content it keeps its id; with other content it gets a new one', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  bank.isReachable = false;
  await queue.submit(draft.id, aContent(), 'r-1');
  await queue.submit(draft.id, aContent(), 'r-1');
  await queue.submit(draft.id, aContent({ name: 'Another name' }), 'r-1');
  const [first, second, third] = submissionIds();
  expect(first).toBe(second);
  expect(third).not.toBe(first);
});

test('a queued submission can be taken back and is then never sent; a sent one cannot', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  bank.isReachable = false;
  await queue.submit(draft.id, aContent(), 'r-1');
  expect((await queue.unqueue(draft.id)).submission.phase).toBe('none');
  bank.isReachable = true;
  await queue.flush();
  expect(bank.calls).toHaveLength(1);
  await queue.submit(draft.id, aContent(), 'r-1');
  await expect(queue.unqueue(draft.id)).rejects.toMatchObject({ code: 'transition_refused', detail: { from: 'submitted' } });
  await expect(queue.submit(draft.id, aContent(), 'r-1')).rejects.toMatchObject({ code: 'transition_refused' });
});

test('one that gets no sensible answer does not hold up the others', async () => {
  const { store, queue } = start();
  const drafts = [await store.create(draftFromContent(aContent(), [])), await store.create(draftFromContent(aContent(), []))];
  bank.isReachable = false;
  for (const draft of drafts) await queue.submit(draft.id, aContent(), 'r-1');
  bank.isReachable = true;
  bank.answers = {
    [SUBMIT]: (input) =>
      (input as { readonly params: { readonly campaignId: string } }).params.campaignId === drafts[0]?.id
        ? new AppError('internal', { correlationId: 'c' })
        : {},
  };
  await queue.flush();
  const phases = await Promise.all(drafts.map(async (draft) => (await store.read(draft.id)).submission.phase));
  expect(phases).toEqual(['queued', 'submitted']);
});

test('the files that the bank misses are handed over, and the same submission goes again', async () => {
  const { store, files, queue } = start();
  const hero = aPicture('hero');
  const sha256 = await files.put(hero.bytes);
  const content = aContent({ images: { hero: { sha256, mediaType: 'image/png', sizeBytes: hero.bytes.length } } });
  const kept: unknown[] = [];
  bank.answers = {
    [SUBMIT]: () => (kept.length === 0 ? new AppError('files_missing', { hashes: [sha256] }) : {}),
    [fileEndpoints.storeFile.path]: (input) => {
      kept.push(input);
      return { sizeBytes: 1 };
    },
  };
  const draft = await store.create(draftFromContent(content, []));
  expect((await queue.submit(draft.id, content, 'r-1')).submission.phase).toBe('submitted');
  expect(kept).toEqual([
    { params: { fileHash: sha256 }, body: { kind: 'hero', mediaType: 'image/png', base64: hero.bytes.toString('base64') } },
  ]);
  const sent = bank.calls.filter(({ path }) => path === SUBMIT).map(({ input }) => input);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

test('evidence that was attached while the bank was away is handed over as evidence, with the submission', async () => {
  const { store, queue, files } = start();
  const { bytes } = hashed(pdf());
  const sha256 = await files.put(bytes);
  const content = aContent({ evidence: [{ sha256, name: 'prijslijst.pdf', mediaType: 'application/pdf', sizeBytes: bytes.length }] });
  const draft = await store.create(draftFromContent(content, []));
  bank.isReachable = false;
  expect((await queue.submit(draft.id, content, 'r-1')).submission.phase).toBe('queued');
  bank.isReachable = true;
  const kept: unknown[] = [];
  bank.answers = {
    [SUBMIT]: () => (kept.length === 0 ? new AppError('files_missing', { hashes: [sha256] }) : {}),
    [fileEndpoints.storeEvidence.path]: (input) => {
      kept.push(input);
      return { sizeBytes: 1 };
    },
  };
  await queue.flush();
  expect((await store.read(draft.id)).submission.phase).toBe('submitted');
  expect(kept).toEqual([{ params: { fileHash: sha256 }, body: { mediaType: 'application/pdf', base64: bytes.toString('base64') } }]);
});

test('a file that is gone from this computer is a refusal that says so, not a submission without it', async () => {
  const { store, queue } = start();
  const content = aContent({ images: { logo: { sha256: 'a'.repeat(64), mediaType: 'image/png', sizeBytes: 10 } } });
  bank.answers = { [SUBMIT]: () => new AppError('files_missing', { hashes: ['a'.repeat(64)] }) };
  const draft = await store.create(draftFromContent(content, []));
  expect((await queue.submit(draft.id, content, 'r-1')).submission).toMatchObject({
    phase: 'refused',
    code: 'file_refused',
    detail: { problem: 'unreadable' },
  });
});

test('a submission names the revision that its draft was made from; where a colleague froze another one it is refused and the draft kept', async () => {
  const { store, queue } = start();
  const draft = await store.create(draftFromContent(aContent(), []));
  bank.answers = { [SUBMIT]: () => new AppError('version_conflict', { currentVersion: 1 }) };
  const refused = await queue.submit(draft.id, aContent(), 'r-1');
  expect(bank.calls[0]).toMatchObject({ input: { body: { baseRevision: 0 } } });
  expect(refused).toMatchObject({ submission: { phase: 'refused', code: 'version_conflict' }, content: draft.content });
  await store.put(draft.id, draft.content, 3);
  bank.answers = { [SUBMIT]: () => ({}) };
  await queue.submit(draft.id, aContent(), 'r-1');
  expect(bank.calls[1]).toMatchObject({ input: { body: { baseRevision: 3 } } });
});
