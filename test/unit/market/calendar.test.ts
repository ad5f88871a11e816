import { expect, test } from 'vitest';
import { marketCalendar } from '#bank/market/calendar.ts';

const daysIn = async (market: string, today: string) =>
  Object.fromEntries(
    (await marketCalendar({ market }, today)).days
      .filter((day) => day.on.startsWith(today.slice(0, 4)))
      .map((day) => [day.label.nl, day.on]),
  );

test('the Dutch calendar knows movable days, and a King’s Day that falls on a Sunday', async () => {
  expect(await daysIn('NL', '2026-03-02')).toMatchObject({
    Valentijnsdag: '2026-02-14',
    Pasen: '2026-04-05',
    Koningsdag: '2026-04-27',
    Moederdag: '2026-05-10',
    Pinksteren: '2026-05-24',
    Vaderdag: '2026-06-21',
    Sinterklaasavond: '2026-12-05',
    Kerstmis: '2026-12-25',
  });
  expect(await daysIn('NL', '2025-03-02')).toMatchObject({ Koningsdag: '2025-04-26', Pasen: '2025-04-20' });
});

test('the Belgian calendar has its own days, in three languages', async () => {
  expect(await daysIn('BE', '2026-03-02')).toMatchObject({
    Pasen: '2026-04-05',
    'Nationale feestdag': '2026-07-21',
    Vaderdag: '2026-06-14',
    Sinterklaas: '2026-12-06',
  });
  const { days } = await marketCalendar({ market: 'BE' }, '2026-03-02');
  expect(days.find((day) => day.on === '2026-07-21')?.label).toEqual({
    en: 'National Holiday',
    nl: 'Nationale feestdag',
    fr: 'Fête nationale',
  });
});

test('days are in order, from the year before to the year after, and second days of a feast are left out', async () => {
  const { days } = await marketCalendar({ market: 'NL' }, '2026-03-02');
  expect(days.map((day) => day.on)).toEqual(days.map((day) => day.on).sort());
  expect([...new Set(days.map((day) => day.on.slice(0, 4)))]).toEqual(['2025', '2026', '2027']);
  expect(days.some((day) => day.on === '2026-04-06')).toBe(false);
});

test('school breaks are those of the profile, else the dated ones of the country with their source, else none', async () => {
  const own = [{ label: 'Ski week', from: '2026-02-21', until: '2026-03-01', source: 'canton' }];
  expect((await marketCalendar({ market: 'NL', schoolBreaks: own }, '2026-03-02')).breaks).toEqual(own);
  for (const market of ['NL', 'BE']) {
    const { breaks } = await marketCalendar({ market }, '2026-03-02');
    expect(breaks.length).toBeGreaterThan(4);
    expect(breaks.every((each) => each.from < each.until && each.source.length > 10)).toBe(true);
  }
  expect(await marketCalendar({ market: 'XX' }, '2026-03-02')).toEqual({ days: [], breaks: [] });
});
