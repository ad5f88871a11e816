import type { Fraction } from '#shared/fraction.ts';
import { discreteGaussian } from '../noise/discrete-gaussian.ts';
import type { RandomBits } from '../noise/random-bits.ts';

/** Noise that was drawn before anybody asked, so that the time the sampler took for it shows in no answer. Each value is handed out once. */
export interface NoisePool {
  take(): bigint;
}

/**
 * A pool of discrete Gaussian noise of parameter σ². It is filled whole at once: when it is made, and again in the background when it is half empty. Where
 * it ran empty all the same, a whole filling is drawn before the next value is handed out, so that even then the time is that of all of them.
 * @param size number of values, at least 2
 * @param later runs work after the answers that are under way; `setImmediate` outside tests
 */
export function noisePool(
  random: RandomBits,
  sigma2: Fraction,
  size: number,
  later: (work: () => void) => void = (work) => void setImmediate(work),
): NoisePool {
  const gaussian = discreteGaussian(random, sigma2);
  const drawn: bigint[] = [];
  const fill = () => {
    while (drawn.length < size) drawn.push(gaussian.sample());
  };
  let isFilling = false;
  fill();
  return {
    take() {
      if (drawn.length === 0) fill();
      const noise = drawn.shift();
      if (noise === undefined) throw new RangeError('a pool holds at least one value');
      if (drawn.length * 2 < size && !isFilling) {
        isFilling = true;
        later(() => {
          isFilling = false;
          fill();
        });
      }
      return noise;
    },
  };
}
