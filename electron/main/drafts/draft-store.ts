import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Draft, type DraftContent, type DraftSubmission } from '#shared/campaign/draft.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { AppError } from '#shared/errors.ts';
import type { SeenReach } from '#shared/reach/stale.ts';
import { Id } from '#shared/units.ts';
import { isMissing, namesIn, removeUnfinished, syncFolder, writeFileAtomically } from '../files/atomic-file.ts';
import { readJsonFile, setAside } from '../files/json-file.ts';
import { OneAtATime } from '../files/one-at-a-time.ts';

export interface DraftStorePorts {
  readonly folder: string;
  readonly now: () => string;
  /** A fresh UUID version 7. */
  readonly newId: () => string;
  /** Replaces the last step of a write in tests of crashes. */
  readonly moveIntoPlace?: (from: string, to: string) => Promise<void>;
}

export interface DraftList {
  readonly drafts: readonly Draft[];
  /** Names of files that were damaged and set aside; nothing of them is lost. */
  readonly damaged: readonly string[];
}

const EXTENSION = '.json';
const DAMAGED = '.damaged';

/**
 * One account's drafts, one file each, on disk when a call resolves. A crash leaves the old file or the new one, never half of it; a file that
 * does not match its schema is set aside as `.damaged` and reported. Changes of one draft happen one after another.
 */
export class DraftStore {
  readonly #ports: DraftStorePorts;
  readonly #turns = new OneAtATime();

  constructor(ports: DraftStorePorts) {
    this.#ports = ports;
  }

  /** Newest change first. */
  async list(): Promise<DraftList> {
    const drafts: Draft[] = [];
    for (const name of await namesIn(this.#ports.folder)) {
      const id = idIn(name);
      if (id === undefined) continue;
      const draft = await this.#turns.run(id, () => this.#load(id));
      if (draft !== undefined) drafts.push(draft);
    }
    drafts.sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : left.updatedAt > right.updatedAt ? -1 : 0));
    const damaged = (await namesIn(this.#ports.folder)).filter((name) => name.endsWith(DAMAGED));
    return { drafts, damaged };
  }

  /** Clears what a crash left half written; for the start, before anything else touches the folder. */
  async tidy(): Promise<void> {
    await removeUnfinished(this.#ports.folder);
  }

  /** @throws AppError `not_found`, `store_damaged` */
  async read(id: string): Promise<Draft> {
    return this.#turns.run(id, () => this.#loadExisting(id));
  }

  async create(content: DraftContent): Promise<Draft> {
    const id = this.#ports.newId();
    const now = this.#ports.now();
    return this.#write({
      format: 'florin-draft/1',
      id,
      createdAt: now,
      updatedAt: now,
      version: 1,
      content,
      submission: { phase: 'none' },
      baseRevision: 0,
      seenReach: null,
    });
  }

  /**
   * Replaces the content of a draft that is not on its way to the bank, and what was seen of its reach where that is given.
   * @throws AppError `version_conflict` when another save came first, `transition_refused` when it is queued or submitted, `not_found`
   */
  async save(id: string, expectedVersion: number, content: DraftContent, seenReach?: SeenReach): Promise<Draft> {
    return this.#turns.run(id, async () => {
      const draft = await this.#loadExisting(id);
      if (draft.version !== expectedVersion) throw new AppError('version_conflict', { currentVersion: draft.version });
      const { phase } = draft.submission;
      if (phase === 'queued' || phase === 'submitted') throw new AppError('transition_refused', { from: phase, transition: 'save' });
      return this.#write({
        ...draft,
        content,
        seenReach: seenReach ?? draft.seenReach,
        version: draft.version + 1,
        updatedAt: this.#ports.now(),
      });
    });
  }

  /** Changes where a draft stands towards the bank. `next` sees the newest one and may refuse; undefined leaves it as it is. */
  async mark(id: string, next: (draft: Draft) => DraftSubmission | undefined): Promise<Draft> {
    return this.#turns.run(id, async () => {
      const draft = await this.#loadExisting(id);
      const submission = next(draft);
      if (submission === undefined) return draft;
      return this.#write({ ...draft, submission, version: draft.version + 1, updatedAt: this.#ports.now() });
    });
  }

  /**
   * Puts the content of a revision into the draft of this id, whether or not there is one: a campaign that comes back for changes. What was typed there and
   * never submitted is kept as a draft of its own.
   */
  async put(id: string, content: DraftContent, baseRevision: number): Promise<Draft> {
    return this.#turns.run(id, async () => {
      const former = await this.#load(id);
      if (former !== undefined && former.submission.phase !== 'submitted' && !isSameContent(former.content, content))
        await this.create(former.content);
      const now = this.#ports.now();
      return this.#write({
        format: 'florin-draft/1',
        id,
        createdAt: former?.createdAt ?? now,
        updatedAt: now,
        version: (former?.version ?? 0) + 1,
        content,
        submission: { phase: 'none' },
        baseRevision,
        // Where the rule comes back as it was, what was seen of it still counts.
        seenReach: former?.seenReach ?? null,
      });
    });
  }

  /** @throws AppError `transition_refused` while it waits to be sent */
  async remove(id: string): Promise<void> {
    await this.#turns.run(id, async () => {
      const draft = await this.#loadExisting(id);
      if (draft.submission.phase === 'queued') throw new AppError('transition_refused', { from: 'queued', transition: 'delete' });
      await rm(this.#fileOf(id), { force: true });
      await syncFolder(this.#ports.folder);
    });
  }

  async #loadExisting(id: string): Promise<Draft> {
    const draft = await this.#load(id);
    if (draft === undefined) throw new AppError('not_found', {});
    return draft;
  }

  async #load(id: string): Promise<Draft | undefined> {
    const file = this.#fileOf(id);
    const read = await readJsonFile(file, Draft);
    if (read.kind === 'read' && read.value.id === id) return read.value;
    if (read.kind !== 'missing') await this.#setAside(file);
    return undefined;
  }

  async #setAside(file: string): Promise<void> {
    try {
      await setAside(file, this.#ports.now().replace(/[^0-9]/g, ''));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async #write(draft: Draft): Promise<Draft> {
    await writeFileAtomically(this.#fileOf(draft.id), `${JSON.stringify(draft, null, 1)}\n`, {
      moveIntoPlace: this.#ports.moveIntoPlace,
    });
    return draft;
  }

  /** Ids are UUIDs, checked here once more, so that no text from the page becomes a path. */
  #fileOf(id: string): string {
    if (!Id.safeParse(id).success) throw new AppError('not_found', {});
    return join(this.#ports.folder, `${id}${EXTENSION}`);
  }
}

function isSameContent(left: DraftContent, right: DraftContent): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

function idIn(name: string): string | undefined {
  if (!name.endsWith(EXTENSION)) return undefined;
  const parsed = Id.safeParse(name.slice(0, -EXTENSION.length));
  return parsed.success ? parsed.data : undefined;
}
