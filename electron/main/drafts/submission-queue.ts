import { canonicalJson } from '#shared/canonical-json.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { Draft } from '#shared/campaign/draft.ts';
import { filesOfContent } from '#shared/campaign/files.ts';
import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { AppError, type ErrorCode, isAppError } from '#shared/errors.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { OneAtATime } from '../files/one-at-a-time.ts';
import type { Log } from '../log.ts';
import { handOver } from '../campaign-files/file-desk.ts';
import type { FileShelf } from '../campaign-files/file-shelf.ts';
import type { DraftStore } from './draft-store.ts';

export interface SubmissionQueuePorts {
  readonly store: DraftStore;
  readonly files: FileShelf;
  readonly bank: Bank;
  readonly now: () => string;
  readonly newId: () => string;
  /** A draft changed where it stands; the page must read it again. */
  readonly changed: () => void;
  readonly log: Log;
}

/** Nothing else can be sent either. */
const NOBODY_THERE: readonly ErrorCode[] = ['bank_unreachable', 'not_signed_in', 'bank_busy', 'too_many_requests'];
/** Not an answer to the submission itself: it stays queued and is sent again. */
const NOT_AN_ANSWER: readonly ErrorCode[] = [...NOBODY_THERE, 'bank_answer_invalid', 'cancelled', 'internal', 'database_unavailable'];

interface Sent {
  readonly draft: Draft;
  /** Why it still waits; undefined once the bank accepted or refused it. */
  readonly waitsFor?: ErrorCode;
}

/**
 * Sends drafts to the bank. What is to be sent is on disk before it leaves, under a submission id that the bank takes once: an answer that
 * got lost, a crash or a restart in between lead to one submission. Refusals are recorded with their facts.
 */
export class SubmissionQueue {
  readonly #ports: SubmissionQueuePorts;
  readonly #sending = new OneAtATime();

  constructor(ports: SubmissionQueuePorts) {
    this.#ports = ports;
  }

  /** @throws AppError `transition_refused` where it was submitted already, `not_found` */
  async submit(id: string, content: CampaignContent, releaseId: string): Promise<Draft> {
    await this.#ports.store.mark(id, (draft) => {
      const { submission } = draft;
      if (submission.phase === 'submitted') throw new AppError('transition_refused', { from: 'submitted', transition: 'submit' });
      if (
        submission.phase === 'queued' &&
        submission.releaseId === releaseId &&
        canonicalJson(submission.content) === canonicalJson(content)
      )
        return undefined;
      return { phase: 'queued', submissionId: this.#ports.newId(), since: this.#ports.now(), releaseId, content };
    });
    return (await this.#send(id)).draft;
  }

  /** Takes a submission back that was not sent yet. @throws AppError `transition_refused` where it is not queued */
  async unqueue(id: string): Promise<Draft> {
    return this.#sending.run(id, () =>
      this.#ports.store.mark(id, (draft) => {
        if (draft.submission.phase !== 'queued')
          throw new AppError('transition_refused', { from: draft.submission.phase, transition: 'unqueue' });
        return { phase: 'none' };
      }),
    );
  }

  /** Sends everything that waits, oldest first; stops where the bank cannot be reached. */
  async flush(): Promise<void> {
    const { drafts } = await this.#ports.store.list();
    const waiting = drafts.flatMap((draft) =>
      draft.submission.phase === 'queued' ? [{ id: draft.id, since: draft.submission.since }] : [],
    );
    waiting.sort((left, right) => (left.since < right.since ? -1 : 1));
    for (const { id } of waiting) {
      const { waitsFor } = await this.#send(id);
      if (waitsFor === undefined) this.#ports.changed();
      else if (NOBODY_THERE.includes(waitsFor)) return;
    }
  }

  #send(id: string): Promise<Sent> {
    return this.#sending.run(id, async () => {
      const draft = await this.#ports.store.read(id);
      if (draft.submission.phase !== 'queued') return { draft };
      const { submissionId, content, releaseId } = draft.submission;
      try {
        const base = draft.baseRevision === null ? {} : { baseRevision: draft.baseRevision };
        await this.#submitWithFiles(id, { submissionId, content, releaseId, ...base });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (NOT_AN_ANSWER.includes(error.code)) {
          this.#ports.log.info('submission waits', { code: error.code });
          return { draft, waitsFor: error.code };
        }
        this.#ports.log.info('submission refused', { code: error.code });
        const refused = { phase: 'refused', submissionId, at: this.#ports.now(), code: error.code, detail: { ...error.detail } } as const;
        return { draft: await this.#ports.store.mark(id, () => refused) };
      }
      return { draft: await this.#ports.store.mark(id, () => ({ phase: 'submitted', submissionId, at: this.#ports.now() })) };
    });
  }

  /** The bank says which files it does not have yet; they are handed over, and the same submission goes again. */
  async #submitWithFiles(
    campaignId: string,
    body: {
      readonly submissionId: string;
      readonly content: CampaignContent;
      readonly releaseId: string;
      readonly baseRevision?: number;
    },
  ): Promise<void> {
    const { bank, files } = this.#ports;
    const submit = () => bank.call(campaignEndpoints.submit, { params: { campaignId }, body }, { idempotent: true });
    try {
      await submit();
    } catch (error) {
      if (!isAppError(error, 'files_missing')) throw error;
      const { hashes } = error.detail;
      await handOver(
        bank,
        files,
        filesOfContent(body.content).filter((file) => hashes.includes(file.sha256)),
      );
      await submit();
    }
  }
}
