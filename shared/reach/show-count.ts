import { logUpperTail } from './normal.ts';
import type { Estimate, ShownCount } from './types.ts';

const LOG_UPPER_SHARE = Math.log(0.025);

/**
 * What a screen may say of an estimate. A figure is shown only while its half-width is at most half of it; otherwise "fewer than L", where L is the
 * upper 97.5 % point of the normal around the estimate cut off below zero, rounded up. Sums are made on signed estimates first, then shown: clamping
 * cells before adding would invent customers.
 */
export function showCount(value: Estimate): ShownCount {
  if (value.halfWidth <= value.estimate / 2)
    return { kind: 'released', customers: Math.max(0, Math.round(value.estimate)), halfWidth: Math.round(value.halfWidth) };
  return { kind: 'suppressed', fewerThan: Math.max(1, Math.ceil(upperLimit(value))) };
}

/** L with P(X > L | X ≥ 0) = 2.5 % for X normal around the estimate: Q((L − µ)/σ) = 0.025 · Q(−µ/σ), solved on logarithms so that it holds far below zero too. */
function upperLimit({ estimate, sd }: Estimate): number {
  if (sd <= 0) return Math.max(0, estimate) + 1;
  const target = LOG_UPPER_SHARE + logUpperTail(-estimate / sd);
  let low = Math.max(0, estimate);
  let high = low + 4 * sd;
  for (let step = 0; step < 60 && high - low > 1e-6 * sd; step += 1) {
    const middle = (low + high) / 2;
    if (logUpperTail((middle - estimate) / sd) > target) low = middle;
    else high = middle;
  }
  return high;
}
