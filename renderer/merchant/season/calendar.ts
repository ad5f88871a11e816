import type { MarketInfo } from '#shared/contracts/http/market.ts';

type Calendar = MarketInfo['calendar'];

/** The market's days and school breaks that fall between two dates, the second not included. */
export function calendarBetween({ days, breaks }: Calendar, from: string, until: string): Calendar {
  return {
    days: days.filter((day) => day.on >= from && day.on < until),
    breaks: breaks.filter((each) => each.until >= from && each.from < until),
  };
}
