import { z } from 'zod';
import { MOST_NOTE_CHARACTERS } from '#shared/campaign/comments.ts';
import { type CommentThread, dialogueEndpoints } from '#shared/contracts/http/dialogue.ts';
import { Id } from '#shared/units.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { readJsonFile, setAside, writeJsonFile } from '../files/json-file.ts';
import { OneAtATime } from '../files/one-at-a-time.ts';

export interface CommentDeskPorts {
  readonly fileOf: (accountId: string) => string;
  /** Whose notes are open. @throws AppError `not_signed_in` */
  readonly owner: () => string;
  readonly bank: Bank;
  readonly now: () => string;
  readonly newId: () => string;
}

/** What was typed about each campaign and is not with the bank yet. The id is the comment's, made with the text: the same text is sent under the same id. */
const Notes = z.strictObject({
  format: z.literal('florin-comment-notes/1'),
  notes: z.record(Id, z.strictObject({ commentId: Id, text: z.string().min(1).max(MOST_NOTE_CHARACTERS) })),
});
type Notes = z.infer<typeof Notes>['notes'];

/**
 * Comments of whoever is signed in. What is typed is on disk before it leaves and until the bank has answered, so that a crash, an outage or a lost answer
 * neither loses it nor sends it twice.
 */
export class CommentDesk {
  readonly #ports: CommentDeskPorts;
  readonly #turns = new OneAtATime();

  constructor(ports: CommentDeskPorts) {
    this.#ports = ports;
  }

  read(campaignId: string): Promise<CommentThread> {
    return this.#ports.bank.call(dialogueEndpoints.comments, { params: { campaignId } });
  }

  /** @throws AppError the bank's refusal, `bank_unreachable`; what was typed is kept then */
  async write(campaignId: string, text: string): Promise<CommentThread> {
    const file = this.#ports.fileOf(this.#ports.owner());
    const commentId = await this.#keep(file, campaignId, text);
    const thread = await this.#ports.bank.call(
      dialogueEndpoints.writeComment,
      { params: { campaignId }, body: { commentId, text } },
      { idempotent: true },
    );
    await this.#change(file, (notes) => (notes[campaignId]?.commentId === commentId ? without(notes, campaignId) : notes));
    return thread;
  }

  async markRead(campaignId: string, number: number): Promise<void> {
    await this.#ports.bank.call(dialogueEndpoints.markCommentsRead, { params: { campaignId }, body: { number } }, { idempotent: true });
  }

  async readNote(campaignId: string): Promise<string> {
    const file = this.#ports.fileOf(this.#ports.owner());
    return (await this.#turns.run(file, () => this.#load(file)))[campaignId]?.text ?? '';
  }

  async saveNote(campaignId: string, text: string): Promise<void> {
    await this.#keep(this.#ports.fileOf(this.#ports.owner()), campaignId, text);
  }

  /** @returns the id that this text is sent under; a text without letters is not kept */
  async #keep(file: string, campaignId: string, text: string): Promise<string> {
    const kept = await this.#change(file, (notes) => {
      if (text.trim() === '') return without(notes, campaignId);
      // Blanks at the ends are not sent, so that typing one more makes no other comment.
      const note = notes[campaignId];
      if (note?.text === text) return notes;
      if (note?.text.trim() === text.trim()) return { ...notes, [campaignId]: { ...note, text } };
      return { ...notes, [campaignId]: { commentId: this.#ports.newId(), text } };
    });
    return kept[campaignId]?.commentId ?? this.#ports.newId();
  }

  #change(file: string, change: (notes: Notes) => Notes): Promise<Notes> {
    return this.#turns.run(file, async () => {
      const before = await this.#load(file);
      const notes = change(before);
      if (notes !== before) await writeJsonFile(file, { format: 'florin-comment-notes/1', notes });
      return notes;
    });
  }

  async #load(file: string): Promise<Notes> {
    const read = await readJsonFile(file, Notes);
    if (read.kind === 'read') return read.value.notes;
    if (read.kind === 'damaged') await setAside(file, this.#ports.now().replace(/[^0-9]/g, ''));
    return {};
  }
}

function without(notes: Notes, campaignId: string): Notes {
  if (notes[campaignId] === undefined) return notes;
  return Object.fromEntries(Object.entries(notes).filter(([id]) => id !== campaignId));
}
