import { describe, expect, test } from 'vitest';
import {
  deltaOf,
  detectionRate,
  epsilonOf,
  gaussianDelta,
  gaussianDistance,
  membershipGuess,
  membershipGuessOfAnyNoise,
  membershipGuessOverYears,
  replacementGuess,
} from '#bank/privacy/accountant/meaning.ts';
import { type Fraction, fraction, parseFraction } from '#shared/fraction.ts';
import reference from '../../fixtures/conversion-reference-values.json' with { type: 'json' };
import noise from '../../fixtures/noise-reference-values.json' with { type: 'json' };

const HALF = fraction(1n, 2n);
const STRICT = fraction(1n, 8n);

/** `0.025` as 25/1000. */
function fromDecimal(text: string): Fraction {
  const [whole = '0', digits = ''] = text.split('.');
  return fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
}

describe('rho in other words is the reference', () => {
  test.each(reference.zcdp_eps)('epsilon of rho $rho at delta $delta', (row) => {
    expect(epsilonOf(fromDecimal(row.rho), Number(row.delta)) / Number(row.eps_tight)).toBeCloseTo(1, 11);
  });

  test.each(reference.zcdp_eps)('Gaussian noise of rho $rho reaches delta $delta at the exact epsilon', (row) => {
    const delta = gaussianDelta(fromDecimal(row.rho), Number(row.eps_gauss_exact));
    expect(Math.abs(delta / Number(row.delta) - 1)).toBeLessThan(1e-6);
    expect(epsilonOf(fromDecimal(row.rho), Number(row.delta))).toBeGreaterThan(Number(row.eps_gauss_exact));
  });

  test.each(reference.zcdp_delta)('delta of rho $rho at epsilon $eps', (row) => {
    expect(deltaOf(fromDecimal(row.rho), Number(row.eps)) / Number(row.delta_tight)).toBeCloseTo(1, 10);
  });

  test.each(reference.attacker)('what an attacker reaches against rho $rho', (row) => {
    const rho = fromDecimal(row.rho);
    expect(gaussianDistance(rho)).toBeCloseTo(Number(row.mu), 6);
    expect(membershipGuess(rho)).toBeCloseTo(Number(row.success_gdp), 6);
    expect(membershipGuessOfAnyNoise(rho)).toBeCloseTo(Number(row.success_any_zcdp), 6);
    for (const rate of ['0.1', '0.01', '0.001'] as const)
      expect(detectionRate(rho, Number(rate))).toBeCloseTo(Number(row[`tpr_at_fpr_${rate}`]), 6);
  });

  test.each(noise.dgauss_delta)('one count of sigma² $sigma2 at epsilon $eps', (row) => {
    const sigma2 = parseFraction(row.sigma2);
    const epsilon = parseFraction(row.eps);
    const rho = fraction(sigma2.denominator, 2n * sigma2.numerator);
    const at = Number(epsilon.numerator) / Number(epsilon.denominator);
    expect(deltaOf(rho, at) / Number(row.delta_zcdp)).toBeCloseTo(1, 10);
    expect(Math.abs(gaussianDelta(rho, at) / Number(row.delta_continuous) - 1)).toBeLessThan(1e-9);
  });
});

describe('the figures of the public promise', () => {
  test('a year of rho 1/2 is epsilon 6.474 at delta 1e-9 and a guess of 69.1 %', () => {
    expect(epsilonOf(HALF, 1e-9)).toBeCloseTo(6.474, 3);
    expect(membershipGuess(HALF)).toBeCloseTo(0.691, 3);
    expect(membershipGuessOfAnyNoise(HALF)).toBeCloseTo(0.75, 12);
  });

  test('two, three and five years are 76, 81 and 87 %; one year exchanged for another is 76 %', () => {
    const percent = (guess: number) => Math.round(guess * 100);
    expect([2n, 3n, 5n].map((years) => percent(membershipGuessOverYears(HALF, years)))).toEqual([76, 81, 87]);
    expect(percent(replacementGuess(HALF))).toBe(76);
  });

  test('the strict profile, a quarter of rho, stays within epsilon 3.058 and a guess of 59.9 %', () => {
    expect(epsilonOf(STRICT, 1e-9)).toBeCloseTo(3.058, 3);
    expect(membershipGuess(STRICT)).toBeCloseTo(0.599, 3);
    for (const year of ['223/1800', '889/7200']) expect(epsilonOf(parseFraction(year), 1e-9)).toBeLessThan(3.058);
  });

  test('the two parameter sets stay below the promise', () => {
    for (const year of ['223/450', '889/1800']) {
      expect(epsilonOf(parseFraction(year), 1e-9)).toBeLessThan(6.474);
      expect(membershipGuess(parseFraction(year))).toBeLessThan(0.6915);
    }
  });
});

describe('conversions agree with each other', () => {
  test('delta at the epsilon of a delta is that delta', () => {
    for (const rho of ['1/800', '1/20', '1/2', '2'])
      for (const delta of [1e-5, 1e-9]) expect(deltaOf(parseFraction(rho), epsilonOf(parseFraction(rho), delta)) / delta).toBeCloseTo(1, 6);
  });

  test('no loss means nothing, and more loss means more', () => {
    const none = fraction(0n);
    expect([epsilonOf(none, 1e-9), deltaOf(none, 0), gaussianDelta(none, 1)]).toEqual([0, 0, 0]);
    expect([membershipGuess(none), membershipGuessOfAnyNoise(none)]).toEqual([0.5, 0.5]);
    expect(membershipGuess(STRICT)).toBeLessThan(membershipGuess(HALF));
  });

  test('impossible arguments are refused', () => {
    expect(() => epsilonOf(fraction(-1n), 1e-9)).toThrow(RangeError);
    for (const delta of [0, 1, Number.NaN]) expect(() => epsilonOf(HALF, delta)).toThrow(RangeError);
    expect(() => deltaOf(HALF, -1)).toThrow(RangeError);
    expect(() => detectionRate(HALF, 0)).toThrow(RangeError);
  });
});
