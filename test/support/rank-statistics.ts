/** Spearman's rank correlation, ties at their mean rank. */
export function spearman(left: readonly number[], right: readonly number[]): number {
  const a = ranks(left);
  const b = ranks(right);
  const mean = (a.length + 1) / 2;
  let covariance = 0;
  let varianceA = 0;
  let varianceB = 0;
  a.forEach((rank, index) => {
    const x = rank - mean;
    const y = (b[index] ?? mean) - mean;
    covariance += x * y;
    varianceA += x * x;
    varianceB += y * y;
  });
  return covariance / Math.sqrt(varianceA * varianceB);
}

/** The two-sample Kolmogorov–Smirnov statistic: the largest distance of the two empirical distributions. */
export function kolmogorovSmirnov(left: readonly number[], right: readonly number[]): number {
  const a = [...left].sort((x, y) => x - y);
  const b = [...right].sort((x, y) => x - y);
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while ((a[i] ?? Infinity) <= value) i += 1;
    while ((b[j] ?? Infinity) <= value) j += 1;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

/** Above this two samples of n each differ with a false alarm of at most 1e-6: √(ln(2/α)/n) (Smirnov's bound for equal sizes). */
export function smirnovLimit(n: number, alpha = 1e-6): number {
  return Math.sqrt(Math.log(2 / alpha) / n);
}

function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value);
  const result: number[] = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
    for (let place = start; place < end; place += 1) result[order[place]?.index ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}
