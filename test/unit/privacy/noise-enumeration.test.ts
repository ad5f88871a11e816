import { describe, expect, test } from 'vitest';
import { discreteGaussian, gaussianAttempt } from '#bank/privacy/noise/discrete-gaussian.ts';
import { ExactSampler } from '#bank/privacy/noise/exact-sampler.ts';
import { bitLength, integerRoot } from '#bank/privacy/noise/integers.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { type Fraction, parseFraction } from '#shared/fraction.ts';
import reference from '../../fixtures/noise-reference-values.json' with { type: 'json' };
import { ModuloSampler, rootInPlaceOfSigma2, TwoZerosOracle } from '../../support/broken-samplers.ts';
import { enumerateOutcomes } from '../../support/enumerate-bits.ts';
import { enumerateDraws, type OracleLevel, OracleSampler } from '../../support/enumerate-draws.ts';

/** Largest relative difference between an enumerated probability and the reference: what doubles leave of 25 digits. */
const DIGITS = 1e-12;

function expectRatio(found: number, expected: string | number | undefined, what: string) {
  expect(Math.abs(found / Number(expected) - 1), `${what}: found ${found}, expected ${expected}`).toBeLessThan(DIGITS);
}

function expectUniform(sampler: (random: RandomBits) => ExactSampler, m: bigint) {
  const { found, cut } = enumerateOutcomes((random) => sampler(random).uniform(m), 16n);
  const probabilities = [...found.values()];
  expect(found.size).toBe(Number(m));
  expect(new Set(probabilities).size).toBe(1);
  expect(probabilities.reduce((sum, probability) => sum + probability, 0) + cut).toBeCloseTo(1, 12);
}

/** Probability that the procedure says true, with next to nothing cut. */
function probabilityOfTrue(procedure: (sampler: ExactSampler) => boolean, level: OracleLevel): number {
  const { found, cut } = enumerateDraws(procedure, level, { smallest: 1e-19 });
  expect(cut).toBeLessThan(1e-15);
  return found.get('true') ?? 0;
}

/** Distribution of an attempt, given that it was accepted: what a loop over independent attempts returns. */
function givenAccepted({ found, cut }: ReturnType<typeof enumerateDraws>, mostCut: number): ReadonlyMap<number, number> {
  expect(cut).toBeLessThan(mostCut);
  const accepted = [...found].filter(([outcome]) => outcome !== 'undefined');
  const total = accepted.reduce((sum, [, probability]) => sum + probability, 0);
  return new Map(accepted.map(([outcome, probability]) => [Number(outcome), probability / total]));
}

/** The discrete Laplace of whole scale t by its definition, to 45 scales. */
function laplaceOracle(t: bigint) {
  const scale = Number(t);
  const zero = Math.tanh(1 / (2 * scale));
  const end = 45 * scale;
  return Array.from({ length: 2 * end + 1 }, (_, index) => index - end).map((value) => ({
    value: BigInt(value),
    probability: zero * Math.exp(-Math.abs(value) / scale),
  }));
}

function gaussianDistribution(sigma2: Fraction): ReadonlyMap<number, number> {
  const t = integerRoot(sigma2.numerator / sigma2.denominator) + 1n;
  const enumeration = enumerateDraws((sampler) => gaussianAttempt(sampler, sigma2)(), 'laplace', {
    laplace: laplaceOracle(t),
    smallest: 1e-60,
  });
  return givenAccepted(enumeration, 1e-50);
}

type GaussianRow = (typeof reference.dgauss)[number];

function expectReference(distribution: ReadonlyMap<number, number>, row: GaussianRow) {
  for (const [value, probability] of Object.entries(row.pmf)) {
    expectRatio(distribution.get(Number(value)) ?? 0, probability, `P(${value})`);
    expectRatio(distribution.get(-Number(value)) ?? 0, probability, `P(-${value})`);
  }
  const sum = (of: (value: number) => number) => [...distribution].reduce((total, [value, share]) => total + of(value) * share, 0);
  for (const [from, tail] of Object.entries(row.tail_abs_ge))
    expectRatio(
      sum((value) => (Math.abs(value) >= Number(from) ? 1 : 0)),
      tail,
      `tail from ${from}`,
    );
  expectRatio(
    sum((value) => value ** 2),
    row.variance,
    'variance',
  );
  expectRatio(
    sum((value) => value ** 4),
    row.fourth_moment,
    'fourth moment',
  );
}

function expectLaplace(scale: string, pmf: Readonly<Record<string, string>>, of: typeof OracleSampler = OracleSampler) {
  const { numerator, denominator } = parseFraction(scale);
  const enumeration = enumerateDraws((sampler) => sampler.laplaceAttempt(numerator, denominator), 'exponential_up_to_one', {
    smallest: 1e-30,
    of,
  });
  const distribution = givenAccepted(enumeration, 1e-25);
  for (const [value, probability] of Object.entries(pmf)) {
    expectRatio(distribution.get(Number(value)) ?? 0, probability, `P(${value})`);
    expectRatio(distribution.get(-Number(value)) ?? 0, probability, `P(-${value})`);
  }
}

