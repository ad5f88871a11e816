import { parseArgs } from 'node:util';
import { windowCode } from '#bank/segments/duckdb/schema.ts';
import type { Audience } from '#shared/audience/audience.ts';
import { openBenchMarket, AS_OF, MONTHS, type BenchMarket } from '../support/bench-market.ts';
import { atSize, type BenchRow, measured, printBench, timeMs } from '../support/bench.ts';
import { cellLoop } from '../support/cell-loop.ts';
import { attributionMs, loadRates } from '../support/bench-load.ts';
import { machineLimits } from '../support/machine-limits.ts';
import { postgresCounts } from '../support/bench-postgres.ts';

/**
 * The segment engine at the size of a bank: `npm run bench -- segments --customers N`. Data are generated inside the engine, under its memory limit of
 * 512 MB. Ratios are within this run, one measurement after the other; an absolute goal is for the size that it names.
 */
const { values } = parseArgs({
  options: { customers: { type: 'string', default: '300000' }, memory: { type: 'string', default: '512MB' } },
});
const customers = Number(values.customers);
if (!Number.isInteger(customers) || customers < 1_000) throw new RangeError('--customers: 1000 or more expected');
const SMALL = 100_000;
const PAYMENT_MONTH = MONTHS[11] ?? '';
const say = (text: string) => process.stderr.write(`${text}\n`);

const rule = (bands: readonly [number, number], otherBands: readonly [number, number]): Audience => ({
  format: 'florin-audience/1',
  conditions: [
    { kind: 'spend', category: 'garden', window: '2025-03', bands: { from: bands[0], to: bands[1] } },
    { kind: 'spend', category: 'toys', window: '2025-04', bands: { from: otherBands[0], to: otherBands[1] } },
  ],
});
const STRICT = rule([5, 7], [5, 7]);
const LOOSE = rule([0, 7], [0, 7]);

const cellsMs = async ({ store, profile }: BenchMarket, month: string) => {
  const tables = profile.tables.filter((table) => table.window === 'month' && table.dimensions.includes('category'));
  return (await timeMs(() => store.cellsOfWindow({ profile, window: month, tables, asOf: AS_OF }))).ms;
};
const countMs = async ({ store }: BenchMarket, audience: Audience) => medianOf(9, () => store.countOfAudience({ audience, asOf: AS_OF }));

async function medianOf(calls: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) times.push((await timeMs(work)).ms);
  return times.sort((left, right) => left - right)[Math.floor(calls / 2)] ?? Number.NaN;
}

say(`generating ${customers} customers`);
const generated = await timeMs(() =>
  openBenchMarket({ customers, months: MONTHS, paymentMonths: [PAYMENT_MONTH], memoryLimit: values.memory, onProgress: say }),
);
const market = generated.result;
const small = await openBenchMarket({ customers: SMALL, months: MONTHS.slice(0, 2) });
const rows: BenchRow[] = [];
try {
  // The register is read once.
  const register = await timeMs(() => market.store.countOfAudience({ audience: LOOSE, asOf: AS_OF }));
  rows.push(measured('generate, compute and publish', generated.ms / 1_000, 's'));
  rows.push(measured('first question: read the register, 97 % opted in', register.ms, 'ms'));

  // Month by month, each way after the other, so that other work on the machine meets all three.
  const sums = { engine: 0, loop: 0, plain: 0 };
  let newest = 0;
  for (const month of MONTHS) {
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
  rows.push(measured('a year of cells', sums.engine, 'ms'));
  rows.push(measured('a year of cells, typed arrays on two threads', sums.loop, 'ms'));
  rows.push(measured('a year of cells, GROUP BY of five columns', sums.plain, 'ms'));
  rows.push({
    ...measured('a year of cells against the typed arrays', sums.engine / sums.loop, 'times'),
    goal: '<= 2',
    met: sums.engine <= 2 * sums.loop,
  });
  rows.push({
    ...measured('a year of cells, faster than the GROUP BY', sums.plain / sums.engine, 'times'),
    goal: '>= 5',
    met: sums.plain >= 5 * sums.engine,
  });
  rows.push(atSize('one new month of cells', newest, { ms: 200, customers: 4_200_000 }, customers));

  const countGoal = customers > 1_260_000 ? { ms: 50, customers: 4_200_000 } : { ms: 20, customers: 1_260_000 };
  rows.push(atSize('count, strict rule of two conditions', await countMs(market, STRICT), countGoal, customers));
  rows.push(atSize('count, loose rule of two conditions', await countMs(market, LOOSE), countGoal, customers));
  const page = { audience: rule([4, 7], [4, 7]), channels: market.profile.channels, asOf: AS_OF, limit: 1_000 } as const;
  rows.push(
    atSize(
      'page of 1,000 of an audience',
      await medianOf(9, () => market.store.pageOfAudience(page)),
      { ms: 20, customers: 4_200_000 },
      customers,
    ),
  );

  say('PostgreSQL');
  const [smallStrict, smallLoose] = [await countMs(small, STRICT), await countMs(small, LOOSE)];
  for (const { server, strict, loose } of await postgresCounts(small, STRICT, LOOSE)) {
    rows.push(
      measured(`${server}, 100,000 customers, strict rule`, strict, 'ms'),
      measured(`${server}, 100,000 customers, loose rule`, loose, 'ms'),
    );
    rows.push({
      ...measured(`strict rule, faster than ${server}`, strict / smallStrict, 'times'),
      goal: '>= 4',
      met: strict >= 4 * smallStrict,
    });
    rows.push({
      ...measured(`loose rule, faster than ${server}`, loose / smallLoose, 'times'),
      goal: '>= 10',
      met: loose >= 10 * smallLoose,
    });
  }

  say('attribution and loads');
  rows.push(atSize('attribution of one campaign', await attributionMs(market, PAYMENT_MONTH), { ms: 50, customers: 1_260_000 }, customers));
  rows.push(...(await loadRates(values.memory)));

  const perCustomer = async (where: BenchMarket) => (await medianOf(5, () => cellsMs(where, '2025-03'))) / where.customers;
  const slope = (await perCustomer(market)) / (await perCustomer(small));
  rows.push({
    ...measured(`cost per customer of a month, ${customers} against 100000`, slope, 'times'),
    goal: '<= 1.25',
    met: slope <= 1.25,
  });
  for (const kind of ['lists', 'spend', 'payments'] as const) rows.push(measured(`disk: ${kind}`, await market.sizeMb(kind), 'MB'));
  rows.push(...(await machineLimits(market.directory)));
  printBench(`segments, ${customers} customers, ${values.memory}, ${windowCode(PAYMENT_MONTH)} with payments`, rows);
} finally {
  await market.remove();
  await small.remove();
}
