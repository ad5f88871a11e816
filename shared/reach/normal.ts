/** Two-sided 95 % of the normal distribution. */
export const Z_95 = 1.959963984540054;
/** Upper 80 % point: power of the measurability check. */
export const Z_POWER_80 = 0.8416212335729143;
/** Half-widths are 1.96 sd, as the release format says. */
export const HALF_WIDTH_FACTOR = 1.96;

/** Natural logarithm of the upper tail of the standard normal distribution, exact to about 1e-12 relative over the whole line. */
export function logUpperTail(z: number): number {
  if (z < -1) return Math.log1p(-Math.exp(logUpperTail(-z)));
  if (z < 2) return Math.log(0.5 - seriesFromCentre(z));
  return -0.5 * z * z - 0.5 * Math.log(2 * Math.PI) + Math.log(millsRatio(z));
}

/** P(Z ≤ z) of a standard normal Z. */
export function normalCdf(z: number): number {
  if (z > 9 || z < -39) return z > 0 ? 1 : 0;
  if (z > 2 || z < -2) return z > 0 ? 1 - Math.exp(logUpperTail(z)) : Math.exp(logUpperTail(-z));
  return 0.5 + seriesFromCentre(z);
}

/** P(0 < Z ≤ z) by the Taylor–Marsaglia series, good for |z| ≤ 2. */
function seriesFromCentre(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-18 && odd < 120; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

/** Upper tail over density, by Laplace's continued fraction evaluated from its end; for z ≥ 2. */
function millsRatio(z: number): number {
  let fraction = z;
  for (let depth = 12 + Math.ceil(400 / (z * z)); depth >= 1; depth -= 1) fraction = z + depth / fraction;
  return 1 / fraction;
}