describe('each level is exact when the level below it is', () => {
  test.each([1n, 2n, 3n, 5n, 6n, 8n, 11n])('uniform(%i) gives every value the same probability and no other value', (m) => {
    expectUniform((random) => new ExactSampler(random), m);
  });

  test.each([
    [0n, 3n],
    [1n, 3n],
    [2n, 3n],
    [3n, 3n],
    [5n, 7n],
  ] as const)('bernoulli(%i/%i) is true on as many bit sequences as it should be', (n, d) => {
    const { found, cut } = enumerateOutcomes((random) => new ExactSampler(random).bernoulli(n, d), 18n);
    expect((found.get('true') ?? 0) / (1 - cut)).toBeCloseTo(Number(n) / Number(d), 12);
  });

  test.each([
    [0n, 1n],
    [1n, 1n],
    [1n, 2n],
    [2n, 3n],
    [99n, 100n],
    [5_040n, 11_664n],
  ] as const)('bernoulliExp1(%i/%i) is true with probability exp(−n/d)', (n, d) => {
    const found = probabilityOfTrue((sampler) => sampler.bernoulliExp1(n, d), 'draws');
    expectRatio(found, Math.exp(-Number(n) / Number(d)), 'true');
  });

  test.each([
    [0n, 1n],
    [1n, 2n],
    [3n, 2n],
    [2n, 1n],
    [7n, 3n],
    [1_000n, 144n],
  ] as const)('bernoulliExp(%i/%i) is true with probability exp(−n/d), above one too', (n, d) => {
    const found = probabilityOfTrue((sampler) => sampler.bernoulliExp(n, d), 'exponential_up_to_one');
    expectRatio(found, Math.exp(-Number(n) / Number(d)), 'true');
  });

  test.each(reference.dlaplace)('an accepted Laplace attempt of scale $scale has the reference probabilities', ({ scale, pmf }) => {
    expectLaplace(scale, pmf);
  });

  test.each(reference.dgauss)(
    'an accepted Gaussian attempt of sigma² $sigma2 has the reference probabilities, tails, variance and fourth moment',
    (row) => expectReference(gaussianDistribution(parseFraction(row.sigma2)), row),
  );

  test.each(['216', '432', '540', '10000', '3/7'])('an accepted Gaussian attempt of sigma² %s has the defined probabilities', (text) => {
    const sigma2 = parseFraction(text);
    const distribution = gaussianDistribution(sigma2);
    const zero = distribution.get(0) ?? 0;
    for (const value of [1, 2, 5])
      expectRatio(
        (distribution.get(value) ?? 0) / zero,
        Math.exp((-(value ** 2) * Number(sigma2.denominator)) / (2 * Number(sigma2.numerator))),
        `P(${value})/P(0)`,
      );
  });
});

describe('the whole sampler on all bit sequences', () => {
  test.each(reference.dgauss.filter(({ sigma2 }) => ['1/4', '1', '2'].includes(sigma2)))(
    'loops of attempts never leave the reference probabilities of sigma² $sigma2',
    ({ sigma2, pmf }) => {
      const { found, cut } = enumerateOutcomes((random) => discreteGaussian(random, parseFraction(sigma2)).sample(), 15n);
      expect(found.size).toBeGreaterThan(2);
      for (const [value, probability] of Object.entries(pmf))
        for (const outcome of value === '0' ? ['0'] : [value, `-${value}`]) {
          expect(found.get(outcome) ?? 0, `P(${outcome}) found`).toBeLessThanOrEqual(Number(probability));
          expect((found.get(outcome) ?? 0) + cut, `P(${outcome}) found and cut`).toBeGreaterThanOrEqual(Number(probability));
        }
    },
  );
});

describe('a broken level fails the test of that level', () => {
  test('uniform by remainder does not give every value the same probability', () => {
    expect(() => expectUniform((random) => new ModuloSampler(random), 5n)).toThrow();
  });

  test('a Laplace that keeps negative zero does not have the reference probabilities', () => {
    for (const { scale, pmf } of reference.dlaplace) expect(() => expectLaplace(scale, pmf, TwoZerosOracle)).toThrow(/P\(0\)/);
  });

  test.each(reference.dgauss.filter(({ sigma2 }) => ['4', '72', '400'].includes(sigma2)))(
    'sigma in the place of sigma² $sigma2 does not have the reference probabilities',
    (row) => {
      const broken = gaussianDistribution(rootInPlaceOfSigma2(parseFraction(row.sigma2)));
      expect(() => expectReference(broken, row)).toThrow(/P\(0\)/);
    },
  );

  test('a tail cut at ten sigma fails by the reference tails', () => {
    for (const row of reference.dgauss.filter(({ sigma2 }) => ['1', '2', '4'].includes(sigma2))) {
      const whole = gaussianDistribution(parseFraction(row.sigma2));
      const cut = new Map([...whole].filter(([value]) => value ** 2 < 99 * Number(row.sigma2) && Math.abs(value) < 10));
      expect(() => expectReference(cut, row)).toThrow(/P\(10\)|tail/);
    }
  });

  test('sigma one part in a thousand million too large does not have the reference probabilities', () => {
    for (const row of reference.dgauss) {
      const { numerator, denominator } = parseFraction(row.sigma2);
      const wide = gaussianDistribution({ numerator: numerator * 1_000_000_001n, denominator: denominator * 1_000_000_000n });
      expect(() => expectReference(wide, row)).toThrow();
    }
  });
});

describe('delta of one count', () => {
  /** Σ max(0, P(x) − e^ε P(x − 1)): what one customer can change in a count with this noise. */
  test.each(reference.dgauss_delta)('sigma² $sigma2 at epsilon $eps is the reference, below that of zCDP', (row) => {
    const distribution = gaussianDistribution(parseFraction(row.sigma2));
    const { numerator, denominator } = parseFraction(row.eps);
    const factor = Math.exp(Number(numerator) / Number(denominator));
    const delta = [...distribution].reduce(
      (sum, [value, share]) => sum + Math.max(0, share - factor * (distribution.get(value - 1) ?? 0)),
      0,
    );
    expect(Math.abs(delta / Number(row.delta_discrete) - 1)).toBeLessThan(1e-9);
    expect(delta).toBeLessThan(Number(row.delta_zcdp));
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
