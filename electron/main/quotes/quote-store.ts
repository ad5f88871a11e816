import { z } from 'zod';
import type { Audience } from '#shared/audience/audience.ts';
import { QuoteBalance, quoteEndpoints } from '#shared/contracts/http/quotes.ts';
import type { QuoteAnswer, QuoteShelf } from '#shared/contracts/ipc/contract.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { openQuote, type Quote } from '#shared/reach/quote.ts';
import type { SignatureChecks } from '#shared/reach/signed-file.ts';
import { Id } from '#shared/units.ts';
import type { Bank } from '../bank-client/bank-client.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import { OneAtATime } from '../files/one-at-a-time.ts';
import type { Log } from '../log.ts';

const QuoteFile = z.strictObject({ id: Id, file: z.string() });
const Stored = z.strictObject({ quotes: z.array(QuoteFile), balance: QuoteBalance });
type Stored = z.infer<typeof Stored>;
type StoredFile = z.infer<typeof QuoteFile>;

export interface QuoteStorePorts {
  /** One file per merchant: what one merchant was given is never read for another. */
  readonly fileOf: (merchantId: string) => string;
  /** The merchant that is signed in; undefined for the bank's people and while nobody is. */
  readonly merchantId: () => string | undefined;
  readonly checks: SignatureChecks;
  readonly bank: Bank;
  readonly log: Log;
}

/**
 * Answered quotes on this machine: the bank's signed texts as they came, verified (signature, form, whose) each time they are read, so that reach uses them
 * offline. One that fails is left out and counted.
 */
export class QuoteStore {
  readonly #ports: QuoteStorePorts;
  readonly #writing = new OneAtATime();

  constructor(ports: QuoteStorePorts) {
    this.#ports = ports;
  }

  /** What the bank has answered, from the bank or the last stored ones while it cannot be asked (`fresh` false). */
  async list(): Promise<QuoteShelf> {
    const merchantId = this.#owner();
    try {
      const listed = await this.#ports.bank.call(quoteEndpoints.quotes, {});
      const stored: Stored = { quotes: listed.quotes.map(({ id, file }) => ({ id, file })), balance: listed.balance };
      await this.#writing.run(merchantId, () => writeJsonFile(this.#ports.fileOf(merchantId), stored));
      return this.#opened(stored, merchantId, true);
    } catch (error) {
      if (!isAppError(error, 'bank_unreachable') && !isAppError(error, 'not_signed_in')) throw error;
      const stored = await this.#read(merchantId);
      return stored === undefined ? { quotes: [], refused: 0, balance: null, fresh: false } : this.#opened(stored, merchantId, false);
    }
  }

  /**
   * Asks the bank for the count of one rule and keeps the answer. Asking the same rule again is free, so it may be sent again when no answer came.
   * @throws AppError `quote_balance_exhausted`, `audience_not_answerable`, `bank_unreachable`, `quote_invalid` where the answer is not the bank's
   */
  async request(audience: Audience): Promise<QuoteAnswer> {
    const merchantId = this.#owner();
    const { id, file, balance } = await this.#ports.bank.call(quoteEndpoints.requestQuote, { body: { audience } }, { idempotent: true });
    const quote = this.#open({ id, file }, merchantId);
    if (quote === undefined) throw new AppError('quote_invalid', { problem: 'not_the_named_quote' });
    await this.#writing.run(merchantId, async () => {
      const before = await this.#read(merchantId);
      const others = (before?.quotes ?? []).filter((known) => known.id !== id);
      await writeJsonFile(this.#ports.fileOf(merchantId), { quotes: [...others, { id, file }], balance } satisfies Stored);
    });
    return { quote, balance };
  }

  #opened(stored: Stored, merchantId: string, fresh: boolean): QuoteShelf {
    const quotes = stored.quotes.flatMap((one) => this.#open(one, merchantId) ?? []);
    return { quotes, refused: stored.quotes.length - quotes.length, balance: stored.balance, fresh };
  }

  /** Undefined where the text is not the bank's, is another quote than its id says, or is another merchant's. */
  #open({ id, file }: StoredFile, merchantId: string): Quote | undefined {
    try {
      const quote = openQuote(file, this.#ports.checks);
      if (quote.id === id && (quote.merchantId === undefined || quote.merchantId === merchantId)) return quote;
      this.#ports.log.problem('quote refused', { quote: id, problem: 'not_the_named_quote' });
    } catch (error) {
      if (!isAppError(error, 'quote_invalid')) throw error;
      this.#ports.log.problem('quote refused', { quote: id, problem: error.detail.problem });
    }
    return undefined;
  }

  async #read(merchantId: string): Promise<Stored | undefined> {
    const read = await readJsonFile(this.#ports.fileOf(merchantId), Stored);
    return read.kind === 'read' ? read.value : undefined;
  }

  #owner(): string {
    const merchantId = this.#ports.merchantId();
    if (merchantId === undefined) throw new AppError('not_permitted', { action: 'quotes' });
    return merchantId;
  }
}
