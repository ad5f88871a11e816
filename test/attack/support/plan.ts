import { membershipGuess } from '#bank/privacy/accountant/meaning.ts';
import type { Fraction } from '#shared/fraction.ts';

/** A correct system reaches the threshold by chance at most this often. */
export const MOST_FALSE_ALARMS = 1e-6;
/** A broken system misses the threshold by chance at most this often. */
export const MOST_MISSES = 1e-3;

/** How often a game is played, and the number of successes from which the system counts as broken. */
export interface Plan {
  readonly games: number;
  readonly threshold: number;
}

export interface PlannedGame {
  /** What the attacker is allowed: the exact privacy loss of all that was answered, or a chance of its own (1/2 where nothing may be learnt). */
  readonly allowed: { readonly rho: Fraction } | { readonly success: number };
  /** Chance of success against the broken system that the game must find. */
  readonly stubSuccess: number;
}

/**
 * The smallest number of games, with its threshold, that finds the stub: P(X ≥ T) ≤ 1e-6 for a system that gives what is allowed, Φ(√(2ρ)/2), and
 * P(X ≥ T) ≥ 0.999 for the stub. Tails are sums of the binomial distribution itself, good to about ten digits.
 * @throws RangeError when the stub is not worse than what is allowed, or needs more than 100,000 games
 */
export function planGame({ allowed, stubSuccess }: PlannedGame): Plan {
  const success = allowedSuccess(allowed);
  if (!(stubSuccess > success && stubSuccess <= 1)) throw new RangeError('a stub is more often successful than what is allowed');
  let threshold = 1;
  for (let games = 1; games <= 100_000; games += 1) {
    // One game more moves the threshold by one at most.
    while (threshold <= games && atLeastOf(games, threshold, success) > MOST_FALSE_ALARMS) threshold += 1;
    if (threshold <= games && atLeastOf(games, threshold, stubSuccess) >= 1 - MOST_MISSES) return { games, threshold };
  }
  throw new RangeError('the stub is too near to what is allowed');
}

/** Smallest threshold for a given number of games; more than `games` when no result would be surprising enough. */
export function thresholdOf(games: number, allowed: PlannedGame['allowed']): number {
  const success = allowedSuccess(allowed);
  let threshold = Math.ceil(games * success);
  while (threshold <= games && atLeastOf(games, threshold, success) > MOST_FALSE_ALARMS) threshold += 1;
  return threshold;
}

/** P(X ≥ from) for X binomial of `games` trials with chance `success`. */
export function atLeastOf(games: number, from: number, success: number): number {
  if (from <= 0) return 1;
  if (from > games) return 0;
  if (success <= 0 || success >= 1) return success <= 0 ? 0 : 1;
  // The shorter tail is summed, away from the middle, so that its terms fall.
  return from > games * success ? tail(games, from, success) : 1 - tail(games, games - from + 1, 1 - success);
}

function allowedSuccess(allowed: PlannedGame['allowed']): number {
  return 'rho' in allowed ? membershipGuess(allowed.rho) : allowed.success;
}

/** Σ_{k ≥ from} C(n, k) p^k (1−p)^(n−k), for `from` above the mean or one below it. */
function tail(n: number, from: number, p: number): number {
  const odds = p / (1 - p);
  let term = Math.exp(logChoose(n, from) + from * Math.log(p) + (n - from) * Math.log1p(-p));
  let sum = 0;
  for (let k = from; k <= n; k += 1) {
    sum += term;
    term *= ((n - k) / (k + 1)) * odds;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? Number.NaN;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
