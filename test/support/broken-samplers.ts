import { gaussianAttempt, gaussianOf } from '#bank/privacy/noise/discrete-gaussian.ts';
import { ExactSampler } from '#bank/privacy/noise/exact-sampler.ts';
import { bitLength, integerRoot } from '#bank/privacy/noise/integers.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { type Fraction, fraction, fractionToNumber, multiplyFractions } from '#shared/fraction.ts';
import { OracleSampler } from './enumerate-draws.ts';

/** Uniform by remainder: small values come more often. */
export class ModuloSampler extends ExactSampler {
  readonly #bits: RandomBits;
  constructor(random: RandomBits) {
    super(random);
    this.#bits = random;
  }
  override uniform(m: bigint, bits = bitLength(m - 1n)): bigint {
    return this.#bits.next(bits) % m;
  }
}

/** A Laplace that keeps negative zero, over oracles. */
export class TwoZerosOracle extends OracleSampler {
  override laplaceAttempt(t: bigint, s: bigint, tBits?: bigint): bigint | undefined {
    return keepNegativeZero(this, t, s, tBits);
  }
}

class TwoZerosSampler extends ExactSampler {
  override laplaceAttempt(t: bigint, s: bigint, tBits?: bigint): bigint | undefined {
    return keepNegativeZero(this, t, s, tBits);
  }
}

/** The mistake itself: the sign is drawn and zero of either sign is kept. */
function keepNegativeZero(sampler: ExactSampler, t: bigint, s: bigint, tBits?: bigint): bigint | undefined {
  const u = sampler.uniform(t, tBits);
  if (!sampler.bernoulliExp1(u, t, tBits)) return undefined;
  let magnitude = u;
  while (sampler.bernoulliExp1(1n, 1n, 0n)) magnitude += t;
  magnitude /= s;
  return sampler.coin() ? -magnitude : magnitude;
}

/** The parameter's root in the parameter's place. */
export function rootInPlaceOfSigma2(sigma2: Fraction): Fraction {
  return fraction(integerRoot(sigma2.numerator / sigma2.denominator));
}

type Draw = () => number;
type MakeDraw = (random: RandomBits, sigma2: Fraction) => Draw;

const drawsOf = (gaussian: { sample(): bigint }): Draw => {
  return () => Number(gaussian.sample());
};

/** Whole samplers with one known mistake each. */
export const BROKEN_SAMPLERS = {
  twoZeros: (random, sigma2) => drawsOf(gaussianOf(new TwoZerosSampler(random), sigma2)),
  modulo: (random, sigma2) => drawsOf(gaussianOf(new ModuloSampler(random), sigma2)),
  sigmaForSigma2: (random, sigma2) => drawsOf(gaussianOf(new ExactSampler(random), rootInPlaceOfSigma2(sigma2))),
  twoPercentWide: (random, sigma2) => drawsOf(gaussianOf(new ExactSampler(random), multiplyFractions(sigma2, fraction(10_404n, 10_000n)))),
  truncatedTail: (random, sigma2) => {
    const attempt = gaussianAttempt(new ExactSampler(random), sigma2);
    const end = 3 * Math.sqrt(fractionToNumber(sigma2));
    const draw = (): number => {
      const sample = attempt();
      return sample === undefined || Math.abs(Number(sample)) > end ? draw() : Number(sample);
    };
    return draw;
  },
  roundedFloat: (random, sigma2) => {
    const unit = () => (Number(random.next(48n)) + 0.5) / 2 ** 48;
    const sigma = Math.sqrt(fractionToNumber(sigma2));
    return () => Math.round(sigma * Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit()));
  },
  positiveOnly: (random, sigma2) => {
    const draw = drawsOf(gaussianOf(new ExactSampler(random), sigma2));
    return () => Math.abs(draw());
  },
  everySampleTwice: (random, sigma2) => {
    const draw = drawsOf(gaussianOf(new ExactSampler(random), sigma2));
    let kept: number | undefined;
    return () => {
      if (kept === undefined) return (kept = draw());
      const sample = kept;
      kept = undefined;
      return sample;
    };
  },
} satisfies Readonly<Record<string, MakeDraw>>;
