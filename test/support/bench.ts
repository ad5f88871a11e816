/** One figure of a benchmark and the goal it is held to. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly met: boolean;
}

/** Median time of a call in milliseconds, after a warm-up of a tenth of the calls. */
export function medianMs(calls: number, work: () => unknown): number {
  for (let call = 0; call < Math.ceil(calls / 10); call += 1) work();
  const times = Array.from({ length: calls }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  }).sort((left, right) => left - right);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}

export function atMost(name: string, value: number, limit: number, unit: string): BenchRow {
  return { name, value: rounded(value), unit, goal: `<= ${limit}`, met: value <= limit };
}

export function atLeast(name: string, value: number, limit: number, unit: string): BenchRow {
  return { name, value: rounded(value), unit, goal: `>= ${limit}`, met: value >= limit };
}

/** A figure without a goal of its own. */
export function measured(name: string, value: number, unit: string): BenchRow {
  return { name, value: rounded(value), unit, goal: 'none', met: true };
}

/** A time whose goal is for a bank of another size: with fewer customers it must be met all the more, with more it is not judged. */
export function atSize(
  name: string,
  valueMs: number,
  goal: { readonly ms: number; readonly customers: number },
  customers: number,
): BenchRow {
  const words =
    customers > goal.customers ? `none at this size (<= ${goal.ms} at ${goal.customers})` : `<= ${goal.ms} at ${goal.customers}`;
  return { name, value: rounded(valueMs), unit: 'ms', goal: words, met: customers > goal.customers || valueMs <= goal.ms };
}

export async function timeMs<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly ms: number }> {
  const from = performance.now();
  const result = await work();
  return { result, ms: performance.now() - from };
}

/** Prints the one JSON line of a benchmark. */
export function printBench(bench: string, rows: readonly BenchRow[]): void {
  process.stdout.write(`${JSON.stringify({ bench, rows, goalsMet: rows.every((row) => row.met) })}\n`);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
