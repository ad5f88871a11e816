import type { Fraction } from '#shared/fraction.ts';
import { ExactSampler } from './exact-sampler.ts';
import { bitLength, integerRoot } from './integers.ts';
import type { RandomBits } from './random-bits.ts';

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
  return gaussianOf(new ExactSampler(random), sigma2);
}

/** {@link discreteGaussian} over the given sampler of its parts. */
export function gaussianOf(sampler: ExactSampler, sigma2: Fraction): DiscreteGaussian {
  const attempt = gaussianAttempt(sampler, sigma2);
  return {
    sample() {
      for (;;) {
        const y = attempt();
        if (y !== undefined) return y;
      }
    },
  };
}

/** One proposal: an integer when it was accepted, which is then discrete Gaussian; `undefined` when it was rejected. Attempts are independent. */
export function gaussianAttempt(sampler: ExactSampler, sigma2: Fraction): () => bigint | undefined {
  const { numerator: p, denominator: q } = sigma2;
  if (p <= 0n) throw new RangeError('sigma2 must be above 0');
  const t = integerRoot(p / q) + 1n;
  const tBits = bitLength(t - 1n);
  const tq = t * q;
  const d = 2n * p * tq * t;
  const dBits = bitLength(d - 1n);
  return () => {
    const y = sampler.discreteLaplace(t, 1n, tBits);
    const distance = (y < 0n ? -y : y) * tq - p;
    return sampler.bernoulliExp(distance * distance, d, dBits) ? y : undefined;
  };
}
