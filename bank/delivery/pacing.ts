import type { CampaignContent } from '#shared/campaign/content.ts';

/**
 * The day (0-based) of first contact of each of `customers` customers, in order, over `days` days: fixed at go-live.
 * `even` spreads them equally, `front` with weights that fall in a straight line to nearly nothing on the last day, `asap` contacts all on the first.
 */
export function contactDays(pacing: CampaignContent['schedule']['pacing'], customers: number, days: number): readonly number[] {
  const weights = Array.from({ length: days }, (_, day) => (pacing === 'asap' ? (day === 0 ? 1 : 0) : pacing === 'even' ? 1 : days - day));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const plan: number[] = [];
  let reached = 0;
  weights.forEach((weight, day) => {
    reached += weight;
    const until = Math.round((customers * reached) / total);
    while (plan.length < until) plan.push(day);
  });
  return plan;
}
