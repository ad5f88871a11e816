import { createHash } from 'node:crypto';

/** A number in [0, 1) that is always the same for the same words; for simulated customers only. */
export function chanceOf(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join(' ')).digest().readUInt32BE(0) / 2 ** 32;
}

const GRID = 4_000;

/** The value below which a Beta(alpha, beta) variable lies with this probability, to one part in 4,000; for simulated customers only. */
export function betaQuantile(probability: number, alpha: number, beta: number): number {
  const weights = Array.from({ length: GRID }, (_, index) => {
    const share = (index + 0.5) / GRID;
    return Math.exp((alpha - 1) * Math.log(share) + (beta - 1) * Math.log1p(-share));
  });
  const target = probability * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const index = weights.findIndex((weight) => {
    sum += weight;
    return sum > target;
  });
  return ((index === -1 ? GRID - 1 : index) + 0.5) / GRID;
}
