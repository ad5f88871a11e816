import { z } from 'zod';
import { Audience } from '../audience/audience.ts';
import { AppError } from '../errors.ts';
import { FRACTION_PATTERN } from '../fraction.ts';
import { Id, Instant, Slug } from '../units.ts';
import { openSignedFile, type SignatureChecks, writeSignedFile } from './signed-file.ts';

const Fraction = z.string().regex(FRACTION_PATTERN);

/**
 * A quote: one noisy count that the bank drew for one rule which no release can answer. It is drawn once, stored and signed; everybody who may see it gets
 * the same file for ever. The file has the form of a release file (docs/release-format.md).
 */
export const QuotePayload = z.strictObject({
  format: z.literal('florin-quote/1'),
  /** Random; names the ledger's entry. */
  id: Id,
  profile: Slug,
  /** The canonical rule. */
  audience: Audience,
  /** Present where the rule holds a relationship: whose. */
  merchantId: Id.optional(),
  /** Id of the newest release when it was drawn: the same rule on newer data is another quote. */
  snapshot: Slug,
  /** Last local date of the data in it. */
  dataUntil: z.iso.date(),
  answeredAt: Instant,
  /**
   * Noise included, so it may be negative: a sign and ten digits, `+0000000360`, so that the size of the file says nothing about the count. Zero has a plus.
   */
  customers: z.string().regex(/^(?:\+\d{10}|-(?!0{10})\d{10})$/, 'a sign and ten digits expected'),
  sigma2: Fraction,
  /** Charge of this quote, exact, and the year's cap on rho. */
  rho: Fraction,
  privacyCap: Fraction,
  categoriesPerCustomer: z.int().min(1),
  /** First 16 hex digits of the SHA-256 of the signing key's SPKI bytes. */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
});
export type QuotePayload = z.infer<typeof QuotePayload>;

/** What a quote says; `customers` is the noisy count as a number. */
export type QuoteContent = Omit<QuotePayload, 'customers'> & { readonly customers: number };
/** A quote whose signature was verified. `sha256` is that of the file's bytes. */
export type Quote = QuoteContent & { readonly sha256: string };

const COUNT_DIGITS = 10;

/**
 * Opens a quote file; the same checks as of a release file, the signature first.
 * @throws AppError `quote_invalid` with a problem of a closed list, never with the file's content
 */
export function openQuote(fileText: string, checks: SignatureChecks): Quote {
  const { content, sha256 } = openSignedFile(fileText, checks, fail);
  const parsed = QuotePayload.safeParse(content);
  if (!parsed.success) return fail('content_invalid');
  if (parsed.data.keyId !== checks.keyId) return fail('signer_unknown');
  return { ...parsed.data, customers: Number(parsed.data.customers), sha256 };
}

/**
 * The text of a quote file; two quotes of one rule and day have files of one size. `sign` gives the Ed25519 signature of the first line's bytes.
 * @throws RangeError when the count is not a whole number of at most ten digits
 */
export function writeQuoteFile(content: QuoteContent, sign: (message: Uint8Array) => Uint8Array): string {
  return writeSignedFile({ ...content, customers: fixedWidth(content.customers) }, sign);
}

function fixedWidth(customers: number): string {
  const digits = String(Math.abs(customers)).padStart(COUNT_DIGITS, '0');
  if (!Number.isSafeInteger(customers) || digits.length > COUNT_DIGITS) throw new RangeError('a count of at most ten digits expected');
  return `${customers < 0 ? '-' : '+'}${digits}`;
}

function fail(problem: string): never {
  throw new AppError('quote_invalid', { problem });
}
