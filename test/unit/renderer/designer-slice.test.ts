import { beforeEach, expect, test } from 'vitest';
import type { Draft, DraftContent } from '#shared/campaign/draft.ts';
import type { CallResult } from '#shared/contracts/ipc/define.ts';
import { createFlorinStore, type FlorinStore } from '../../../renderer/store/create-store.ts';
import { AUTOSAVE_AT_MOST_MS, AUTOSAVE_DELAY_MS } from '../../../renderer/store/designer-slice.ts';
import { completeContent } from './support/drafts.ts';
import { aDraft } from './support/fake-api.ts';

interface Disk {
  draft: Draft;
  readonly saves: DraftContent[];
  /** Drafts that were made beside it. */
  readonly aside: DraftContent[];
  /** While set, a save waits for it. */
  gate: Promise<void> | undefined;
  refuse: 'bank_unreachable' | 'store_damaged' | undefined;
}

let disk: Disk;
let nowMs: number;
let timer: { readonly task: () => void; readonly delayMs: number } | undefined;
let store: FlorinStore;

/** Lets the waiting save begin and everything behind it finish. */
async function elapse(): Promise<void> {
  const due = timer;
  timer = undefined;
  due?.task();
  await settled();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

const designer = () => {
  const open = store.getState().designer;
  if (open === undefined) throw new Error('no draft is open');
  return open;
};
const rename = (name: string) => store.getState().editDraft('name', (content) => ({ ...content, name }));

beforeEach(() => {
  nowMs = 0;
  timer = undefined;
  disk = { draft: aDraft(completeContent({ name: 'First' })), saves: [], aside: [], gate: undefined, refuse: undefined };
  store = createFlorinStore({
    saveDraft: async (request): Promise<CallResult<Draft>> => {
      await disk.gate;
      if (disk.refuse !== undefined) return { ok: false, error: { code: disk.refuse, detail: {}, correlationId: 'test' } };
      if (request.expectedVersion !== disk.draft.version)
        return { ok: false, error: { code: 'version_conflict', detail: { currentVersion: disk.draft.version }, correlationId: 'test' } };
      disk.saves.push(request.content);
      disk.draft = {
        ...disk.draft,
        version: disk.draft.version + 1,
        content: request.content,
        seenReach: request.seenReach ?? disk.draft.seenReach,
      };
      return { ok: true, value: disk.draft };
    },
    createDraft: async ({ content }) => {
      disk.aside.push(content);
      return { ok: true, value: aDraft(content, 2) };
    },
    readDraft: async () => ({ ok: true, value: disk.draft }),
    now: () => nowMs,
    schedule: (task, delayMs) => {
      timer = { task, delayMs };
      return () => {
        timer = undefined;
      };
    },
    onSaved: () => undefined,
  });
  store.getState().openDraft(disk.draft);
});

test('a change is written within 300 ms of the last key press, once for many presses', async () => {
  rename('S');
  rename('Sp');
  rename('Spring');
  expect(timer?.delayMs).toBeLessThanOrEqual(300);
  expect(AUTOSAVE_DELAY_MS).toBeLessThanOrEqual(300);
  expect(designer().save.phase).toBe('waiting');
  await elapse();
  expect(disk.saves.map((content) => content.name)).toEqual(['Spring']);
  expect(designer().save.phase).toBe('saved');
});

test('who types on without a pause is saved all the same, less than a second after the first letter', async () => {
  for (const at of [0, 200, 400]) {
    nowMs = at;
    rename(`First ${at}`);
  }
  expect(nowMs + (timer?.delayMs ?? Number.POSITIVE_INFINITY)).toBe(AUTOSAVE_AT_MOST_MS);
  nowMs = AUTOSAVE_AT_MOST_MS;
  await elapse();
  expect(disk.draft.content.name).toBe('First 400');
  rename('Second');
  expect(timer?.delayMs).toBe(AUTOSAVE_DELAY_MS);
});

test('what is typed while a save runs is written behind it with the new version', async () => {
  let open = () => undefined as void;
  disk.gate = new Promise((resolve) => {
    open = resolve;
  });
  rename('Spring');
  await elapse();
  rename('Spring start');
  expect(designer().content.name).toBe('Spring start');
  open();
  disk.gate = undefined;
  await settled();
  await elapse();
  expect(disk.saves.map((content) => content.name)).toEqual(['Spring', 'Spring start']);
  expect(designer().save.phase).toBe('saved');
});

test('a draft closed while a save runs still writes its last words', async () => {
  let open = () => undefined as void;
  disk.gate = new Promise((resolve) => {
    open = resolve;
  });
  rename('Spring');
  await elapse();
  rename('Spring start');
  store.getState().closeDraft();
  open();
  disk.gate = undefined;
  await settled();
  expect(disk.draft.content.name).toBe('Spring start');
  expect(store.getState().designer).toBeUndefined();
});

test('a draft changed elsewhere is a conflict: nothing is overwritten until a person keeps theirs', async () => {
  disk.draft = { ...disk.draft, version: 7, content: completeContent({ name: 'Elsewhere' }) };
  rename('Mine');
  await elapse();
  expect(designer().save).toMatchObject({ phase: 'conflict', theirs: { version: 7 } });
  expect(disk.saves).toEqual([]);
  rename('Mine, longer');
  expect(timer).toBeUndefined();
  store.getState().resolveConflict('mine');
  await elapse();
  expect(disk.draft.content.name).toBe('Mine, longer');
  store.getState().undo();
  expect(designer().content.name).not.toBe('Mine, longer');
});

test('taking the other version of a conflict keeps the own one within reach of undo', async () => {
  disk.draft = { ...disk.draft, version: 7, content: completeContent({ name: 'Elsewhere' }) };
  rename('Mine');
  await elapse();
  store.getState().resolveConflict('theirs');
  expect(designer().content.name).toBe('Elsewhere');
  store.getState().undo();
  expect(designer().content.name).toBe('Mine');
});

test('undo and redo walk the steps, edits of one field within a second being one', () => {
  rename('A');
  nowMs += 200;
  rename('AB');
  nowMs += 5_000;
  store.getState().editDraft('budgetCents', (content) => ({ ...content, budgetCents: 20_000 }));
  expect(designer().past).toHaveLength(2);
  store.getState().undo();
  expect(designer().content).toMatchObject({ name: 'AB', budgetCents: 1_500_000 });
  store.getState().undo();
  expect(designer().content.name).toBe('First');
  store.getState().redo();
  store.getState().redo();
  expect(designer().content).toMatchObject({ name: 'AB', budgetCents: 20_000 });
  store.getState().redo();
  expect(designer().content.budgetCents).toBe(20_000);
});

test('a new edit after undo forgets what could be redone', () => {
  rename('A');
  store.getState().undo();
  rename('B');
  expect(designer().future).toEqual([]);
});

test('a save that fails says so, keeps what was typed and succeeds when tried again', async () => {
  disk.refuse = 'store_damaged';
  rename('Spring');
  await elapse();
  expect(designer().save).toEqual({ phase: 'failed', code: 'store_damaged' });
  expect(designer().content.name).toBe('Spring');
  disk.refuse = undefined;
  expect(await store.getState().flushDraft()).toBe(true);
  expect(disk.draft.content.name).toBe('Spring');
});

test('a submission that went out in the background is taken from disk without touching the history', () => {
  rename('A');
  store.getState().undo();
  const { id, version } = disk.draft;
  store.getState().openDraft(disk.draft);
  store.getState().refreshDraft({
    ...disk.draft,
    id,
    version: version + 1,
    submission: { phase: 'submitted', submissionId: id, at: '2026-03-02T08:00:00.000Z' },
  });
  expect(designer().draft.submission.phase).toBe('submitted');
});

test('leaving with the choice still open keeps both: the other one as it is, this one as a draft of its own', async () => {
  disk.draft = { ...disk.draft, version: 7, content: completeContent({ name: 'Elsewhere' }) };
  rename('Mine');
  await elapse();
  store.getState().closeDraft();
  await settled();
  expect(disk.draft.content.name).toBe('Elsewhere');
  expect(disk.aside.map((content) => content.name)).toEqual(['Mine']);
});

test('both versions of a conflict can be kept at once', async () => {
  disk.draft = { ...disk.draft, version: 7, content: completeContent({ name: 'Elsewhere' }) };
  rename('Mine');
  await elapse();
  store.getState().resolveConflict('both');
  await settled();
  expect(designer().content.name).toBe('Elsewhere');
  expect(disk.aside.map((content) => content.name)).toEqual(['Mine']);
});

test('last words of a draft that was changed elsewhere while it was left are kept as a draft of their own', async () => {
  rename('Mine');
  disk.draft = { ...disk.draft, version: 7, content: completeContent({ name: 'Elsewhere' }) };
  store.getState().closeDraft();
  await settled();
  expect(disk.draft.content.name).toBe('Elsewhere');
  expect(disk.aside.map((content) => content.name)).toEqual(['Mine']);
});

test('the reach in view is written with the next change, without being a step of undo', async () => {
  const seen = {
    question: 'q',
    source: { kind: 'release' as const, id: 'r', window: '2025-spring' },
    artefacts: ['ab'.repeat(32)],
    customers: 1_200,
    sd: 30,
    declined: null,
  };
  store.getState().noteReach(seen);
  expect(designer().past).toEqual([]);
  await elapse();
  expect(disk.draft.seenReach).toEqual(seen);
  store.getState().noteReach({ ...seen });
  expect(timer).toBeUndefined();
});
