import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import type { CooperationTerms, ProposedTerms } from '#shared/contracts/http/cooperation.ts';

/** One line of the card while it is edited: a shop, once chosen, and its share, once typed. */
export interface ShopLine {
  readonly merchantId: string | null;
  readonly sharePercent: number | null;
}

/** The lines that stand for what the bank has; shops that declined or left are kept, because the proposal waits for them. */
export function linesOf(terms: CooperationTerms | null | undefined): readonly ShopLine[] {
  return terms?.partners.map(({ merchantId, sharePercent }) => ({ merchantId, sharePercent })) ?? [];
}

/** What is left of 100 per cent for the leading shop; may be below 1, which is then said. */
export function leadShareOf(lines: readonly ShopLine[]): number {
  return 100 - lines.reduce((sum, line) => sum + (line.sharePercent ?? 0), 0);
}

/**
 * The proposal that the lines make, or undefined while a shop or a share is missing, a share is no whole per cent from 1 to 99, or nothing is left for the
 * leading shop.
 */
export function proposalOf(
  lines: readonly ShopLine[],
  name: string,
  terms: CooperationTerms | null | undefined,
): ProposedTerms | undefined {
  const leadSharePercent = leadShareOf(lines);
  const partners = lines.flatMap(({ merchantId, sharePercent }) =>
    merchantId === null || sharePercent === null || sharePercent < 1 ? [] : [{ merchantId, sharePercent }],
  );
  if (lines.length === 0 || partners.length !== lines.length || leadSharePercent < 1 || !isNamed(name)) return undefined;
  return { expectedTerms: terms?.terms ?? 0, name: name.trim(), leadSharePercent, partners };
}

/** The other shops read the campaign's name, so it must be one. */
export function isNamed(name: string): boolean {
  const { length } = name.trim();
  return length >= CAMPAIGN_LIMITS.nameLength.min && length <= CAMPAIGN_LIMITS.nameLength.max;
}

/** Whether the lines say something else than what the bank has. */
export function isChanged(lines: readonly ShopLine[], terms: CooperationTerms | null | undefined): boolean {
  const before = linesOf(terms);
  return (
    lines.length !== before.length ||
    lines.some((line) => !before.some((known) => known.merchantId === line.merchantId && known.sharePercent === line.sharePercent))
  );
}
