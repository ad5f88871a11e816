import { z } from 'zod';
import { Audience } from '../../audience/audience.ts';
import { Id } from '../../units.ts';
import { holding } from './artefacts.ts';
import { defineEndpoint } from './define.ts';

/** What is left, in quotes. */
export const QuoteBalance = z.strictObject({
  /** This merchant's ration in twelve months; null for the bank. */
  yours: z.int().min(0).nullable(),
  /** The whole bank's in twelve months. */
  bank: z.int().min(0),
  perYear: z.int().min(0),
  /** The whole bank's in this month. */
  thisMonth: z.int().min(0),
});
export type QuoteBalance = z.infer<typeof QuoteBalance>;

/** A quote's signed file, whole, so that the reader can verify what the bank signed. */
const QuoteFile = z.strictObject({ id: Id, file: holding(z.string(), ['quote']) });

export const quoteEndpoints = {
  quotes: defineEndpoint({
    method: 'GET',
    path: '/v1/quotes',
    summary: 'The answered quotes that the caller may read, oldest first, and what is left of the balance',
    access: ['merchant_editor', 'merchant_viewer', 'bank_reviewer', 'bank_privacy_officer'],
    carries: ['quote'],
    answer: z.strictObject({ quotes: z.array(QuoteFile), balance: QuoteBalance }),
  }),
  /** The answer leaves at the next multiple of 250 ms, whether it is a file or a refusal. */
  requestQuote: defineEndpoint({
    method: 'POST',
    path: '/v1/quotes',
    summary:
      'The count of a rule that no release can answer, with noise; the first answer to a rule takes one quote, the same again is free',
    access: ['merchant_editor'],
    carries: ['quote'],
    body: z.strictObject({ audience: Audience }),
    answer: QuoteFile.extend({ balance: QuoteBalance }),
  }),
} as const;
