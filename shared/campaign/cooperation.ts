import { z } from 'zod';
import { Id } from '../units.ts';

/** Several shops in one campaign: how many there may be, and which shares of the cost. */
export const COOPERATION_LIMITS = { shops: { min: 2, max: 20 }, sharePercent: { min: 1, max: 99 } } as const;

export const SharePercent = z.int().min(COOPERATION_LIMITS.sharePercent.min).max(COOPERATION_LIMITS.sharePercent.max);

/** One shop of a cooperative campaign and its share of the invoice, in whole per cent. */
export const CostShare = z.strictObject({ merchantId: Id, shopName: z.string().min(1).max(200), sharePercent: SharePercent });
export type CostShare = z.infer<typeof CostShare>;

/**
 * What the shops agreed on, as it is frozen into a revision: the leading shop first, then the others by name. Part of the hash, so that whoever accepts a
 * revision accepts shops and shares with it.
 */
export const Cooperation = z.strictObject({
  shares: z
    .array(CostShare)
    .min(COOPERATION_LIMITS.shops.min)
    .max(COOPERATION_LIMITS.shops.max)
    .refine(isWhole, 'the shares are not 100 per cent together')
    .refine((shares) => new Set(shares.map((share) => share.merchantId)).size === shares.length, 'a shop is named twice'),
});
export type Cooperation = z.infer<typeof Cooperation>;

/** Names of the shops besides the leading one; none for one shop's own campaign. */
export function partnerNames(content: { readonly cooperation?: Cooperation | undefined }): readonly string[] {
  return content.cooperation?.shares.slice(1).map((share) => share.shopName) ?? [];
}

/** Whether these shares are the whole cost, neither more nor less. */
export function isWhole(shares: readonly { readonly sharePercent: number }[]): boolean {
  return shares.reduce((sum, share) => sum + share.sharePercent, 0) === 100;
}

/**
 * Splits an amount by the agreed shares into whole cents that add up exactly to it. Each share is first cut towards zero; the cents that are left go one
 * each to the largest cut-off parts, at equal parts to whoever stands first. A negative amount (a credit) is split as its opposite is.
 * @param amountCents whole cents, of any sign
 * @param shares whole per cent, 100 together
 * @returns one amount per share, in their order
 */
export function splitByShares(amountCents: number, shares: readonly { readonly sharePercent: number }[]): readonly number[] {
  const size = Math.abs(amountCents);
  const parts = shares.map(({ sharePercent }, place) => ({
    place,
    cents: Math.floor((size * sharePercent) / 100),
    cutOff: (size * sharePercent) % 100,
  }));
  const left = size - parts.reduce((sum, part) => sum + part.cents, 0);
  const first = new Set(
    parts
      .toSorted((one, other) => other.cutOff - one.cutOff || one.place - other.place)
      .slice(0, left)
      .map((part) => part.place),
  );
  return parts.map(({ place, cents }) => {
    const whole = cents + (first.has(place) ? 1 : 0);
    return amountCents < 0 && whole !== 0 ? -whole : whole;
  });
}
