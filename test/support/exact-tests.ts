import { logUpperTail } from '#shared/reach/normal.ts';

/**
 * P(X ≤ x) of a chi-square variable with n degrees of freedom: the regularised incomplete gamma function P(n/2, x/2), by its series below the mean and
 * by Lentz's continued fraction above it.
 */
export function chiSquareCdf(x: number, degrees: number): number {
  const [shape, point] = [degrees / 2, x / 2];
  if (point <= 0) return 0;
  const front = Math.exp(shape * Math.log(point) - point - logGamma(shape));
  if (point < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let step = 1; term > sum * 1e-16; step += 1) {
      term *= point / (shape + step);
      sum += term;
    }
    return Math.min(1, front * sum);
  }
  let b = point + 1 - shape;
  let c = 1 / 1e-300;
  let d = 1 / b;
  let fraction = d;
  for (let step = 1; step < 100_000; step += 1) {
    const a = -step * (step - shape);
    b += 2;
    d = 1 / nonZero(a * d + b);
    c = nonZero(b + a / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return Math.max(0, 1 - front * fraction);
}

/** Two-sided p-value of a sum of squares, each with mean 1, under chi-square with so many degrees of freedom. */
export function chiSquareTwoSided(sumOfSquares: number, degrees: number): number {
  const below = chiSquareCdf(sumOfSquares, degrees);
  return 2 * Math.min(below, 1 - below);
}

/** Lower end of the one-sided exact (Clopper and Pearson) interval of a success probability, at 1 − `alpha`. */
export function binomialLowerBound(successes: number, games: number, alpha: number): number {
  if (successes === 0) return 0;
  let [low, high] = [0, successes / games];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (binomialUpperTail(successes, games, middle) < alpha) low = middle;
    else high = middle;
  }
  return low;
}

/** P(X ≥ k) of a binomial variable. */
function binomialUpperTail(k: number, n: number, p: number): number {
  let sum = 0;
  for (let x = k; x <= n; x += 1)
    sum += Math.exp(logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1) + x * Math.log(p) + (n - x) * Math.log1p(-p));
  return sum;
}

/** The normal point above which lies the share `upper`, 0 < upper < 1, by bisection. */
export function upperNormalPoint(upper: number): number {
  let [low, high] = [-40, 40];
  for (let halving = 0; halving < 80; halving += 1) {
    const middle = (low + high) / 2;
    if (logUpperTail(middle) > Math.log(upper)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(x) for x > 0, by Stirling's series after raising x to at least 12; exact to 1e-14. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) {
    shift -= Math.log(at);
    at += 1;
  }
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / at;
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series;
}
