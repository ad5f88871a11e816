import type { Profile } from '#shared/market/profile.ts';
import { SCHOOL_BREAKS } from './school-breaks.ts';

type SchoolBreak = NonNullable<Profile['schoolBreaks']>[number];

export interface MarketDay {
  /** Local date. */
  readonly on: string;
  readonly label: { readonly en: string; readonly nl: string; readonly fr: string };
}
export interface MarketCalendar {
  readonly days: readonly MarketDay[];
  readonly breaks: readonly SchoolBreak[];
}

/** Which of the library's days shops plan by, as the library writes their rules. The rest (second days, days of remembrance) would crowd a year out. */
const PLANNED_BY: ReadonlySet<string> = new Set([
  '02-14',
  'easter',
  '04-27 if sunday then previous saturday since 2014',
  '05-01',
  '2nd sunday in May',
  'easter 39',
  'easter 49',
  '2nd sunday in June',
  '3rd sunday in June',
  '07-21',
  '11-01',
  '11-11',
  '12-05',
  '12-06',
  '12-25',
]);

/** Days that the library does not hold for a country and that its shops plan by. */
const ADDED: Readonly<Record<string, readonly { readonly rule: string; readonly en: string; readonly nl: string; readonly fr: string }[]>> =
  {
    NL: [{ rule: '02-14', en: 'Valentine’s Day', nl: 'Valentijnsdag', fr: 'Saint-Valentin' }],
    BE: [{ rule: '2nd sunday in June', en: 'Father’s Day', nl: 'Vaderdag', fr: 'Fête des Pères' }],
  };

/**
 * Holidays of the market's country and its school breaks, from the year before to the year after: facts of the calendar, for the season ribbon. Days come
 * from the library date-holidays; breaks from the profile, else from the dated list of the country. A country the library does not know has no days.
 */
export async function marketCalendar(profile: Pick<Profile, 'market' | 'schoolBreaks'>, today: string): Promise<MarketCalendar> {
  const year = Number(today.slice(0, 4));
  const years = await Promise.all([year - 1, year, year + 1].map((each) => daysOf(profile.market, each)));
  return {
    days: years.flat().sort((left, right) => left.on.localeCompare(right.on)),
    breaks: profile.schoolBreaks ?? SCHOOL_BREAKS[profile.market] ?? [],
  };
}

const known = new Map<string, Promise<readonly MarketDay[]>>();

function daysOf(country: string, year: number): Promise<readonly MarketDay[]> {
  const key = `${country} ${year}`;
  const days = known.get(key) ?? computeDays(country, year);
  known.set(key, days);
  return days;
}

async function computeDays(country: string, year: number): Promise<readonly MarketDay[]> {
  // Loaded when first asked for: the library holds the rules of every country.
  const { default: Holidays } = await import('date-holidays');
  const named = (language: 'en' | 'nl' | 'fr') => {
    const holidays = new Holidays(country, { languages: [language, 'en'] });
    for (const { rule, ...names } of ADDED[country] ?? [])
      holidays.setHoliday(rule, { name: { [language]: names[language] }, type: 'observance' });
    return new Map(holidays.getHolidays(year).map((holiday) => [holiday.rule, holiday]));
  };
  const [en, nl, fr] = [named('en'), named('nl'), named('fr')];
  return [...en.values()]
    .filter(({ rule }) => PLANNED_BY.has(rule))
    .map(({ rule, date, name }) => ({
      on: date.slice(0, 10),
      label: { en: name, nl: nl.get(rule)?.name ?? name, fr: fr.get(rule)?.name ?? name },
    }));
}
