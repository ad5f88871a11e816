import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import type { Draft } from '#shared/campaign/draft.ts';
import { filesOfContent } from '#shared/campaign/files.ts';
import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { isAppError } from '#shared/errors.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { FileShelf } from '../campaign-files/file-shelf.ts';
import type { Log } from '../log.ts';
import { DraftStore } from './draft-store.ts';
import { SubmissionQueue } from './submission-queue.ts';

export interface DraftDeskPorts {
  readonly folderOf: (accountId: string) => string;
  readonly filesOf: (accountId: string) => string;
  /** Whose drafts are open. @throws AppError `not_signed_in` */
  readonly owner: () => string;
  readonly bank: Bank;
  readonly now: () => string;
  readonly newId: () => string;
  /** A submission that waited was answered in the background. */
  readonly sentLater: () => void;
  readonly log: Log;
}

interface Shelf {
  readonly store: DraftStore;
  readonly queue: SubmissionQueue;
  readonly files: FileShelf;
}

/** The drafts of whoever is signed in; each account has its own folder, and one account never sees another's. */
export class DraftDesk {
  readonly #ports: DraftDeskPorts;
  readonly #shelves = new Map<string, Promise<Shelf>>();

  constructor(ports: DraftDeskPorts) {
    this.#ports = ports;
  }

  async store(): Promise<DraftStore> {
    return (await this.#shelf()).store;
  }

  async files(): Promise<FileShelf> {
    return (await this.#shelf()).files;
  }

  async queue(): Promise<SubmissionQueue> {
    return (await this.#shelf()).queue;
  }

  /** Sends what waits, if anybody is signed in. Never rejects: what could not be sent goes on waiting. */
  async flush(): Promise<void> {
    try {
      await (await this.queue()).flush();
    } catch (error) {
      if (!isAppError(error, 'not_signed_in')) this.#ports.log.problem('submissions not sent', {}, error);
    }
  }

  /**
   * Takes a campaign with requested changes back and opens its newest revision as a draft of the same id. Asked again after a crash in between it
   * finds the campaign in draft already; what was typed since is kept, unless somebody else of the shop froze a newer revision: then it becomes a draft of its
   * own.
   */
  async revise(campaignId: string, expectedVersion: number, allRegions: () => Promise<readonly string[]>): Promise<Draft> {
    const { bank } = this.#ports;
    const params = { campaignId };
    const store = await this.store();
    const current = await bank.call(campaignEndpoints.campaign, { params });
    if (current.summary.state === 'draft') {
      const { revision } = current.summary;
      const open = (await store.list()).drafts.find((draft) => draft.id === campaignId && draft.submission.phase !== 'submitted');
      const isNewest = open !== undefined && (open.baseRevision ?? revision) === revision;
      return isNewest ? open : store.put(campaignId, draftFromContent(current.content, await allRegions()), revision);
    }
    const regions = await allRegions();
    const revised = await bank.call(campaignEndpoints.revise, { params, body: { expectedVersion } });
    return store.put(campaignId, draftFromContent(revised.content, regions), revised.summary.revision);
  }

  #shelf(): Promise<Shelf> {
    const owner = this.#ports.owner();
    const known = this.#shelves.get(owner);
    if (known !== undefined) return known;
    const opened = this.#open(owner);
    this.#shelves.set(owner, opened);
    return opened;
  }

  async #open(owner: string): Promise<Shelf> {
    const { bank, now, newId, log } = this.#ports;
    const store = new DraftStore({ folder: this.#ports.folderOf(owner), now, newId });
    await store.tidy();
    const files = new FileShelf(this.#ports.filesOf(owner));
    const { drafts, damaged } = await store.list();
    // Which files a damaged draft names is not known: they are kept until it is rescued or gone.
    if (damaged.length === 0) await files.keepOnly(new Set(drafts.flatMap(filesOfDraft)));
    return { store, files, queue: new SubmissionQueue({ store, files, bank, now, newId, changed: this.#ports.sentLater, log }) };
  }
}

function filesOfDraft({ content, submission }: Draft): readonly string[] {
  const named = submission.phase === 'queued' ? filesOfContent(submission.content) : [];
  return [...filesOfContent(content), ...named].map((file) => file.sha256);
}
