import { addMonths, seasonOfMonth } from '#shared/market/window.ts';

/**
 * The month in which a payment counts that is booked for `month` and arrives now: its own, unless that month or its season was published; then the next
 * month of which neither was. So a published window never changes through new payments, and every payment counts exactly once in a month and a season.
 * @param publishedWindows months and seasons that have a release, withdrawn ones too
 */
export function countedMonth(month: string, publishedWindows: ReadonlySet<string>): string {
  let counted = month;
  while (publishedWindows.has(counted) || publishedWindows.has(seasonOfMonth(counted))) counted = addMonths(counted, 1);
  return counted;
}
