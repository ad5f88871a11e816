import { expect, test } from 'vitest';
import { monthCurve } from '#shared/reach/charts.ts';
import { niceScale, roomForLabels } from '../../../renderer/charts/month-curve.tsx';
import { releasesOf } from '../../../renderer/data/shelf.ts';
import { calendarBetween } from '../../../renderer/merchant/season/calendar.ts';
import { layBars, ribbonMonths, ribbonPoints, ribbonPosition } from '../../../renderer/merchant/season/ribbon.ts';
import { suggestionFor } from '../../../renderer/merchant/season/suggestion.ts';
import { MARKET } from './support/market.ts';
import { aShelf } from './support/releases.ts';

test('the ribbon shows days within it and breaks that reach into it', () => {
  const { days, breaks } = calendarBetween(MARKET.calendar, '2026-01-01', '2026-05-01');
  expect(days.map((day) => day.label.en)).toEqual(['Valentine’s Day', 'Easter Sunday', 'King’s Day']);
  expect(breaks.map((each) => each.label.en)).toEqual(['Christmas break']);
});

test('the ribbon has today’s month seventh and shows months ahead from the year before', () => {
  const months = ribbonMonths('2026-03-02');
  expect(months).toHaveLength(12);
  expect(months[6]).toBe('2026-03');
  const points = ribbonPoints(monthCurve(releasesOf(aShelf()), 'garden'), months);
  expect(points.map((point) => point.isLastYear)).toEqual([false, false, false, false, false, false, true, true, true, true, true, true]);
  expect(points.every((point) => point.point !== null)).toBe(true);
  expect(ribbonPosition('2026-03-16', months)).toBeCloseTo(6 + 15 / 31, 10);
});

test('campaign bars with their words do not touch, and one outside the ribbon is left out', () => {
  const months = ribbonMonths('2026-03-02');
  const campaign = (id: string, startsOn: string, endsOn: string) => ({ id, to: '/', name: id, state: 'draft' as const, startsOn, endsOn });
  const bars = layBars(
    [campaign('b', '2026-03-20', '2026-04-10'), campaign('a', '2026-03-16', '2026-03-29'), campaign('late', '2027-03-16', '2027-03-29')],
    months,
    () => 2,
  );
  expect(bars.map((bar) => [bar.id, bar.lane])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
});

test('the suggestion is the garden’s spring, with the share’s interval and a start the bank allows', () => {
  const suggestion = suggestionFor(releasesOf(aShelf()), 'garden', MARKET);
  expect(suggestion).toMatchObject({
    season: 'spring',
    window: '2025-spring',
    coming: '2026-spring',
    startsOn: '2026-03-09',
    endsOn: '2026-04-07',
  });
  expect(suggestion?.share).toBeGreaterThan(0.3);
  expect(suggestion?.share).toBeLessThan(0.45);
});

test('a category without a season has no suggestion, and neither has a market without releases', () => {
  expect(suggestionFor(releasesOf(aShelf()), 'groceries', MARKET)).toBeUndefined();
  expect(suggestionFor([], 'garden', MARKET)).toBeUndefined();
});

test.each([
  [1_712, 2_000],
  [1, 1],
  [0, 0],
  [88, 100],
  [12_480, 15_000],
])('the axis of %i ends at %i', (highest, top) => {
  expect(niceScale(highest).top).toBe(top);
});

test('figures of a large bank have room beside the plot, and small ones leave its edge where it is', () => {
  expect(roomForLabels(['0', '300,000'])).toBeGreaterThanOrEqual(8 + '300,000'.length * 6.5);
  expect(roomForLabels(['0', '1,500'])).toBe(roomForLabels(['0', '50']));
});
