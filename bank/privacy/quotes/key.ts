import type { Audience } from '#shared/audience/audience.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { sha256 } from '../release/signature.ts';

/** What a quote is about: nothing else decides which stored answer a question gets. */
export interface QuoteSubject {
  /** The canonical rule (`canonicalAudience`). */
  readonly audience: Audience;
  /** Whose relationship the rule holds; absent where it holds none, so that all merchants share the answer. */
  readonly merchantId?: string;
  /** Id of the newest release: the same rule on newer data is another quote. */
  readonly snapshot: string;
}

/** The name of a quote: SHA-256 of the canonical JSON of what it is about, lower-case hexadecimal. */
export function quoteKey({ audience, merchantId, snapshot }: QuoteSubject): string {
  const text = canonicalJson({ format: 'florin-quote-key/1', audience, merchantId, snapshot });
  return sha256(new TextEncoder().encode(text));
}
