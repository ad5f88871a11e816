import type { Fraction } from '#shared/fraction.ts';
import type { RandomBits } from './random-bits.ts';

/**
 * Exact sampling from the discrete Gaussian and the distributions it is made of (Canonne, Kamath, Steinke 2020, arXiv:2004.00010, algorithms 1 to 3).
 * Everything is BigInt and exact: each function returns its distribution as written, not up to rounding. No floating point may enter this folder, since
 * no statistical test could see it; a lint rule holds that.
 */

/** Uniform on [0, m) by rejection of values of m's bit length; never by remainder, which would prefer small values. `m` is at least 1. */
export function uniform(random: RandomBits, m: bigint): bigint {
  return uniformOfBits(random, m, bitLength(m - 1n));
}

/** True with probability n/d, for 0 ≤ n ≤ d. */
export function bernoulli(random: RandomBits, n: bigint, d: bigint): boolean {
  return uniform(random, d) < n;
}

/**
 * True with probability exp(−n/d), for 0 ≤ n ≤ d. Von Neumann's alternating loop: draw Bernoulli(γ/k) for k = 1, 2, … until one fails; the k that
 * failed is odd with probability Σ (−γ)^j/j! = exp(−γ).
 */
export function bernoulliExp1(random: RandomBits, n: bigint, d: bigint): boolean {
  return alternatingLoop(random, n, d, bitLength(d - 1n));
}

/** True with probability exp(−n/d), for n ≥ 0: exp(−γ) is exp(−1) for each whole part, times that of the rest. */
export function bernoulliExp(random: RandomBits, n: bigint, d: bigint): boolean {
  return bernoulliExpOfBits(random, n, d, bitLength(d - 1n));
}

/** The discrete Laplace distribution of scale t/s, P(x) ∝ exp(−|x|·s/t), for whole t and s ≥ 1. Negative zero is rejected, or zero would count twice. */
export function discreteLaplace(random: RandomBits, t: bigint, s = 1n): bigint {
  return discreteLaplaceOfBits(random, t, s, bitLength(t - 1n));
}

/** A sampler of the discrete Gaussian P(x) ∝ exp(−x²/(2σ²)) on all integers. */
export interface DiscreteGaussian {
  sample(): bigint;
}

/**
 * The discrete Gaussian of parameter σ² = p/q: a discrete Laplace of scale t = ⌊√σ²⌋ + 1 is accepted with probability
 * exp(−(|y| − σ²/t)²/(2σ²)) = exp(−(|y|tq − p)²/(2pqt²)).
 * @param sigma2 above 0; its variance is at most σ² and equals it to many digits from σ² = 2 on
 * @throws RangeError when `sigma2` is not above 0
 */
export function discreteGaussian(random: RandomBits, sigma2: Fraction): DiscreteGaussian {
  const { numerator: p, denominator: q } = sigma2;
  if (p <= 0n) throw new RangeError('sigma2 must be above 0');
  const t = integerRoot(p / q) + 1n;
  const tBits = bitLength(t - 1n);
  const tq = t * q;
  const d = 2n * p * tq * t;
  const dBits = bitLength(d - 1n);
  return {
    sample() {
      for (;;) {
        const y = discreteLaplaceOfBits(random, t, 1n, tBits);
        const distance = (y < 0n ? -y : y) * tq - p;
        if (bernoulliExpOfBits(random, distance * distance, d, dBits)) return y;
      }
    },
  };
}

/** ⌊√value⌋ by Newton's method on integers, from above. */
export function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << (bitLength(value) / 2n + 1n);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** Number of binary digits of a whole number; 0 for 0. */
export function bitLength(value: bigint): bigint {
  let bits = 0n;
  for (let rest = value; rest > 0n; rest >>= 1n) bits += 1n;
  return bits;
}

function uniformOfBits(random: RandomBits, m: bigint, bits: bigint): bigint {
  for (;;) {
    const candidate = random.next(bits);
    if (candidate < m) return candidate;
  }
}

/** {@link bernoulliExp1} with the bit length of d − 1 known. The bit length of dk − 1 only grows with k, so it is carried along. */
function alternatingLoop(random: RandomBits, n: bigint, d: bigint, dBits: bigint): boolean {
  let m = d;
  let bits = dBits;
  for (let isOdd = true; ; isOdd = !isOdd) {
    if (uniformOfBits(random, m, bits) >= n) return isOdd;
    m += d;
    while ((m - 1n) >> bits > 0n) bits += 1n;
  }
}

function bernoulliExpOfBits(random: RandomBits, n: bigint, d: bigint, dBits: bigint): boolean {
  let rest = n;
  for (; rest > d; rest -= d) if (!alternatingLoop(random, 1n, 1n, 0n)) return false;
  return alternatingLoop(random, rest, d, dBits);
}

function discreteLaplaceOfBits(random: RandomBits, t: bigint, s: bigint, tBits: bigint): bigint {
  for (;;) {
    const u = uniformOfBits(random, t, tBits);
    if (!alternatingLoop(random, u, t, tBits)) continue;
    let magnitude = u;
    while (alternatingLoop(random, 1n, 1n, 0n)) magnitude += t;
    if (s !== 1n) magnitude /= s;
    const isNegative = random.next(1n) === 1n;
    if (isNegative && magnitude === 0n) continue;
    return isNegative ? -magnitude : magnitude;
  }
}
