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

/** z with P(Z ≤ z) = share, for a share between 0 and 1 exclusive; by bisection, exact to about 1e-12. */
export function normalQuantile(share: number): number {
  const upper = Math.min(share, 1 - share);
  const target = Math.log(upper);
  let [low, high] = [0, 39];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (logUpperTail(middle) > target) low = middle;
    else high = middle;
  }
  return share < 0.5 ? -low : low;
}

const factors = new Map<number, number>();

/**
 * How many sd wide the half-widths of several numbers on one screen must be, so that all their intervals hold at once in 95 % of cases: the two-sided point
 * of 0.95^(1/count), Šidák's. It is exact for independent numbers and on the safe side for any numbers with jointly normal errors, whatever their
 * correlation (Šidák, JASA 62, 1967), so also for cells of one best linear unbiased estimate. 1.96 for one number, 2.57 for five, 2.86 for twelve.
 */
export function simultaneousHalfWidthFactor(count: number): number {
  if (count <= 1) return HALF_WIDTH_FACTOR;
  let factor = factors.get(count);
  if (factor === undefined) {
    // Upper tail of each: (1 − 0.95^(1/count)) / 2, without losing digits for large counts.
    factor = -normalQuantile(-Math.expm1(Math.log(0.95) / count) / 2);
    factors.set(count, factor);
  }
  return factor;
}
