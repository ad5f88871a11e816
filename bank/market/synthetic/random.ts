/**
 * Small deterministic randomness for the demonstration market: counter-based, so that any customer and day can be drawn alone and always gives the same
 * numbers. For synthetic data only; noise comes from bank/privacy/noise.
 */

/** A well-mixed 32-bit integer from three. */
export function mix(seed: number, first: number, second: number): number {
  let state = (seed ^ Math.imul(first + 1, 0x9e3779b1)) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = (state ^ (state >>> 13) ^ Math.imul(second + 1, 0xc2b2ae35)) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return (state ^ (state >>> 15)) >>> 0;
}

/** A stream of numbers in [0, 1) that begins at a mixed integer. */
export class RandomStream {
  private state = 0;

  start(state: number): void {
    this.state = state;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** Acklam's rational approximation of the normal quantile, |relative error| < 1.2e-9. */
export function normalQuantile(p: number): number {
  const tail = (q: number) => {
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0] = TAIL_TOP;
    const [d0 = 0, d1 = 0, d2 = 0, d3 = 0] = TAIL_BOTTOM;
    return (((((c0 * q + c1) * q + c2) * q + c3) * q + c4) * q + c5) / ((((d0 * q + d1) * q + d2) * q + d3) * q + 1);
  };
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 0.97575) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  const [a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0] = MIDDLE_TOP;
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = MIDDLE_BOTTOM;
  return ((((((a0 * r + a1) * r + a2) * r + a3) * r + a4) * r + a5) * q) / (((((b0 * r + b1) * r + b2) * r + b3) * r + b4) * r + 1);
}

const MIDDLE_TOP = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
const MIDDLE_BOTTOM = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const TAIL_TOP = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
const TAIL_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
