import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import { completeDraft, DraftContent } from '#shared/campaign/draft.ts';
import { DraftStore } from '../../../electron/main/drafts/draft-store.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { FakeClock, idSource, nthId } from '../../fixtures/desktop/fakes.ts';

const content = draftFromContent(aContent(), []);
const named = (name: string) => ({ ...content, name });

let folder: string;
let clock: FakeClock;
let store: DraftStore;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'florin-drafts-')), 'drafts');
  clock = new FakeClock();
  store = new DraftStore({ folder, now: () => new Date(clock.nowMs()).toISOString(), newId: idSource() });
});

test('a draft is on disk when creating resolves, and a new store reads the same', async () => {
  const draft = await store.create(content);
  const again = new DraftStore({ folder, now: () => '', newId: () => '' });
  expect(await again.read(draft.id)).toEqual(draft);
  expect(draft).toMatchObject({ version: 1, submission: { phase: 'none' } });
});

test('every save raises the version, and the newest draft comes first', async () => {
  const first = await store.create(named('first'));
  await clock.advance(1_000);
  await store.create(named('second'));
  await clock.advance(1_000);
  expect(await store.save(first.id, 1, named('first, changed'))).toMatchObject({ version: 2 });
  expect((await store.list()).drafts.map((draft) => draft.content.name)).toEqual(['first, changed', 'second']);
});

test('a save of an older version is refused with the current one and changes nothing', async () => {
  const draft = await store.create(content);
  await store.save(draft.id, 1, named('newer'));
  await expect(store.save(draft.id, 1, named('older'))).rejects.toMatchObject({ code: 'version_conflict', detail: { currentVersion: 2 } });
  expect((await store.read(draft.id)).content.name).toBe('newer');
});

test('of many saves of one version at the same time exactly one is kept', async () => {
  const draft = await store.create(content);
  const results = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => store.save(draft.id, 1, named(`save ${index}`))));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect((await store.read(draft.id)).version).toBe(2);
});

test.each(['queued', 'submitted'] as const)('a draft that is %s cannot be changed', async (phase) => {
  const draft = await store.create(content);
  const submissionId = nthId(50);
  await store.mark(draft.id, () =>
    phase === 'queued'
      ? { phase, submissionId, since: draft.createdAt, releaseId: 'r', content: aContent() }
      : { phase, submissionId, at: draft.createdAt },
  );
  await expect(store.save(draft.id, 2, named('late'))).rejects.toMatchObject({ code: 'transition_refused', detail: { from: phase } });
});

test.each([
  ['half a file', '{"format":"florin-draft/1","id":"'],
  ['an unknown key', JSON.stringify({ format: 'florin-draft/1', surprise: 1 })],
  ['nothing', ''],
])('a file that holds %s is set aside and reported, its bytes kept, and the other drafts go on working', async (_what, bytes) => {
  const healthy = await store.create(content);
  const damaged = await store.create(content);
  await writeFile(join(folder, `${damaged.id}.json`), bytes);
  const list = await store.list();
  expect(list.drafts.map((draft) => draft.id)).toEqual([healthy.id]);
  expect(list.damaged).toHaveLength(1);
  expect(await readFile(join(folder, list.damaged[0] ?? ''), 'utf8')).toBe(bytes);
  await expect(store.read(damaged.id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await store.list()).damaged).toEqual(list.damaged);
});

test('a draft under another draft’s name is damaged', async () => {
  const draft = await store.create(content);
  await writeFile(join(folder, `${nthId(77)}.json`), await readFile(join(folder, `${draft.id}.json`)));
  expect(await store.list()).toMatchObject({ drafts: [{ id: draft.id }], damaged: [expect.stringContaining(nthId(77))] });
});

test('an unfinished file of a crash is cleared and never listed', async () => {
  const draft = await store.create(content);
  await writeFile(join(folder, `.${draft.id}.json.0123456789ab.tmp`), '{"half":');
  await store.tidy();
  expect(await readdir(folder)).toEqual([`${draft.id}.json`]);
  expect((await store.list()).damaged).toEqual([]);
});

