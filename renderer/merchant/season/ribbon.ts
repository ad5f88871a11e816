import { addMonths, windowDates } from '#shared/market/window.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import type { MonthPoint } from '#shared/reach/charts.ts';
import type { CurvePoint } from '../../charts/month-curve.tsx';
import type { ShownState } from '../../ui/status-chip.tsx';

/** The twelve months of the ribbon: six behind the bank's date and six ahead, today's month first of the second half. */
export function ribbonMonths(today: string): readonly string[] {
  return Array.from({ length: 12 }, (_, index) => addMonths(today.slice(0, 7), index - 6));
}

/** The released months laid on the ribbon: a month ahead shows the same month of the year before, and says so. */
export function ribbonPoints(curve: readonly MonthPoint[], months: readonly string[]): readonly CurvePoint[] {
  return months.map((month) => {
    const own = curve.find((point) => point.month === month)?.point ?? null;
    const before = own === null ? (curve.find((point) => point.month === addMonths(month, -12))?.point ?? null) : null;
    return { month, point: own ?? before, isLastYear: own === null && before !== null };
  });
}

/** Where a date stands on the ribbon: 0 at its left end, 12 at its right end, one per month. */
export function ribbonPosition(date: string, months: readonly string[]): number {
  const month = date.slice(0, 7);
  const first = months[0] ?? month;
  const index = (Number(month.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(month.slice(5)) - Number(first.slice(5));
  const { from, until } = windowDates(month);
  return index + daysBetween(from, date) / daysBetween(from, until);
}

/** A campaign as a bar on the ribbon. */
export interface RibbonCampaign {
  readonly id: string;
  readonly to: string;
  readonly name: string;
  readonly state: ShownState;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** A bar with the lane it lies in; bars of one lane, with their words, do not touch. */
export interface RibbonBar extends RibbonCampaign {
  /** In months from the left end of the ribbon, cut off at its ends. */
  readonly from: number;
  readonly until: number;
  readonly lane: number;
  /** The words stand left of the bar where they would run out of the picture. */
  readonly isLabelLeft: boolean;
}

/** Lays campaigns in lanes. `labelMonths` is the room that a bar's words take, in months. */
export function layBars(
  campaigns: readonly RibbonCampaign[],
  months: readonly string[],
  labelMonths: (campaign: RibbonCampaign) => number,
): readonly RibbonBar[] {
  const ends: { readonly from: number; readonly until: number }[][] = [];
  return [...campaigns]
    .sort((left, right) => left.startsOn.localeCompare(right.startsOn))
    .flatMap((campaign) => {
      const from = Math.max(0, ribbonPosition(campaign.startsOn, months));
      const until = Math.min(months.length, ribbonPosition(campaign.endsOn, months) + 1 / 30);
      if (until <= 0 || from >= months.length) return [];
      const room = labelMonths(campaign);
      const isLabelLeft = until + room > months.length && from - room >= 0;
      const span = isLabelLeft ? { from: from - room, until } : { from, until: until + room };
      const free = ends.findIndex((lane) => lane.every((other) => span.until <= other.from || span.from >= other.until));
      const lane = free === -1 ? ends.push([]) - 1 : free;
      ends[lane]?.push(span);
      return [{ ...campaign, from, until, lane, isLabelLeft }];
    });
}
