import { parseArgs } from 'node:util';
import { openBenchMarket, AS_OF, MONTHS } from '../support/bench-market.ts';
import { atSize, type BenchRow, measured, printBench, timeMs } from '../support/bench.ts';
import { attributionMs, loadRates } from '../support/bench-load.ts';
import { machineLimits } from '../support/machine-limits.ts';
import { postgresCounts } from '../support/bench-postgres.ts';
import { cellRows, growthRows } from './segments/cells.ts';
import { countMs, LOOSE, questionRows, STRICT } from './segments/questions.ts';

/**
 * The segment engine at the size of a bank: `npm run bench -- segments --customers N`. Data are generated inside the engine, under its memory limit of
 * 512 MB. Ratios are within this run, one measurement after the other; an absolute goal is for the size that it names. `--months 2` generates fewer months of
 * spend, `--payments no` none of the payments one by one, without which there is no attribution: for sizes at which a year takes too long.
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '300000' },
    memory: { type: 'string', default: '512MB' },
    months: { type: 'string', default: '12' },
    payments: { type: 'string', default: 'yes' },
  },
});
const [customers, monthCount] = [Number(values.customers), Number(values.months)];
if (!Number.isInteger(customers) || customers < 1_000) throw new RangeError('--customers: 1000 or more expected');
if (!Number.isInteger(monthCount) || monthCount < 2 || monthCount > 12) throw new RangeError('--months: 2 to 12 expected');
if (values.payments !== 'yes' && values.payments !== 'no') throw new RangeError('--payments: yes or no expected');
const SMALL = 100_000;
const months = MONTHS.slice(0, monthCount);
const paymentMonths = values.payments === 'yes' ? months.slice(-1) : [];
const say = (text: string) => process.stderr.write(`${text}\n`);
const rows: BenchRow[] = [];
const add = (...more: readonly BenchRow[]) => {
  rows.push(...more);
  for (const { name, value, unit } of more) say(`  ${name}: ${value} ${unit}`);
};

say(`generating ${customers} customers`);
const generated = await timeMs(() => openBenchMarket({ customers, months, paymentMonths, memoryLimit: values.memory, onProgress: say }));
const market = generated.result;
const small = await openBenchMarket({ customers: SMALL, months: MONTHS.slice(0, 2) });
try {
  // The register is read once.
  const register = await timeMs(() => market.store.countOfAudience({ audience: LOOSE, asOf: AS_OF }));
  add(measured('generate, compute and publish', generated.ms / 1_000, 's'));
  add(measured('first question: read the register, 97 % opted in', register.ms, 'ms'));
  say('questions');
  add(...(await questionRows(market)));
  for (const month of paymentMonths) {
    const goal = { ms: 50, customers: 1_260_000 };
    add(atSize('attribution of one campaign', await attributionMs(market, month), goal, customers));
  }
  add(...(await cellRows(market, months, say)));
  if (customers > SMALL) add(...(await growthRows(small, market)));

  say('PostgreSQL');
  const [smallStrict, smallLoose] = [await countMs(small, STRICT), await countMs(small, LOOSE)];
  for (const { server, strict, loose } of await postgresCounts(small, STRICT, LOOSE)) {
    add(
      measured(`${server}, 100,000 customers, strict rule`, strict, 'ms'),
      measured(`${server}, 100,000 customers, loose rule`, loose, 'ms'),
    );
    add({
      ...measured(`strict rule, faster than ${server}`, strict / smallStrict, 'times'),
      goal: '>= 4',
      met: strict >= 4 * smallStrict,
    });
    add({
      ...measured(`loose rule, faster than ${server}`, loose / smallLoose, 'times'),
      goal: '>= 10',
      met: loose >= 10 * smallLoose,
    });
  }

  say('loads');
  add(...(await loadRates(values.memory)));
  for (const kind of ['lists', 'spend', 'payments'] as const) add(measured(`disk: ${kind}`, await market.sizeMb(kind), 'MB'));
  add(...(await machineLimits(market.directory)));
  printBench(`segments, ${customers} customers, ${months.length} months, ${paymentMonths.length} with payments, ${values.memory}`, rows);
} finally {
  await market.remove();
  await small.remove();
}
