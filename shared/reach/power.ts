import { Z_95, Z_POWER_80 } from './normal.ts';

export interface PowerInput {
  /** Customers who get the offer and customers held out. */
  readonly delivered: number;
  readonly holdout: number;
  /** σ² of every cell of the report's histogram. */
  readonly cellSigma2: number;
  /** Share of customers who would buy without the offer. */
  readonly baselineRate: number;
}

/** Buying rate without an offer: assumption, until published reports of five merchants give a better one. */
export const BASELINE_BUYING_RATE = 0.08;
/** The report's histogram holds the buyers of the delivered arm in three cells (assigned, activated, redeemed), those of the holdout in one. */
const DELIVERED_BUYER_CELLS = 3;
const HOLDOUT_BUYER_CELLS = 1;

/**
 * The smallest difference of buying rates, in percentage points, that a report can prove: two-sided 5 %, power 80 %. The error of each arm's rate is
 * the binomial one, p(1 − p)/n, and the noise of its cells, c·σ²/n². Infinite where an arm is empty.
 */
export function smallestProvableLift({ delivered, holdout, cellSigma2, baselineRate }: PowerInput): number {
  if (delivered <= 0 || holdout <= 0) return Number.POSITIVE_INFINITY;
  const arm = (size: number, cells: number) => (baselineRate * (1 - baselineRate)) / size + (cells * cellSigma2) / size ** 2;
  return 100 * (Z_95 + Z_POWER_80) * Math.sqrt(arm(delivered, DELIVERED_BUYER_CELLS) + arm(holdout, HOLDOUT_BUYER_CELLS));
}
