import { describe, expect, test } from 'vitest';
import {
  bernoulli,
  bernoulliExp,
  bernoulliExp1,
  bitLength,
  discreteGaussian,
  discreteLaplace,
  integerRoot,
  uniform,
} from '#bank/privacy/noise/discrete-gaussian.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { parseFraction } from '#shared/fraction.ts';
import reference from '../../fixtures/noise-reference-values.json' with { type: 'json' };
import { enumerateOutcomes } from '../../support/enumerate-bits.ts';

/** Each expected probability lies between what was found and that plus what was cut, and little was cut. */
function expectExact(procedure: (random: RandomBits) => unknown, expected: Readonly<Record<string, number>>, depth = 20n, mostCut = 0.05) {
  const { found, cut } = enumerateOutcomes(procedure, depth);
  expect(cut).toBeLessThan(mostCut);
  for (const [outcome, probability] of Object.entries(expected)) {
    const lower = found.get(outcome) ?? 0;
    expect(lower, `P(${outcome}) found`).toBeLessThanOrEqual(probability + 1e-12);
    expect(lower + cut, `P(${outcome}) found and cut`).toBeGreaterThanOrEqual(probability - 1e-12);
  }
}

describe('every distribution equals its definition on all bit sequences', () => {
  test.each([1n, 2n, 3n, 5n, 6n, 8n, 11n])('uniform(%i) gives every value the same probability and no other value', (m) => {
    const { found, cut } = enumerateOutcomes((random) => uniform(random, m), 16n);
    const probabilities = [...found.values()];
    expect(found.size).toBe(Number(m));
    expect(new Set(probabilities).size).toBe(1);
    expect(probabilities.reduce((sum, probability) => sum + probability, 0) + cut).toBeCloseTo(1, 12);
  });

  test('bernoulli(n/d) is true with probability n/d', () => {
    for (const [n, d] of [
      [0n, 3n],
      [1n, 3n],
      [2n, 3n],
      [3n, 3n],
      [5n, 7n],
    ] as const)
      expectExact((random) => bernoulli(random, n, d), { true: Number(n) / Number(d) });
  });

  test('bernoulliExp1 is true with probability exp(−n/d)', () => {
    for (const [n, d] of [
      [0n, 1n],
      [1n, 1n],
      [1n, 2n],
      [2n, 3n],
      [3n, 4n],
    ] as const)
      expectExact((random) => bernoulliExp1(random, n, d), { true: Math.exp(-Number(n) / Number(d)) });
  });

  test('bernoulliExp is true with probability exp(−n/d) above one too', () => {
    for (const [n, d] of [
      [1n, 2n],
      [3n, 2n],
      [2n, 1n],
      [7n, 3n],
    ] as const)
      expectExact((random) => bernoulliExp(random, n, d), { true: Math.exp(-Number(n) / Number(d)) });
  });

  test.each(reference.dlaplace.filter(({ scale }) => ['1/2', '1', '2'].includes(scale)))(
    'discrete Laplace of scale $scale',
    ({ scale, pmf }) => {
      const { numerator, denominator } = parseFraction(scale);
      const expected = signed(pmf);
      expectExact((random) => discreteLaplace(random, numerator, denominator), expected, 18n, 0.15);
    },
  );

  test.each(reference.dgauss.filter(({ sigma2 }) => ['1/4', '1'].includes(sigma2)))(
    'discrete Gaussian of sigma² $sigma2',
    ({ sigma2, pmf }) => {
      expectExact((random) => discreteGaussian(random, parseFraction(sigma2)).sample(), signed(pmf), 17n, 0.55);
    },
  );

  test('a Laplace that keeps negative zero is told apart', () => {
    const twoZeros = (random: RandomBits) => {
      let magnitude = 0n;
      while (bernoulliExp1(random, 1n, 1n)) magnitude += 1n;
      return random.next(1n) === 1n ? -magnitude : magnitude;
    };
    const laplace1 = reference.dlaplace.find(({ scale }) => scale === '1');
    expect(() => expectExact(twoZeros, signed(laplace1?.pmf ?? {}), 18n, 0.1)).toThrow();
  });
});

test('whole roots and bit lengths are exact around powers and squares', () => {
  for (let value = 0n; value < 2_000n; value += 1n) {
    const root = integerRoot(value);
    expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
    expect(bitLength(value)).toBe(value === 0n ? 0n : BigInt(value.toString(2).length));
  }
  const large = 123_456_789_012_345_678_901_234_567_890n;
  expect(integerRoot(large * large)).toBe(large);
  expect(integerRoot(large * large - 1n)).toBe(large - 1n);
});

test('a parameter of zero or below is refused', () => {
  const never: RandomBits = { next: () => 0n };
  expect(() => discreteGaussian(never, parseFraction('0'))).toThrow(RangeError);
  expect(() => discreteGaussian(never, parseFraction('-1/2'))).toThrow(RangeError);
});

function signed(pmf: Readonly<Record<string, string | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pmf).flatMap(([value, probability]) => [
      [value, Number(probability)],
      [value === '0' ? '0' : `-${value}`, Number(probability)],
    ]),
  );
}
