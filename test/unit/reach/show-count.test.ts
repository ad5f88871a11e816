import { expect, test } from 'vitest';
import { logUpperTail, normalCdf } from '#shared/reach/normal.ts';
import { showCount } from '#shared/reach/show-count.ts';

const anEstimate = (estimate: number, sd: number) => ({ estimate, sd, halfWidth: 1.96 * sd });

test('a figure is shown while the half-width is at most half of it', () => {
  expect(showCount({ estimate: 360.4, sd: 14.1, halfWidth: 27.7 })).toEqual({ kind: 'released', customers: 360, halfWidth: 28 });
  expect(showCount({ estimate: 100, sd: 25.5, halfWidth: 50 })).toMatchObject({ kind: 'released' });
  expect(showCount({ estimate: 100, sd: 25.5, halfWidth: 50.01 })).toMatchObject({ kind: 'suppressed' });
});

test('fewer than L: L is the upper 97.5 % point of the normal cut off below zero', () => {
  // By definition P(X > L | X ≥ 0) = 2.5 %; L is rounded up to whole customers.
  for (const [mean, sd] of [
    [0, 14],
    [10, 14],
    [-10, 14],
    [-60, 14],
    [40, 30],
    [5, 100],
  ] as const) {
    const shown = showCount(anEstimate(mean, sd));
    if (shown.kind === 'released') throw new Error('expected a suppressed count');
    const above = (limit: number) => (1 - normalCdf((limit - mean) / sd)) / (1 - normalCdf(-mean / sd));
    expect(above(shown.fewerThan)).toBeLessThanOrEqual(0.025 + 1e-9);
    expect(above(shown.fewerThan - 1)).toBeGreaterThan(0.025);
  }
});

test('far below zero the limit stays a positive whole number', () => {
  for (const mean of [-200, -1_000, -100_000]) {
    const shown = showCount(anEstimate(mean, 14));
    expect(shown).toMatchObject({ kind: 'suppressed' });
    expect(shown.kind === 'suppressed' && shown.fewerThan >= 1 && Number.isInteger(shown.fewerThan)).toBe(true);
  }
});

test('the tail of the normal distribution is right in the middle and far out', () => {
  // Natural logarithms of the upper tail, from erfc to 16 digits.
  for (const [z, log] of [
    [0, -0.6931471805599453],
    [1.999, -3.780811560999765],
    [2.001, -3.785557992085195],
    [5, -15.064998393988724],
    [20, -203.91715537109724],
    [-1, -0.1727537790234499],
  ] as const)
    expect(logUpperTail(z)).toBeCloseTo(log, 10);
});
