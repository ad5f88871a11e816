/** The discrete Gaussian of σ² by its definition: probabilities, variance and fourth moment in doubles, for tests only. */
export interface GaussianFacts {
  readonly probability: (value: number) => number;
  readonly variance: number;
  readonly fourthMoment: number;
}

export function gaussianFacts(sigma2: number): GaussianFacts {
  const end = Math.ceil(40 * Math.sqrt(sigma2)) + 10;
  const weight = (value: number) => Math.exp(-(value ** 2) / (2 * sigma2));
  let [total, second, fourth] = [weight(0), 0, 0];
  for (let value = 1; value <= end; value += 1) {
    total += 2 * weight(value);
    second += 2 * weight(value) * value ** 2;
    fourth += 2 * weight(value) * value ** 4;
  }
  return { probability: (value) => weight(value) / total, variance: second / total, fourthMoment: fourth / total };
}

/** How many standard deviations each statistic of the samples is off, if they were drawn independently from the discrete Gaussian of σ². */
export interface Deviations {
  readonly variance: number;
  readonly sign: number;
  readonly serial: number;
  readonly chiSquare: number;
}

export function deviations(samples: readonly number[], sigma2: number): Deviations {
  const facts = gaussianFacts(sigma2);
  const count = samples.length;
  const mean = (of: (sample: number, index: number) => number) =>
    samples.reduce((sum, sample, index) => sum + of(sample, index), 0) / count;
  const nonZero = samples.filter((sample) => sample !== 0).length;
  return {
    variance: (mean((sample) => sample ** 2) - facts.variance) / Math.sqrt((facts.fourthMoment - facts.variance ** 2) / count),
    sign: (samples.filter((sample) => sample > 0).length - nonZero / 2) / Math.sqrt(nonZero / 4),
    serial: mean((sample, index) => sample * (samples[index + 1] ?? 0)) / (facts.variance / Math.sqrt(count)),
    chiSquare: chiSquareDeviation(samples, facts, sigma2),
  };
}

/** Largest deviation of a set of statistics, in standard deviations. */
export function worst(found: Deviations): number {
  return Math.max(...[found.variance, found.sign, found.serial, found.chiSquare].map(Math.abs));
}

/**
 * Chi-square over cells of neighbouring values with an expected count of 20 or more, both tails closed, as standard deviations by Wilson and Hilferty.
 */
function chiSquareDeviation(samples: readonly number[], facts: GaussianFacts, sigma2: number): number {
  const counts = new Map<number, number>();
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  const end = Math.ceil(12 * Math.sqrt(sigma2)) + 12;
  let [statistic, cells, expected, found] = [0, 0, 0, 0];
  let [seen, foreseen] = [0, 0];
  for (let value = -end; value <= end; value += 1) {
    expected += samples.length * facts.probability(value);
    found += counts.get(value) ?? 0;
    if (expected < 20 || samples.length - foreseen - expected < 20) continue;
    statistic += (found - expected) ** 2 / expected;
    [cells, seen, foreseen, found, expected] = [cells + 1, seen + found, foreseen + expected, 0, 0];
  }
  // The upper tail, with whatever lies outside the walk.
  const rest = samples.length - foreseen;
  statistic += (samples.length - seen - rest) ** 2 / rest;
  const freedom = cells;
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}
