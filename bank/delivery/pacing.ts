import type { CampaignContent } from '#shared/campaign/content.ts';

/**
 * The day (0-based) of a customer's first contact over `days` days, from the customer's own place in the campaign: a number in [0, 1) that says nothing of
 * how many others there are, so that one customer more or less moves nobody's day. `even` spreads the places equally, `front` with weights that fall in a
 * straight line to nearly nothing on the last day, `asap` contacts all on the first.
 */
export function contactDay(pacing: CampaignContent['schedule']['pacing'], place: number, days: number): number {
  const weights = Array.from({ length: days }, (_, day) => (pacing === 'asap' ? (day === 0 ? 1 : 0) : pacing === 'even' ? 1 : days - day));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  const day = weights.findIndex((weight) => {
    reached += weight;
    return place * total < reached;
  });
  return day === -1 ? days - 1 : day;
}
