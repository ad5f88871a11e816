import { type Fraction, fraction, fractionToNumber, multiplyFractions } from '#shared/fraction.ts';
import { normalCdf } from '#shared/reach/normal.ts';

/**
 * What a privacy loss of ρ (zero-concentrated differential privacy, Bun and Steinke 2016, arXiv:1605.02065) means in other words. For display and for
 * planning tests only: results are doubles. Decisions about the budget compare exact fractions (`charges.ts`, `ledger.ts`).
 */

/**
 * Smallest ε for which every ρ-zCDP mechanism is known to be (ε, δ)-differentially private: the minimum over α > 1 of
 * ρα + (ln(1/δ) + (α − 1)·ln(1 − 1/α) − ln α)/(α − 1) (Canonne, Kamath, Steinke 2020, arXiv:2004.00010, corollary 13).
 * @param rho at least 0
 * @param delta in (0, 1)
 */
export function epsilonOf(rho: Fraction, delta: number): number {
  const r = nonNegative(rho);
  if (!(delta > 0 && delta < 1)) throw new RangeError('delta lies between 0 and 1');
  if (r === 0) return 0;
  // With a = α − 1: (α − 1)·ln(1 − 1/α) − ln α = a·ln a − α·ln α.
  const epsilon = leastOver((a) => r * (1 + a) + (-Math.log(delta) + a * Math.log(a) - (1 + a) * Math.log1p(a)) / a);
  return Math.max(0, epsilon);
}

/**
 * Smallest δ for which every ρ-zCDP mechanism is known to be (ε, δ)-differentially private: the minimum over α > 1 of
 * exp((α − 1)(αρ − ε))·(1 − 1/α)^α/(α − 1) (the same source, proposition 12).
 * @param rho at least 0
 * @param epsilon at least 0
 */
export function deltaOf(rho: Fraction, epsilon: number): number {
  const r = nonNegative(rho);
  if (!(epsilon >= 0)) throw new RangeError('epsilon is not below 0');
  if (r === 0) return 0;
  const logDelta = leastOver((a) => a * ((1 + a) * r - epsilon) + (1 + a) * (Math.log(a) - Math.log1p(a)) - Math.log(a));
  return Math.min(1, Math.exp(logDelta));
}

/** The distance μ = √(2ρ) in standard deviations that Gaussian noise of loss ρ leaves between "in the data" and "not in the data". */
export function gaussianDistance(rho: Fraction): number {
  return Math.sqrt(2 * nonNegative(rho));
}

/**
 * Share of right answers of the best possible guess whether one customer is in the data, where both are equally likely beforehand and all noise is
 * Gaussian: Φ(μ/2) (Neyman and Pearson; Dong, Roth, Su 2019, arXiv:1905.02383, for μ-Gaussian privacy). Between 1/2 and 1. Discrete noise stands in for
 * continuous noise: exact for many charges together, for one count of small σ² the two differ in the third digit.
 */
export function membershipGuess(rho: Fraction): number {
  return normalCdf(gaussianDistance(rho) / 2);
}

/**
 * The same for the noise of any ρ-zCDP mechanism whatever: (1 + TV)/2 with the total variation TV bounded by the divergence ρ, √(ρ/2) by Pinsker and
 * √(1 − e^−ρ) by Bretagnolle and Huber.
 */
export function membershipGuessOfAnyNoise(rho: Fraction): number {
  const r = nonNegative(rho);
  return (1 + Math.min(Math.sqrt(r / 2), Math.sqrt(-Math.expm1(-r)))) / 2;
}

/** The best guess about a customer who was in the data of `years` years, each of loss ρ: charges add up. */
export function membershipGuessOverYears(rho: Fraction, years: bigint): number {
  return membershipGuess(multiplyFractions(rho, fraction(years)));
}

/**
 * The best guess which of two given years of one customer is in the data (neighbours by replacement). Contributions are counts, never negative, so
 * ‖a − b‖² ≤ ‖a‖² + ‖b‖² ≤ 2D²: twice the loss, where noise of any other kind could cost four times.
 */
export function replacementGuess(rho: Fraction): number {
  return membershipGuess(multiplyFractions(rho, fraction(2n)));
}

/** Share of members that the best Gaussian test finds when it wrongly accuses `falseAlarms` of the others: Φ(Φ⁻¹(falseAlarms) + μ). */
export function detectionRate(rho: Fraction, falseAlarms: number): number {
  if (!(falseAlarms > 0 && falseAlarms < 1)) throw new RangeError('a rate of false alarms lies between 0 and 1');
  let [low, high] = [-40, 40];
  while (high - low > 1e-13) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < falseAlarms) low = middle;
    else high = middle;
  }
  return normalCdf((low + high) / 2 + gaussianDistance(rho));
}

/** δ of continuous Gaussian noise of loss ρ at ε: Φ(μ/2 − ε/μ) − e^ε·Φ(−μ/2 − ε/μ) (Balle, Wang 2018, arXiv:1805.06530, theorem 8). */
export function gaussianDelta(rho: Fraction, epsilon: number): number {
  const mu = gaussianDistance(rho);
  if (mu === 0) return 0;
  return normalCdf(mu / 2 - epsilon / mu) - Math.exp(epsilon) * normalCdf(-mu / 2 - epsilon / mu);
}

/** The least value of a function with one valley over a > 0, by golden sections of ln a. The value is flat where the place is uncertain. */
function leastOver(of: (a: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  const at = (logA: number) => of(Math.exp(logA));
  let [low, high] = [-25, 40];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [at(left), at(right)];
  while (high - low > 1e-9) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = at(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = at(right);
    }
  }
  return Math.min(atLeft, atRight);
}

function nonNegative(rho: Fraction): number {
  if (rho.numerator < 0n) throw new RangeError('rho is not below 0');
  return fractionToNumber(rho);
}
