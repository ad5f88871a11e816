import { expect, test } from 'vitest';
import { lastDateOfWindow } from '#shared/market/window.ts';

test.each([
  ['2025-03', '2025-03-31'],
  ['2024-02', '2024-02-29'],
  ['2025-12', '2025-12-31'],
  ['2025-spring', '2025-05-31'],
  ['2025-winter', '2026-02-28'],
  ['2027-winter', '2028-02-29'],
])('the last date of %s is %s', (window, date) => {
  expect(lastDateOfWindow(window)).toBe(date);
});
