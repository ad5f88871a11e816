import { addDays } from '#shared/market/working-days.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';

/** A day or a stretch of days that moves what people buy. Both ends included. */
export interface CalendarMark {
  readonly key: MessageKey;
  readonly from: string;
  readonly until: string;
}

/** Easter Sunday of a year by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return dateOf(year, month, day);
}

function dateOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The nth Sunday of a month. */
function sundayOf(year: number, month: number, nth: number): string {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  return dateOf(year, month, 1 + ((7 - first) % 7) + 7 * (nth - 1));
}

/** Dutch days of a year that shops plan by. King's Day moves to Saturday the 26th where the 27th is a Sunday. */
function dutchDays(year: number): readonly CalendarMark[] {
  const easter = easterSunday(year);
  const kings = dateOf(year, 4, new Date(Date.UTC(year, 3, 27)).getUTCDay() === 0 ? 26 : 27);
  const day = (key: MessageKey, date: string): CalendarMark => ({ key, from: date, until: date });
  return [
    day('season.day.valentine', dateOf(year, 2, 14)),
    day('season.day.easter', easter),
    day('season.day.kings', kings),
    day('season.day.mothers', sundayOf(year, 5, 2)),
    day('season.day.pentecost', addDays(easter, 49)),
    day('season.day.fathers', sundayOf(year, 6, 3)),
    day('season.day.sinterklaas', dateOf(year, 12, 5)),
    day('season.day.christmas', dateOf(year, 12, 25)),
  ];
}

/** School breaks, from the first region's first day to the last region's last. Source: Rijksoverheid, schoolvakanties 2025–2026. */
const DUTCH_BREAKS: readonly CalendarMark[] = [
  { key: 'season.break.autumn', from: '2025-10-11', until: '2025-10-26' },
  { key: 'season.break.christmas', from: '2025-12-20', until: '2026-01-04' },
  { key: 'season.break.spring', from: '2026-02-14', until: '2026-03-01' },
  { key: 'season.break.may', from: '2026-04-25', until: '2026-05-03' },
  { key: 'season.break.summer', from: '2026-07-04', until: '2026-08-30' },
];

/** Days and school breaks of a market between two dates, in order. Only the Netherlands has a calendar so far; other markets get none. */
export function calendarOf(
  market: string,
  from: string,
  until: string,
): { readonly days: readonly CalendarMark[]; readonly breaks: readonly CalendarMark[] } {
  if (market !== 'NL') return { days: [], breaks: [] };
  const years = [Number(from.slice(0, 4)), Number(until.slice(0, 4))];
  const isInside = (mark: CalendarMark) => mark.until >= from && mark.from < until;
  return {
    days: [...new Set(years)]
      .flatMap(dutchDays)
      .filter(isInside)
      .sort((left, right) => left.from.localeCompare(right.from)),
    breaks: DUTCH_BREAKS.filter(isInside),
  };
}