test.each(['../../etc/passwd', '..', 'a', '', `${nthId(1)}/../x`])('an id like %j names no file', async (id) => {
  await expect(store.read(id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a deleted draft is gone, a queued one cannot be deleted', async () => {
  const draft = await store.create(content);
  await store.remove(draft.id);
  expect(await readdir(folder)).toEqual([]);
  const queued = await store.create(content);
  await store.mark(queued.id, () => ({
    phase: 'queued',
    submissionId: nthId(50),
    since: queued.createdAt,
    releaseId: 'r',
    content: aContent(),
  }));
  await expect(store.remove(queued.id)).rejects.toMatchObject({ code: 'transition_refused' });
});

test('a draft made from a campaign’s content completes to the same content', () => {
  expect(completeDraft(draftFromContent(aContent(), []))).toEqual({ kind: 'complete', content: aContent() });
});

test('every condition of a rule survives the way into a draft and back', () => {
  const content = aContent({
    audience: {
      format: 'florin-audience/1',
      conditions: [
        { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
        { kind: 'spend', category: 'toys', window: '2025-04', bands: { from: 0, to: 1 } },
        { kind: 'relationship', relation: 'not_lapsed' },
        { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 0, to: 1 } },
      ],
    },
  });
  const regions = ['noord', 'oost'];
  expect(completeDraft(draftFromContent(content, regions), regions)).toEqual({ kind: 'complete', content });
});

test('a draft stored before there were further conditions reads as one without any', () => {
  const { secondSpend: _second, relation: _relation, visits: _visits, ...before } = draftFromContent(aContent(), []);
  expect(DraftContent.parse(before)).toEqual({ ...before, secondSpend: null, relation: 'any', visits: null });
});

test('an audience without regions becomes a draft with all of the market’s', () => {
  const [spend] = aContent().audience.conditions;
  if (spend === undefined) throw new Error('the fixture holds a spend condition');
  const everywhere = aContent({ audience: { format: 'florin-audience/1', conditions: [spend] } });
  expect(draftFromContent(everywhere, ['noord', 'zuid']).regions).toEqual(['noord', 'zuid']);
});

test('the reach that was seen stays with the draft through saves that say nothing of it, and when the campaign comes back for changes', async () => {
  const draft = await store.create(content);
  const seen = {
    question: 'garden in spring',
    source: { kind: 'release' as const, id: 'nl-pilot-2025-spring', window: '2025-spring' },
    artefacts: ['ab'.repeat(32)],
    customers: 1_248.4,
    sd: 32.1,
    declined: null,
  };
  await store.save(draft.id, 1, content, seen);
  expect((await store.save(draft.id, 2, named('again'))).seenReach).toEqual(seen);
  await store.put(draft.id, named('back for changes'), 1);
  expect((await store.read(draft.id)).seenReach).toEqual(seen);
});

test('a draft file of before reach was remembered is read', async () => {
  const draft = await store.create(content);
  const file = join(folder, `${draft.id}.json`);
  const { seenReach: _none, ...older } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify(older));
  expect(await store.read(draft.id)).toEqual(draft);
});

test('a revision that comes into a draft with unsent words keeps those as a draft of their own; sent ones are in the revision', async () => {
  const draft = await store.create(named('Typed here and never sent'));
  await store.put(draft.id, named('Frozen by a colleague'), 2);
  const { drafts } = await store.list();
  expect(drafts.map((each) => each.content.name).sort()).toEqual(['Frozen by a colleague', 'Typed here and never sent']);
  expect(await store.read(draft.id)).toMatchObject({ baseRevision: 2, content: { name: 'Frozen by a colleague' } });
  await store.mark(draft.id, () => ({ phase: 'submitted', submissionId: nthId(9), at: '2026-03-02T08:00:00.000Z' }));
  await store.put(draft.id, named('Frozen by me'), 3);
  expect((await store.list()).drafts).toHaveLength(2);
});
