import type { Draft, DraftContent } from '#shared/campaign/draft.ts';
import type { CallResult } from '#shared/contracts/ipc/define.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { SeenReach } from '#shared/reach/stale.ts';

/** What the slice needs from outside: the drafts of the main process, a clock and a timer. */
export interface DesignerPorts {
  readonly saveDraft: (request: {
    readonly draftId: string;
    readonly expectedVersion: number;
    readonly content: DraftContent;
    readonly seenReach?: SeenReach;
  }) => Promise<CallResult<Draft>>;
  readonly createDraft: (request: { readonly content: DraftContent }) => Promise<CallResult<Draft>>;
  readonly readDraft: (request: { readonly draftId: string }) => Promise<CallResult<Draft>>;
  readonly now: () => number;
  /** Runs the task once after so many milliseconds; the answer cancels it. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Told after every save that reached the disk. */
  readonly onSaved: (draft: Draft) => void;
}

export type SaveState =
  | { readonly phase: 'saved'; readonly atMs: number | undefined }
  | { readonly phase: 'waiting' }
  | { readonly phase: 'saving' }
  /** The draft was changed elsewhere: nothing was overwritten, a person decides. */
  | { readonly phase: 'conflict'; readonly theirs: Draft }
  | { readonly phase: 'failed'; readonly code: ErrorCode };

export interface OpenDraft {
  readonly draft: Draft;
  readonly content: DraftContent;
  readonly past: readonly DraftContent[];
  readonly future: readonly DraftContent[];
  readonly save: SaveState;
}

export interface DesignerSlice {
  readonly designer: OpenDraft | undefined;
  readonly openDraft: (draft: Draft) => void;
  readonly closeDraft: () => void;
  /** Changes the content. Edits with the same `group` within a second are one step of the history. */
  readonly editDraft: (group: string, change: (content: DraftContent) => DraftContent) => void;
  /** The person has this reach in view: it is written with the next change, or by itself. Not a step of the history. */
  readonly noteReach: (seen: SeenReach) => void;
  /** The person accepted this reach in the place of the one that was seen before. */
  readonly acceptReach: (seen: SeenReach) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Takes a newer version from disk (a submission that went out, say) while nothing here is unsaved. */
  readonly refreshDraft: (stored: Draft) => void;
  /** Writes what is waiting now; true when all that was typed is on disk. */
  readonly flushDraft: () => Promise<boolean>;
  /** `both`: this version becomes a draft of its own, and the other one is shown. */
  readonly resolveConflict: (keep: 'mine' | 'theirs' | 'both') => void;
}

/** A change is on its way to disk this long after the last key press, and this long after the first one that is not: who types on loses less than a second. */
export const AUTOSAVE_DELAY_MS = 250;
export const AUTOSAVE_AT_MOST_MS = 500;
const SAME_STEP_MS = 1_000;
const HISTORY_STEPS = 200;

/** Refusals of a save that mean: the draft is not there any more as it was when this was typed. */
const CHANGED_ELSEWHERE: readonly ErrorCode[] = ['version_conflict', 'transition_refused', 'not_found'];

type Get = () => DesignerSlice;
type Put = (slice: Partial<DesignerSlice>) => void;

