import { atSize, type BenchRow, measured, timeMs } from '../../support/bench.ts';
import { AS_OF, type BenchMarket, MONTHS, openBenchMarket } from '../../support/bench-market.ts';
import { cellLoop } from '../../support/cell-loop.ts';
import { medianOf } from './questions.ts';

const cellsMs = async ({ store, profile }: BenchMarket, month: string) => {
  const tables = profile.tables.filter((table) => table.window === 'month' && table.dimensions.includes('category'));
  return (await timeMs(() => store.cellsOfWindow({ profile, window: month, tables, asOf: AS_OF }))).ms;
};

/** The cells of some months, against a hand-written loop and against SQL without preparation. */
export async function cellRows(market: BenchMarket, months: readonly string[], say: (text: string) => void): Promise<readonly BenchRow[]> {
  const period = months.length === 12 ? 'a year' : `${months.length} months`;
  const rows: BenchRow[] = [];
  // Month by month, each way after the other, so that other work on the machine meets all three.
  const sums = { engine: 0, loop: 0, plain: 0 };
  let newest = 0;
  for (const month of months) {
    say(`cells of ${month}`);
    const loop = await cellLoop(market, month);
    try {
      const engineTimes: number[] = [];
      const loopTimes: number[] = [];
      await cellsMs(market, month);
      await loop.run();
      for (let turn = 0; turn < 3; turn += 1) {
        engineTimes.push(await cellsMs(market, month));
        loopTimes.push((await timeMs(loop.run)).ms);
      }
      newest = engineTimes.sort((left, right) => left - right)[1] ?? Number.NaN;
      sums.engine += newest;
      sums.loop += loopTimes.sort((left, right) => left - right)[1] ?? Number.NaN;
      sums.plain += (await timeMs(loop.plainGroupBy)).ms;
    } finally {
      await loop.close();
    }
  }
  rows.push(measured(`${period} of cells`, sums.engine, 'ms'));
  rows.push(measured(`${period} of cells, typed arrays on two threads`, sums.loop, 'ms'));
  rows.push(measured(`${period} of cells, GROUP BY of five columns`, sums.plain, 'ms'));
  rows.push({
    ...measured(`${period} of cells against the typed arrays`, sums.engine / sums.loop, 'times'),
    goal: '<= 2',
    met: sums.engine <= 2 * sums.loop,
  });
  rows.push({
    ...measured(`${period} of cells, faster than the GROUP BY`, sums.plain / sums.engine, 'times'),
    goal: '>= 5',
    met: sums.plain >= 5 * sums.engine,
  });
  rows.push(atSize('one new month of cells', newest, { ms: 200, customers: 4_200_000 }, market.customers));
  return rows;
}

/**
 * Milliseconds of a month of cells for 1,000 customers more: between the two smaller sizes, and between the two larger ones. What a question costs whatever
 * the size is in neither.
 */
export async function growthRows(least: BenchMarket, most: BenchMarket): Promise<readonly BenchRow[]> {
  const middle = await openBenchMarket({ customers: Math.round((least.customers + most.customers) / 2), months: MONTHS.slice(0, 1) });
  try {
    const points: { readonly customers: number; readonly ms: number }[] = [];
    for (const where of [least, middle, most])
      points.push({ customers: where.customers, ms: await medianOf(9, () => cellsMs(where, MONTHS[0] ?? '')) });
    const slope = (from: number, to: number) => {
      const [left, right] = [points[from], points[to]];
      return left === undefined || right === undefined ? Number.NaN : ((right.ms - left.ms) / (right.customers - left.customers)) * 1_000;
    };
    const perCustomer = (point: number) => (points[point]?.ms ?? Number.NaN) / (points[point]?.customers ?? Number.NaN);
    const growth = perCustomer(2) / perCustomer(0);
    const sizes = points.map((point) => point.customers);
    return [
      {
        ...measured(`cost per customer of a month, ${sizes[2]} against ${sizes[0]}`, growth, 'times'),
        goal: '<= 1.25',
        met: growth <= 1.25,
      },
      measured(`slope from ${sizes[0]} to ${sizes[1]}: a month for 1,000 customers more`, slope(0, 1), 'ms'),
      measured(`slope from ${sizes[1]} to ${sizes[2]}: a month for 1,000 customers more`, slope(1, 2), 'ms'),
    ];
  } finally {
    await middle.remove();
  }
}
