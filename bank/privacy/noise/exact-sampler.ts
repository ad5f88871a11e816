import { bitLength } from './integers.ts';
import type { RandomBits } from './random-bits.ts';

/**
 * The distributions that the discrete Gaussian is made of (Canonne, Kamath, Steinke 2020, arXiv:2004.00010, algorithms 1 and 2), each built on the one
 * above it. Everything is BigInt and exact: each method has its distribution as written, not up to rounding. No floating point may enter this folder,
 * since no statistical test could see it; a lint rule holds that.
 *
 * It is a class so that a test can put an oracle in the place of one level and enumerate the level built on it. The `bits` of a parameter m are the bit
 * length of m − 1; callers that draw often pass them in, since they never change.
 */
export class ExactSampler {
  readonly #bits: RandomBits;

  constructor(random: RandomBits) {
    this.#bits = random;
  }

  /** Uniform on [0, m) by rejection of values of m's bit length; never by remainder, which would prefer small values. `m` is at least 1. */
  uniform(m: bigint, bits = bitLength(m - 1n)): bigint {
    for (;;) {
      const candidate = this.#bits.next(bits);
      if (candidate < m) return candidate;
    }
  }

  /** A fair coin. */
  coin(): boolean {
    return this.#bits.next(1n) === 1n;
  }

  /** True with probability n/d, for 0 ≤ n ≤ d. */
  bernoulli(n: bigint, d: bigint, bits = bitLength(d - 1n)): boolean {
    return this.uniform(d, bits) < n;
  }

  /**
   * True with probability exp(−n/d), for 0 ≤ n ≤ d. Von Neumann's alternating loop: draw Bernoulli(n/(dk)) for k = 1, 2, … until one fails; the k that
   * failed is odd with probability Σ (−n/d)^j/j! = exp(−n/d).
   */
  bernoulliExp1(n: bigint, d: bigint, bits = bitLength(d - 1n)): boolean {
    let m = d;
    let mBits = bits;
    for (let isOdd = true; ; isOdd = !isOdd) {
      // At n = d the first draw succeeds with certainty: no bits for it.
      if (m !== n && !this.bernoulli(n, m, mBits)) return isOdd;
      m += d;
      // The bit length of dk − 1 only grows with k.
      while ((m - 1n) >> mBits > 0n) mBits += 1n;
    }
  }

  /** True with probability exp(−n/d), for n ≥ 0: exp(−n/d) is exp(−1) for each whole part, times that of the rest. */
  bernoulliExp(n: bigint, d: bigint, bits = bitLength(d - 1n)): boolean {
    let rest = n;
    for (; rest > d; rest -= d) if (!this.bernoulliExp1(1n, 1n, 0n)) return false;
    return this.bernoulliExp1(rest, d, bits);
  }

  /** The discrete Laplace distribution of scale t/s, P(x) ∝ exp(−|x|·s/t), for whole t and s ≥ 1. */
  discreteLaplace(t: bigint, s = 1n, tBits = bitLength(t - 1n)): bigint {
    for (;;) {
      const x = this.laplaceAttempt(t, s, tBits);
      if (x !== undefined) return x;
    }
  }

  /**
   * One proposal: an integer when it was accepted, which is then discrete Laplace; `undefined` when it was rejected. The magnitude u + tv has u uniform,
   * kept with exp(−u/t), and v geometric with exp(−1). Negative zero is rejected, or zero would count twice.
   */
  laplaceAttempt(t: bigint, s: bigint, tBits = bitLength(t - 1n)): bigint | undefined {
    const u = this.uniform(t, tBits);
    if (!this.bernoulliExp1(u, t, tBits)) return undefined;
    let magnitude = u;
    while (this.bernoulliExp1(1n, 1n, 0n)) magnitude += t;
    if (s !== 1n) magnitude /= s;
    if (!this.coin()) return magnitude;
    return magnitude === 0n ? undefined : -magnitude;
  }
}
