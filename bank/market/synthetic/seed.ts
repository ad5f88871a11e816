import { AppError } from '#shared/errors.ts';
import { addMonths } from '#shared/market/window.ts';
import { addDays } from '../../clock/clock.ts';
import { runAll } from '../../segments/duckdb/catalog.ts';
import { publishNext } from '../../segments/duckdb/build.ts';
import { insertDrawnPayments, loadNumberedLists } from '../../segments/duckdb/load-generated.ts';
import { windowCode } from '../../segments/window-code.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { startStepTeller } from '../../segments/import/progress.ts';
import { type DemoAccount, demoConsents, insertConsents, insertMerchantsAndAccounts } from './demo-people.ts';
import { createSyntheticMarket, type SyntheticMarket } from './market.ts';

const MONTHS_OF_HISTORY = 15;
const MAX_CUSTOMERS = 10_000_000;

export interface SeedOptions {
  /** Customers with a valid opt-in; about a tenth more are made without one. */
  readonly customers: number;
  readonly seed: number;
  readonly onProgress?: (text: string) => void;
}

export interface SeedResult {
  readonly consentingCustomers: number;
  readonly customers: number;
  readonly payments: number;
  readonly consents: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly accounts: readonly DemoAccount[];
}

/**
 * Fills an empty demonstration bank: customers, consents, merchants, accounts and the payments of fifteen months up to the bank's yesterday.
 * A run that was cut off leaves a bank that can be seeded again.
 * @throws AppError `demo_only`, `invalid_input`, `import_failed` where the bank has customers already, `data_directory_busy`
 */
export async function seedMarket(bank: Bank, options: SeedOptions): Promise<SeedResult> {
  const { customers, seed } = options;
  if (!bank.profile.demo) throw new AppError('demo_only', { command: 'seed' });
  if (!Number.isInteger(customers) || customers < 1 || customers > MAX_CUSTOMERS)
    throw new AppError('invalid_input', { issues: [{ path: '--customers', problem: `1 to ${MAX_CUSTOMERS} expected` }] });
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new AppError('invalid_input', { issues: [{ path: '--seed', problem: '0 to 4294967295 expected' }] });
  await refuseUnlessEmpty(bank);
  const tell = startStepTeller(options.onProgress ?? (() => undefined), () => performance.now());
  const { today } = await bank.clock.read();
  const firstDay = `${addMonths(today.slice(0, 7), -MONTHS_OF_HISTORY)}-01`;
  const market = createSyntheticMarket(bank.profile, { seed, consentingCustomers: customers });
  const payments = await publishNext(
    bank.segmentsDirectory,
    async (build) => {
      const { connection } = build;
      await connection.run('INSERT INTO meta VALUES ($1, $2), ($3, $4)', [
        'market_seed',
        String(seed),
        'market_customers',
        String(customers),
      ]);
      await loadLists(connection, bank, market);
      await runAll(connection, market.drawTables());
      const months = monthsBetween(firstDay, today);
      let drawn = 0;
      for (const [index, { month, days }] of months.entries()) {
        const code = windowCode(month);
        drawn += await insertDrawnPayments(build, market.ordinaryPayments(month, days), { month: code, countedMonth: code });
        await build.computeMonth(bank.profile, code);
        tell.step(`payments of ${month}, ${drawn} so far`, (index + 1) / months.length, drawn);
      }
      tell.say('seasons');
      await build.computeSeasons(
        bank.profile,
        months.map(({ month }) => windowCode(month)),
      );
      return { publish: true, result: drawn };
    },
    { from: 'empty' },
  );
  tell.say('consents and accounts');
  // Last: accounts mark a bank that was seeded whole.
  const { consents, accounts } = await bank.database.transaction().execute(async (transaction) => ({
    consents: await insertConsents(transaction, demoConsents(market.population, seed), (done) =>
      tell.step(`consents of ${done} customers`, done / market.population.size, done),
    ),
    accounts: await insertMerchantsAndAccounts(transaction, bank.profile, market),
  }));
  return {
    consentingCustomers: customers,
    customers: market.population.size,
    payments,
    consents,
    firstDay,
    lastDay: addDays(today, -1),
    accounts,
  };
}

/** The months from a first of a month to the day before `until`, the last one with its days where it is not whole. */
function monthsBetween(firstDay: string, until: string): readonly { readonly month: string; readonly days?: readonly number[] }[] {
  const months: { month: string; days?: readonly number[] }[] = [];
  for (let month = firstDay.slice(0, 7); `${month}-01` < until; month = addMonths(month, 1))
    months.push(
      until.startsWith(month) ? { month, days: Array.from({ length: Number(until.slice(8)) - 1 }, (_, index) => index + 1) } : { month },
    );
  return months;
}

async function refuseUnlessEmpty(bank: Bank): Promise<void> {
  for (const table of ['accounts', 'consents', 'merchants'] as const) {
    const found = await bank.database.selectFrom(table).select('id').limit(1).executeTakeFirst();
    if (found !== undefined)
      throw new AppError('import_failed', { problem: `this bank has ${table} already; only an empty bank can be seeded` });
  }
}

async function loadLists(connection: Parameters<typeof loadNumberedLists>[0], bank: Bank, market: SyntheticMarket): Promise<void> {
  const { population } = market;
  const numbers = Array.from({ length: population.size }, (_, number) => number);
  const areaOf = (number: number) => population.areas[population.areaOf[number] ?? 0];
  const hasRegions = bank.profile.regions.length > 0;
  await loadNumberedLists(
    connection,
    {
      ids: numbers.map((number) => population.customerId(number)),
      regions: numbers.map((number) => (hasRegions ? (areaOf(number)?.region ?? null) : null)),
      areas: numbers.map((number) => (hasRegions ? (areaOf(number)?.id ?? null) : null)),
      ageBands: numbers.map((number) => bank.profile.ageBands[population.ageBandOf[number] ?? 0]?.id ?? null),
    },
    market.merchants.map((merchant) => merchant.id),
  );
}
