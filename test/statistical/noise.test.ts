import { describe, expect, test } from 'vitest';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import reference from '../fixtures/noise-reference-values.json' with { type: 'json' };
import { BROKEN_SAMPLERS } from '../support/broken-samplers.ts';
import { type Deviations, deviations, gaussianFacts, worst } from '../support/noise-statistics.ts';
import { bitsOf } from '../support/nightly.ts';
import { seededBits } from '../support/seeded-bits.ts';

const SAMPLES = 50_000;
/** Each test of a correct sampler fails by chance once in a million runs or less. */
const MOST_SD = 5;
const SIGMA2 = ['1/4', '1', '10', '72', '216', '400', '540', '10000', '3/7'];

/** The nightly run draws from the operating system, every other run from the same bits. The broken samplers keep theirs: a mistake is found once. */

const ofSampler = (random: RandomBits, sigma2: string): Deviations => {
  const sampler = discreteGaussian(random, parseFraction(sigma2));
  const samples = Array.from({ length: SAMPLES }, () => Number(sampler.sample()));
  return deviations(samples, fractionToNumber(parseFraction(sigma2)));
};
const ofBroken = (name: keyof typeof BROKEN_SAMPLERS, sigma2: string): Deviations => {
  const draw = BROKEN_SAMPLERS[name](seededBits(`broken ${name}`), parseFraction(sigma2));
  return deviations(Array.from({ length: SAMPLES }, draw), fractionToNumber(parseFraction(sigma2)));
};

describe('the sampler', () => {
  test.each(SIGMA2)('has variance, signs, order and cells of the discrete Gaussian of sigma² %s', (sigma2) => {
    expect(worst(ofSampler(bitsOf(`noise ${sigma2}`), sigma2))).toBeLessThan(MOST_SD);
  });

  test('has the distribution on bits of the operating system', () => {
    expect(worst(ofSampler(osRandomBits(), '72'))).toBeLessThan(6);
  });

  test.each(reference.dgauss)('is held to the definition that the reference values of sigma² $sigma2 follow', ({ sigma2, ...row }) => {
    const facts = gaussianFacts(fractionToNumber(parseFraction(sigma2)));
    expect(facts.variance / Number(row.variance)).toBeCloseTo(1, 12);
    expect(facts.fourthMoment / Number(row.fourth_moment)).toBeCloseTo(1, 12);
    for (const [value, probability] of Object.entries(row.pmf))
      expect(facts.probability(Number(value)) / Number(probability)).toBeCloseTo(1, 12);
  });
});

describe('known broken samplers are told apart', () => {
  test('sigma 2 % too large is caught by the variance, and not by the cells', () => {
    const found = ofBroken('twoPercentWide', '72');
    expect(found.variance).toBeGreaterThan(MOST_SD);
    expect(found.chiSquare).toBeLessThan(MOST_SD);
  });

  test('zero kept with both signs is caught by the cells', () => {
    expect(ofBroken('twoZeros', '1').chiSquare).toBeGreaterThan(MOST_SD);
  });

  test('uniform by remainder is caught by the cells', () => {
    expect(ofBroken('modulo', '72').chiSquare).toBeGreaterThan(MOST_SD);
  });

  test('sigma in the place of sigma² is caught by the variance', () => {
    expect(ofBroken('sigmaForSigma2', '72').variance).toBeLessThan(-MOST_SD);
  });

  test('a tail that ends at three sigma is caught by the cells', () => {
    expect(ofBroken('truncatedTail', '72').chiSquare).toBeGreaterThan(MOST_SD);
  });

  test('a rounded continuous Gaussian is caught by the variance at a small sigma²', () => {
    expect(ofBroken('roundedFloat', '1').variance).toBeGreaterThan(MOST_SD);
  });

  test('a rounded continuous Gaussian passes every statistic at a large sigma², which is why the lint rule forbids it', () => {
    expect(worst(ofBroken('roundedFloat', '540'))).toBeLessThan(6);
  });

  test('a constant sign is caught by the signs', () => {
    expect(ofBroken('positiveOnly', '72').sign).toBeGreaterThan(MOST_SD);
  });

  test('every sample used twice is caught by the order', () => {
    expect(ofBroken('everySampleTwice', '72').serial).toBeGreaterThan(MOST_SD);
  });
});

test('two sources of the operating system never give the same samples', () => {
  const drawn = () => {
    const sampler = discreteGaussian(osRandomBits(), parseFraction('400'));
    return Array.from({ length: 64 }, () => sampler.sample());
  };
  expect(drawn()).not.toEqual(drawn());
});
