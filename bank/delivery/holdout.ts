import { createHash } from 'node:crypto';

/**
 * Whether a customer is held out of a campaign: the first 8 hex digits of md5(customer:campaign) as an integer, modulo 1,000, below
 * holdoutPercent × 10. The same in every engine, and fixed before anybody is selected.
 */
export function isHeldOut(customerId: string, campaignId: string, holdoutPercent: number): boolean {
  const digits = createHash('md5').update(`${customerId}:${campaignId}`).digest('hex').slice(0, 8);
  return Number.parseInt(digits, 16) % 1_000 < holdoutPercent * 10;
}

/**
 * A customer's own place in a campaign, in [0, 1): equally spread over customers, independent of the holdout's digits and, for another purpose, of every
 * other place. `selection`: who is below the campaign's share is selected; `day`: when the first contact is.
 */
export function placeOf(purpose: 'selection' | 'day', customerId: string, campaignId: string): number {
  return createHash('sha256').update(`${purpose}:${customerId}:${campaignId}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
