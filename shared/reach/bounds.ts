import { toEstimate } from './estimator.ts';
import { normalQuantile } from './normal.ts';
import type { Population } from './population.ts';
import type { Bounds, Estimate } from './types.ts';

/** A part of a rule that published tables count. The rule is the intersection of its parts. */
export interface CountedPart {
  readonly value: Estimate;
  /** Counted within the rule's regions alone. */
  readonly isInRegions: boolean;
}

/** Each end of the bounds may miss the truth in this share of cases. */
const MISS_SHARE = 0.025;

/**
 * Estimates of the two ends between which the size of an intersection lies (Fréchet): every part is at least as large as the rule, and at most those
 * customers drop out of the regions' N_R who are missing from a part. A part within the regions misses N_R − Aᵢ of them, a part of the whole market at most
 * N − Aᵢ, so that
 *
 *   rule ≥ N_R − Σ_regions (N_R − Aᵢ) − Σ_market (N − Aᵢ) = ΣAᵢ + (1 − r)·N_R − w·N
 *
 * for r parts within the regions and w of the whole market. Without regions N_R = N and this is ΣAᵢ − (k − 1)·N; with them as a condition of their own
 * beside w others it is ΣAᵢ + N_R − w·N, the same with N_R as one more Aᵢ. The parts come from independent noise (other tables, categories or releases), and
 * so does N; a cell of the population table counts (1 − r − w) times inside the regions and −w times outside, hence the variance.
 */
export interface FrechetEnds {
  /** Undefined where no population table says N: the lower end is then 0. */
  readonly lower: Estimate | undefined;
  /** The candidates of the upper end: none is below the rule's size. */
  readonly uppers: readonly Estimate[];
}

/**
 * @param cover parts whose intersection is the rule
 * @param more further parts that hold the whole rule, for the upper end alone
 */
export function frechetEnds(
  cover: readonly CountedPart[],
  more: readonly CountedPart[],
  population: Population | undefined,
  hasRegions: boolean,
): FrechetEnds {
  const uppers = [...cover, ...more].map((part) => part.value);
  if (population === undefined) return { lower: undefined, uppers };
  const { inside, outside, sigma2 } = population;
  const within = hasRegions ? cover.filter((part) => part.isInRegions).length : 0;
  const market = cover.length - within;
  // Regions that no part counts are a condition of their own: nobody in the rule lives elsewhere.
  if (hasRegions && within === 0) uppers.push(toEstimate(inside.customers, inside.cells * sigma2));
  const lower = toEstimate(
    cover.reduce((sum, part) => sum + part.value.estimate, 0) + (1 - within - market) * inside.customers - market * outside.customers,
    cover.reduce((sum, part) => sum + part.value.sd ** 2, 0) +
      sigma2 * (inside.cells * (1 - within - market) ** 2 + outside.cells * market ** 2),
  );
  return { lower, uppers };
}

/**
 * Bounds in whole customers, each end widened outwards by its error. The lower end is one estimate, cut off at 0, which is always true: minus 1.96 sd misses
 * in at most 2.5 % of cases. The upper end is the smallest of k estimates, and the smallest of k noisy numbers is too low on average; every one of them is
 * therefore first widened by the one-sided point of 2.5 % / k (1.96 for one, 2.24 for two, 2.39 for three), so that by Bonferroni's inequality all of them
 * are above what they estimate in at least 97.5 % of cases, whatever their dependence, and then so is the smallest.
 * Both ends miss only where both are tight at once, which needs a condition that every customer meets.
 */
export function widened({ lower, uppers }: FrechetEnds): Bounds {
  const factor = oneSidedFactor(uppers.length);
  const high = Math.max(0, Math.ceil(Math.min(...uppers.map((value) => value.estimate + factor * value.sd))));
  const low = lower === undefined ? 0 : Math.max(0, Math.floor(lower.estimate - lower.halfWidth));
  return { low: Math.min(low, high), high };
}

const factors = new Map<number, number>();
function oneSidedFactor(count: number): number {
  const factor = factors.get(count) ?? -normalQuantile(MISS_SHARE / count);
  factors.set(count, factor);
  return factor;
}
