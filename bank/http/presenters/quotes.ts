import type { QuoteBalance as ShownBalance } from '#shared/contracts/http/quotes.ts';
import type { AnsweredQuote } from '../../privacy/quotes/ports.ts';
import type { QuoteBalance } from '../../privacy/quotes/ration.ts';

/** The id and the signed file; whose quote it was and when it was charged stay inside. */
export function presentQuote({ id, file }: AnsweredQuote): { readonly id: string; readonly file: string } {
  return { id, file };
}

export function presentBalance({ yours, bank, perYear, thisMonth }: QuoteBalance): ShownBalance {
  return { yours, bank, perYear, thisMonth };
}
