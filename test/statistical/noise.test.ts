import { describe, expect, test } from 'vitest';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import reference from '../fixtures/noise-reference-values.json' with { type: 'json' };
import { seededBits } from '../support/seeded-bits.ts';

const SAMPLES = 50_000;
/** Each test of a correct sampler fails by chance once in a million runs or less. */
const MOST_SD = 5;

type Draw = () => number;
const gaussian = (random: RandomBits, sigma2: string): Draw => {
  const sampler = discreteGaussian(random, parseFraction(sigma2));
  return () => Number(sampler.sample());
};

/** How many standard deviations each statistic is off, for samples that should be discrete Gaussian of sigma². */
function deviations(draw: Draw, sigma2: string) {
  const facts = reference.dgauss.find((row) => row.sigma2 === sigma2);
  if (facts === undefined) throw new Error(`no reference for ${sigma2}`);
  const samples = Array.from({ length: SAMPLES }, draw);
  const variance = Number(facts.variance);
  const mean = (of: (sample: number, index: number) => number) =>
    samples.reduce((sum, sample, index) => sum + of(sample, index), 0) / SAMPLES;
  const square = mean((sample) => sample ** 2);
  const fourth = mean((sample) => sample ** 4);
  const positive = samples.filter((sample) => sample > 0).length;
  const nonZero = samples.filter((sample) => sample !== 0).length;
  return {
    mean: mean((sample) => sample) / Math.sqrt(variance / SAMPLES),
    variance: (square - variance) / Math.sqrt((fourth - square ** 2) / SAMPLES),
    sign: (positive - nonZero / 2) / Math.sqrt(nonZero / 4),
    serial: mean((sample, index) => sample * (samples[index + 1] ?? 0)) / (variance / Math.sqrt(SAMPLES)),
    chiSquare: chiSquareDeviation(samples, sigma2),
  };
}

/** Chi-square over all values with an expected count of 10 or more, as standard deviations by Wilson and Hilferty. */
function chiSquareDeviation(samples: readonly number[], sigma2: string): number {
  const s2 = fractionToNumber(parseFraction(sigma2));
  const weight = (value: number) => Math.exp(-(value ** 2) / (2 * s2));
  let total = weight(0);
  for (let value = 1; value < 40 * Math.sqrt(s2) + 10; value += 1) total += 2 * weight(value);
  const counts = new Map<number, number>();
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  let [statistic, cells, inside, expectedInside] = [0, 0, 0, 0];
  for (let value = -Math.ceil(10 * Math.sqrt(s2)); value <= 10 * Math.sqrt(s2) + 1; value += 1) {
    const expected = (SAMPLES * weight(value)) / total;
    if (expected < 10) continue;
    const count = counts.get(value) ?? 0;
    statistic += (count - expected) ** 2 / expected;
    [cells, inside, expectedInside] = [cells + 1, inside + count, expectedInside + expected];
  }
  const rest = SAMPLES - expectedInside;
  if (rest > 1) {
    statistic += (SAMPLES - inside - rest) ** 2 / rest;
    cells += 1;
  }
  const freedom = cells - 1;
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

const worst = (found: Readonly<Record<string, number>>) => Math.max(...Object.values(found).map(Math.abs));

describe('the sampler', () => {
  test.each(['1/4', '1', '2', '10', '72', '100', '400'])('has the distribution of sigma² %s on seeded bits', (sigma2) => {
    expect(worst(deviations(gaussian(seededBits(`noise ${sigma2}`), sigma2), sigma2))).toBeLessThan(MOST_SD);
  });

  test('has the distribution on bits of the operating system', () => {
    expect(worst(deviations(gaussian(osRandomBits(), '72'), '72'))).toBeLessThan(6);
  });

  test('keeps the exact variance for a parameter that is a fraction', () => {
    const draw = gaussian(seededBits('fraction'), '3/7');
    const s2 = 3 / 7;
    const weights = Array.from({ length: 41 }, (_, index) => ({ value: index - 20, weight: Math.exp(-((index - 20) ** 2) / (2 * s2)) }));
    const total = weights.reduce((sum, { weight }) => sum + weight, 0);
    const variance = weights.reduce((sum, { value, weight }) => sum + value ** 2 * weight, 0) / total;
    const squares = Array.from({ length: SAMPLES }, () => draw() ** 2);
    const mean = squares.reduce((sum, square) => sum + square, 0) / SAMPLES;
    expect(Math.abs(mean - variance)).toBeLessThan(MOST_SD * Math.sqrt(2 / SAMPLES));
  });
});

describe('known broken samplers are told apart', () => {
  test('sigma 2 % too large is caught by the variance', () => {
    expect(deviations(gaussian(seededBits('wide'), '7491/100'), '72').variance).toBeGreaterThan(MOST_SD);
  });

  test('zero drawn twice as often is caught', () => {
    const draw = gaussian(seededBits('zeros'), '1');
    let again = false;
    const doubled = () => {
      const sample = draw();
      again = !again;
      return sample === 0 || again || draw() !== 0 ? sample : 0;
    };
    expect(deviations(doubled, '1').chiSquare).toBeGreaterThan(MOST_SD);
  });

  test('a rounded continuous Gaussian is caught at a small sigma²', () => {
    const random = seededBits('rounded');
    const unit = () => (Number(random.next(48n)) + 0.5) / 2 ** 48;
    const rounded = () => Math.round(Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit()));
    expect(worst(deviations(rounded, '1'))).toBeGreaterThan(MOST_SD);
  });

  test('a constant sign is caught', () => {
    const draw = gaussian(seededBits('sign'), '72');
    expect(Math.abs(deviations(() => Math.abs(draw()), '72').sign)).toBeGreaterThan(MOST_SD);
  });

  test('every sample used twice is caught', () => {
    const draw = gaussian(seededBits('serial'), '72');
    let kept: number | undefined;
    const repeated = () => {
      if (kept === undefined) return (kept = draw());
      const sample = kept;
      kept = undefined;
      return sample;
    };
    expect(Math.abs(deviations(repeated, '72').serial)).toBeGreaterThan(MOST_SD);
  });
});

test('two sources of the operating system never give the same samples', () => {
  const [left, right] = [gaussian(osRandomBits(), '400'), gaussian(osRandomBits(), '400')];
  const pairs = Array.from({ length: 64 }, () => [left(), right()] as const);
  expect(pairs.every(([one, other]) => one === other)).toBe(false);
});
