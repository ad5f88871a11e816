import type { LedgerEntry, LedgerStore } from '#bank/privacy/ledger/ports.ts';
import type { AnsweredQuote, CountSource, QuoteStore, StoredQuote } from '#bank/privacy/quotes/ports.ts';
import { isAnswered } from '#bank/privacy/quotes/ports.ts';
import type { AnswerTick } from '#bank/quotes/answer-tick.ts';
import { memoryLedger } from './memory-ports.ts';

/** Quotes and their ledger in memory, with the guarantees of the port. */
export function memoryQuotes(initial: readonly LedgerEntry[] = []): QuoteStore & { readonly ledger: LedgerStore } {
  const ledger = memoryLedger(initial);
  const byKey = new Map<string, StoredQuote>();
  return {
    ledger,
    findByKey: async (key) => byKey.get(key),
    ledgerReserving: (reservation) => ({
      entries: () => ledger.entries(),
      appendExclusively: (decide) =>
        ledger.appendExclusively((entries) => {
          if (byKey.has(reservation.key)) return undefined;
          const entry = decide(entries);
          if (entry !== undefined) byKey.set(reservation.key, reservation);
          return entry;
        }),
    }),
    async answer(id, { sha256, file }) {
      const quote = [...byKey.values()].find((each) => each.id === id);
      if (quote === undefined) throw new TypeError(`quote ${id} was never charged`);
      const answered: AnsweredQuote = isAnswered(quote) ? quote : { ...quote, sha256, file };
      byKey.set(quote.key, answered);
      return answered;
    },
    listAnswered: async (merchantId) =>
      [...byKey.values()]
        .filter(isAnswered)
        .filter((quote) => merchantId === undefined || quote.merchantId === undefined || quote.merchantId === merchantId),
  };
}

/** A count that is the same for every rule, and how often it was read. */
export function countingSource(count: number): CountSource & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async countOfAudience(request) {
      asked.push(JSON.stringify(request.audience));
      return count;
    },
  };
}

/** Ticks that come at once. */
export function untimed(onTick: () => void = () => undefined): AnswerTick {
  return { next: async () => onTick(), pace: (work) => work() };
}

/** One at a time, in this process. */
export function aloneInTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
