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
 * `version`: which of two messages is read; its subject is the approved revision's hash, the others' the campaign.
 */
export function placeOf(purpose: 'selection' | 'day' | 'version', customerId: string, subject: string): number {
  return createHash('sha256').update(`${purpose}:${customerId}:${subject}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** Which version of a message a customer gets: half and half, fixed by the revision that was approved and the same at every attempt. */
export function versionOf(customerId: string, approvedHash: string): 'a' | 'b' {
  return placeOf('version', customerId, approvedHash) < 0.5 ? 'a' : 'b';
}
