import { createHash } from 'node:crypto';

/**
 * Whether a customer is held out of a campaign: the first 8 hex digits of md5(customer:campaign) as an integer, modulo 1,000, below
 * holdoutPercent × 10. The same in every engine, and fixed before anybody is selected.
 */
export function isHeldOut(customerId: string, campaignId: string, holdoutPercent: number): boolean {
  const digits = createHash('md5').update(`${customerId}:${campaignId}`).digest('hex').slice(0, 8);
  return Number.parseInt(digits, 16) % 1_000 < holdoutPercent * 10;
}

/** Where a customer stands in the campaign's order of selection; independent of the holdout's digits. */
export function selectionRank(customerId: string, campaignId: string): string {
  return createHash('sha256').update(`order:${customerId}:${campaignId}`).digest('hex').slice(0, 32);
}
