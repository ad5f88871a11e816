import type { Audience } from '../audience/audience.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Quote } from './quote.ts';

/**
 * The quote that answers a rule, among those at hand. It is the rule's when its canonical form is the same text; a rule with a relationship is a merchant's
 * own, so its quote names a merchant, and where `merchantId` is known it must be that one. A quote counts closed windows, as a release does, and like a
 * release it stays what was published: of several (the rule was asked again on newer data) the one with the newest data answers, then the one answered last.
 * The receipt says of which date it is.
 * @param rule in canonical form
 */
export function quoteOfRule(
  quotes: readonly Quote[],
  rule: Audience,
  profile: string | undefined,
  merchantId: string | undefined,
): Quote | undefined {
  if (quotes.length === 0) return undefined;
  const key = canonicalJson(rule);
  const isRelational = rule.conditions.some((condition) => condition.kind === 'relationship');
  return quotes
    .filter(
      (quote) =>
        (profile === undefined || quote.profile === profile) &&
        (quote.merchantId !== undefined) === isRelational &&
        (merchantId === undefined || quote.merchantId === undefined || quote.merchantId === merchantId) &&
        canonicalJson(quote.audience) === key,
    )
    .reduce<Quote | undefined>((best, quote) => (best === undefined || isNewer(quote, best) ? quote : best), undefined);
}

function isNewer(quote: Quote, than: Quote): boolean {
  return quote.dataUntil === than.dataUntil ? quote.answeredAt > than.answeredAt : quote.dataUntil > than.dataUntil;
}