/** The draft that is open in the designer: content, history and how far it is saved. One save runs at a time; the newest content always follows. */
export function createDesignerSlice(ports: DesignerPorts, put: Put, get: Get): DesignerSlice {
  let lastEdit: { readonly group: string; readonly atMs: number } | undefined;
  let cancelTimer: (() => void) | undefined;
  let running: Promise<Draft | undefined> | undefined;

  const update = (change: Partial<OpenDraft>) => {
    const open = get().designer;
    if (open !== undefined) put({ designer: { ...open, ...change } });
  };
  let unsavedSinceMs: number | undefined;
  /** What is in view and not on disk yet. It is no part of the state: it follows every move of a control, and nothing is drawn from it. */
  let inView: SeenReach | undefined;
  const arm = () => {
    cancelTimer?.();
    update({ save: { phase: 'waiting' } });
    unsavedSinceMs ??= ports.now();
    const left = unsavedSinceMs + AUTOSAVE_AT_MOST_MS - ports.now();
    cancelTimer = ports.schedule(() => void flush(), Math.max(0, Math.min(AUTOSAVE_DELAY_MS, left)));
  };
  const saveOnce = async (): Promise<Draft | undefined> => {
    const open = get().designer;
    if (open === undefined || open.save.phase === 'conflict') return undefined;
    if (open.content === open.draft.content && inView === undefined) return undefined;
    const { draft, content } = open;
    const seen = inView;
    unsavedSinceMs = undefined;
    update({ save: { phase: 'saving' } });
    const result = await ports.saveDraft({
      draftId: draft.id,
      expectedVersion: draft.version,
      content,
      ...(seen === undefined ? {} : { seenReach: seen }),
    });
    if (result.ok) ports.onSaved(result.value);
    if (result.ok && inView === seen) inView = undefined;
    const now = get().designer;
    // The content in hand stays the same object, so that "nothing changed since" is a comparison of references.
    const saved = result.ok ? { ...result.value, content } : undefined;
    if (now?.draft.id !== draft.id) return saved;
    if (saved !== undefined) {
      update({
        draft: saved,
        save: now.content === content && inView === undefined ? { phase: 'saved', atMs: ports.now() } : { phase: 'waiting' },
      });
      return saved;
    }
    if (!result.ok && result.error.code === 'version_conflict') {
      const theirs = await ports.readDraft({ draftId: draft.id });
      if (get().designer?.draft.id === draft.id)
        update({ save: theirs.ok ? { phase: 'conflict', theirs: theirs.value } : { phase: 'failed', code: theirs.error.code } });
    } else if (!result.ok) update({ save: { phase: 'failed', code: result.error.code } });
    return undefined;
  };
  const flush = async (): Promise<boolean> => {
    cancelTimer?.();
    cancelTimer = undefined;
    if (running !== undefined) await running;
    else {
      running = saveOnce().finally(() => {
        running = undefined;
      });
      await running;
    }
    const open = get().designer;
    if (open?.save.phase === 'waiting') return flush();
    return open !== undefined && open.save.phase === 'saved';
  };
  /** The draft is closed while a save of it may still run: what was typed after that save began is written behind it. */
  const finish = async (leaving: OpenDraft, seen: SeenReach | undefined): Promise<void> => {
    const last = await running;
    const base = last?.id === leaving.draft.id ? last : leaving.draft;
    if (leaving.save.phase === 'conflict') return keepAside(leaving.content);
    if (leaving.content === base.content && (seen === undefined || isEqual(seen, base.seenReach))) return;
    const result = await ports.saveDraft({
      draftId: base.id,
      expectedVersion: base.version,
      content: leaving.content,
      ...(seen === undefined ? {} : { seenReach: seen }),
    });
    if (result.ok) ports.onSaved(result.value);
    else if (leaving.content !== base.content && CHANGED_ELSEWHERE.includes(result.error.code)) await keepAside(leaving.content);
  };
  /** What cannot be written where it was typed becomes a draft of its own: nothing typed is ever lost. */
  const keepAside = async (content: DraftContent): Promise<void> => {
    const result = await ports.createDraft({ content });
    if (result.ok) ports.onSaved(result.value);
  };
  const step = (from: 'past' | 'future') => {
    const open = get().designer;
    const target = open?.[from].at(-1);
    if (open === undefined || target === undefined) return;
    const rest = open[from].slice(0, -1);
    lastEdit = undefined;
    update(
      from === 'past'
        ? { content: target, past: rest, future: [...open.future, open.content] }
        : { content: target, future: rest, past: [...open.past, open.content] },
    );
    if (open.save.phase !== 'conflict') arm();
  };

  return {
    designer: undefined,
    openDraft: (draft) => {
      lastEdit = undefined;
      unsavedSinceMs = undefined;
      inView = undefined;
      put({ designer: { draft, content: draft.content, past: [], future: [], save: { phase: 'saved', atMs: undefined } } });
    },
    closeDraft: () => {
      const leaving = get().designer;
      cancelTimer?.();
      cancelTimer = undefined;
      const seen = inView;
      inView = undefined;
      put({ designer: undefined });
      if (leaving !== undefined) void finish(leaving, seen);
    },
    editDraft: (group, change) => {
      const open = get().designer;
      if (open === undefined) return;
      const content = change(open.content);
      if (content === open.content) return;
      const atMs = ports.now();
      const isSameStep = lastEdit?.group === group && atMs - lastEdit.atMs < SAME_STEP_MS && open.past.length > 0;
      lastEdit = { group, atMs };
      update({ content, past: isSameStep ? open.past : [...open.past, open.content].slice(-HISTORY_STEPS), future: [] });
      if (open.save.phase !== 'conflict') arm();
    },
    noteReach: (seen) => {
      const open = get().designer;
      if (open === undefined || (inView !== undefined && isEqual(inView, seen))) return;
      if (isEqual(seen, open.draft.seenReach)) {
        inView = undefined;
        return;
      }
      inView = seen;
      if (open.save.phase === 'saved') arm();
    },
    acceptReach: (seen) => {
      const open = get().designer;
      if (open === undefined) return;
      inView = seen;
      update({ draft: { ...open.draft, seenReach: seen } });
      if (open.save.phase !== 'conflict') arm();
    },
    refreshDraft: (stored) => {
      const open = get().designer;
      if (open === undefined || open.draft.id !== stored.id || stored.version <= open.draft.version || open.save.phase !== 'saved') return;
      const isSame = JSON.stringify(stored.content) === JSON.stringify(open.content);
      update(isSame ? { draft: { ...stored, content: open.content } } : { draft: stored, content: stored.content, past: [], future: [] });
    },
    undo: () => step('past'),
    redo: () => step('future'),
    flushDraft: flush,
    resolveConflict: (keep) => {
      const open = get().designer;
      if (open?.save.phase !== 'conflict') return;
      const { theirs } = open.save;
      lastEdit = undefined;
      if (keep === 'both') void keepAside(open.content);
      if (keep !== 'mine') {
        update({
          draft: theirs,
          content: theirs.content,
          past: [...open.past, open.content],
          future: [],
          save: { phase: 'saved', atMs: undefined },
        });
        return;
      }
      update({ draft: theirs, past: [...open.past, theirs.content] });
      arm();
    },
  };
}

function isEqual(left: SeenReach | null, right: SeenReach | null): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
