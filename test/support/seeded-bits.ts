import { createHash } from 'node:crypto';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';

/** Reproducible bits for tests: SHA-256 of the seed and a counter. Never importable from production code (import law). */
export function seededBits(seed: string): RandomBits {
  let counter = 0;
  let pool = 0n;
  let left = 0n;
  const refill = () => {
    const digest = createHash('sha256').update(`${seed}:${counter}`).digest('hex');
    counter += 1;
    pool = (pool << 256n) | BigInt(`0x${digest}`);
    left += 256n;
  };
  return {
    next(bitCount) {
      while (left < bitCount) refill();
      const rest = pool >> bitCount;
      const taken = pool ^ (rest << bitCount);
      pool = rest;
      left -= bitCount;
      return taken;
    },
  };
}

/** Fast reproducible doubles in (0, 1) for simulations where the noise itself is not under test (mulberry32). */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 + 1 / 8589934592;
  };
}
