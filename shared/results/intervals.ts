import { Z_95 } from '../reach/normal.ts';
import type { IntervalFigure } from './report.ts';

/** A noisy count: value and the variance of its noise. */
export interface NoisyCount {
  readonly value: number;
  readonly variance: number;
}

/**
 * The share p of buyers in an arm from the noisy number of buyers b and of the others u, with noise and sampling error in one interval.
 *
 * Derivation. With n customers whose buying is Bernoulli(p), b − p·n̂ has mean 0 (n̂ = b + u) and variance
 * (1 − p)²·V_b + p²·V_u + n·p(1 − p). The interval holds every p in [0, 1] with (b − p·n̂)² ≤ z²·variance(p), where n is n̂ cut at 0: the roots of
 * A·p² + B·p + C with A = n̂² − z²(V_b + V_u − n), B = −2b·n̂ + z²(2V_b − n), C = b² − z²V_b. Without noise this is Wilson's interval. Where
 * A ≤ 0 the count is lost in its noise and the interval is [0, 1].
 *
 * b below 0 or above n̂ can only be noise. It is cut at that end: every p of the uncut interval stays in (|b − p·n̂| only falls), and an unlucky draw
 * far outside no longer gives a narrow interval at the end of the scale.
 */
export function shareInterval(bought: NoisyCount, others: NoisyCount): IntervalFigure {
  const count = bought.value + others.value;
  const sampled = Math.max(0, count);
  const buyers = Math.min(Math.max(0, bought.value), sampled);
  const z2 = Z_95 ** 2;
  const a = count ** 2 - z2 * (bought.variance + others.variance - sampled);
  const b = -2 * buyers * count + z2 * (2 * bought.variance - sampled);
  const c = buyers ** 2 - z2 * bought.variance;
  const discriminant = b * b - 4 * a * c;
  const value = count > 0 ? buyers / count : 0;
  if (a <= 0 || count <= 0 || discriminant < 0) return { value, low: 0, high: 1 };
  const root = Math.sqrt(discriminant);
  const low = clampShare((-b - root) / (2 * a));
  const high = clampShare((-b + root) / (2 * a));
  return { value: Math.min(high, Math.max(low, value)), low, high };
}

/** Whether an interval of shares, or of their difference, is as wide as the whole scale: it says nothing then, and neither does the figure in it. */
export function saysNothing({ low, high }: Pick<IntervalFigure, 'low' | 'high'>): boolean {
  return high - low >= 1;
}

/** Difference of two independent figures from their own intervals (method of variance estimates recovery, Zou and Donner 2008). */
export function differenceInterval(left: IntervalFigure, right: IntervalFigure): IntervalFigure {
  const value = left.value - right.value;
  return {
    value,
    low: value - Math.hypot(left.value - left.low, right.high - right.value),
    high: value + Math.hypot(left.high - left.value, right.value - right.low),
  };
}

/** A figure times another whose sign is certain, by the same recovery: each end moves by both errors in quadrature. */
export function productInterval(figure: IntervalFigure, factor: IntervalFigure): IntervalFigure {
  const value = figure.value * factor.value;
  const factorSpread =
    figure.value >= 0
      ? { down: factor.value - factor.low, up: factor.high - factor.value }
      : { down: factor.high - factor.value, up: factor.value - factor.low };
  const own = Math.abs(figure.value);
  return {
    value,
    low: value - Math.hypot((figure.value - figure.low) * factor.value, own * factorSpread.down),
    high: value + Math.hypot((figure.high - figure.value) * factor.value, own * factorSpread.up),
  };
}

function clampShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
