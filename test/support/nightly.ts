import { randomInt } from 'node:crypto';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { seededBits, seededUniform } from './seeded-bits.ts';

/** True in `npm run nightly`: fresh randomness and full sizes. Everywhere else tests are the same in every run. */
export const NIGHTLY = process.env['FLORIN_NIGHTLY'] === '1';

/** Bits of the seed; of the operating system at night. */
export function bitsOf(seed: string): RandomBits {
  return NIGHTLY ? osRandomBits() : seededBits(seed);
}

/** Doubles in (0, 1) of the seed; at night of a seed of their own, which is printed so that a failure can be had again. */
export function uniformOf(seed: number): () => number {
  if (!NIGHTLY) return seededUniform(seed);
  const fresh = randomInt(2 ** 32);
  process.stdout.write(`fresh seed in place of ${seed}: ${fresh}\n`);
  return seededUniform(fresh);
}

/** A number of games or runs: more of them at night, when chance must not fail a sound bank. */
export function runsOf(usual: number, atNight: number): number {
  return NIGHTLY ? atNight : usual;
}
