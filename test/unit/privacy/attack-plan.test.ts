import { describe, expect, test } from 'vitest';
import { membershipGuess } from '#bank/privacy/accountant/meaning.ts';
import { type Fraction, formatFraction, fraction, multiplyFractions, parseFraction, sumFractions } from '#shared/fraction.ts';
import { atLeastOf, MOST_FALSE_ALARMS, MOST_MISSES, planGame, thresholdOf } from '../../attack/support/plan.ts';

const sum = (...texts: readonly string[]): Fraction => sumFractions(texts.map(parseFraction));
const times = (factor: bigint, rho: Fraction) => multiplyFractions(fraction(factor), rho);

/** Everything a year's releases cost, without quotes and reports. */
const RELEASES = {
  pilot: sum('1/12', '1/6', '1/18', '1/40', '3/40', '1/50'),
  scale: sum('4/45', '3/25', '1/25', '1/25', '1/20', '3/200'),
};
/** Everything a year's quotes cost. */
const QUOTES = { pilot: parseFraction('1/50'), scale: parseFraction('9/100') };

describe('the tables behind the plans add up to the declared year', () => {
  test('releases, quotes and reports are 223/450 in the pilot and 889/1800 at scale', () => {
    expect(formatFraction(sumFractions([RELEASES.pilot, QUOTES.pilot, parseFraction('1/20')]))).toBe('223/450');
    expect(formatFraction(sumFractions([RELEASES.scale, QUOTES.scale, parseFraction('1/20')]))).toBe('889/1800');
  });
});

describe('binomial tails', () => {
  test('are the sums of small cases', () => {
    expect(atLeastOf(10, 10, 0.5)).toBeCloseTo(2 ** -10, 15);
    expect(atLeastOf(4, 2, 0.25)).toBeCloseTo(1 - 0.75 ** 4 - 4 * 0.25 * 0.75 ** 3, 14);
    expect([atLeastOf(5, 0, 0.1), atLeastOf(5, 6, 0.9), atLeastOf(5, 5, 1), atLeastOf(5, 1, 0)]).toEqual([1, 0, 1, 0]);
  });

  test.each([7, 30, 554, 9_928])('of %i games from below and above meet: P(X ≥ k) falls from 1 to p^n', (games) => {
    let before = 1;
    for (let from = 1; from <= games; from += Math.ceil(games / 50)) {
      const now = atLeastOf(games, from, 0.6);
      expect(now).toBeLessThanOrEqual(before);
      expect(Math.abs(now - (1 - atLeastOf(games, games - from + 1, 0.4)))).toBeLessThan(1e-9);
      before = now;
    }
  });
});

describe('a plan is the smallest', () => {
  test.each([
    [0.5, 1],
    [0.51, 0.7],
    [0.69, 0.9],
    [0.54, 0.62],
  ])('chance %d against a stub of %d: both tails hold, and not with one game less', (success, stubSuccess) => {
    const { games, threshold } = planGame({ allowed: { success }, stubSuccess });
    expect(atLeastOf(games, threshold, success)).toBeLessThanOrEqual(MOST_FALSE_ALARMS);
    expect(atLeastOf(games, threshold - 1, success)).toBeGreaterThan(MOST_FALSE_ALARMS);
    expect(atLeastOf(games, threshold, stubSuccess)).toBeGreaterThanOrEqual(1 - MOST_MISSES);
    const fewer = thresholdOf(games - 1, { success });
    expect(atLeastOf(games - 1, fewer, stubSuccess)).toBeLessThan(1 - MOST_MISSES);
  });

  test('a stub that is not worse than what is allowed is refused', () => {
    expect(() => planGame({ allowed: { success: 0.6 }, stubSuccess: 0.6 })).toThrow(RangeError);
  });
});

describe('expected plans', () => {
  /** Both numbers follow from the allowed loss and the loss of the stub. */
  test.each([
    ['membership with sigma halved, pilot', RELEASES.pilot, membershipGuess(times(4n, RELEASES.pilot)), 554, 427],
    ['membership with sigma halved, scale', RELEASES.scale, membershipGuess(times(4n, RELEASES.scale)), 645, 484],
    ['ten merchants pooling budgets, pilot', QUOTES.pilot, membershipGuess(times(10n, QUOTES.pilot)), 2_108, 1_247],
    ['ten merchants pooling budgets, scale', QUOTES.scale, membershipGuess(times(10n, QUOTES.scale)), 501, 345],
    ['differencing, tracker, suppression: one of ten merchants with its ration of ⌈2·16/10⌉ quotes', parseFraction('4/800'), 1, 22, 22],
    ['reach with rounding and padding: the victim in ten answers of sigma² 400', parseFraction('10/800'), 1, 22, 22],
  ] as const)('%s', (_name, rho, stubSuccess, games, threshold) => {
    expect(planGame({ allowed: { rho }, stubSuccess })).toEqual({ games, threshold });
  });

  test('redemption posterior: a coin against certainty', () => {
    expect(planGame({ allowed: { success: 1 / 2 }, stubSuccess: 1 })).toEqual({ games: 20, threshold: 20 });
  });

  /** The threshold follows from the games and the allowed loss; the stub's chance behind the number of games is not recorded. */
  test.each([
    ['differencing against rounding to 10', '1/800', 9_928, 5_301],
    ['averaging until the budget, scale', '9/100', 58, 51],
    ['reconstruction at rho 1/20', '1/20', 180, 133],
    ['reconstruction at rho 1/2', '1/2', 162, 139],
    ['membership on the pilot release without noise', formatFraction(RELEASES.pilot), 180, 151],
    ['membership on the scale release without noise', formatFraction(RELEASES.scale), 180, 149],
  ] as const)('%s', (_name, rho, games, threshold) => {
    expect(thresholdOf(games, { rho: parseFraction(rho) })).toBe(threshold);
  });

  /**
   * 22 of 22 needs an allowed loss of four to eleven answers of sigma² 400: what one merchant's ration costs, where the answers of the attack alone would
   * plan 21 of 21. One expected row does not follow from the losses as this suite counts them: averaging in the pilot, 46 of 52, needs a loss between 0.028
   * and 0.064; the pilot's quotes, 1/50, plan 45 at 52 games.
   */
  test('one and three answers of sigma² 400 plan 21 of 21, four to eleven 22 of 22', () => {
    const certain = (answers: bigint) => planGame({ allowed: { rho: fraction(answers, 800n) }, stubSuccess: 1 });
    for (const answers of [1n, 3n]) expect(certain(answers)).toEqual({ games: 21, threshold: 21 });
    for (const answers of [4n, 11n]) expect(certain(answers)).toEqual({ games: 22, threshold: 22 });
    expect(thresholdOf(52, { rho: QUOTES.pilot })).toBe(45);
    expect(thresholdOf(52, { rho: parseFraction('1/20') })).toBe(46);
  });
});
