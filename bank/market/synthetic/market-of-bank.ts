import { AppError } from '#shared/errors.ts';
import { countedMonth } from '../../segments/counted-month.ts';
import { rowsOf } from '../../segments/duckdb/connection.ts';
import { publishNext } from '../../segments/duckdb/build.ts';
import { type NumberedPayments, openMonthLoader } from '../../segments/duckdb/load-generated.ts';
import { windowCode } from '../../segments/duckdb/schema.ts';
import { openSnapshotReader } from '../../segments/duckdb/snapshot.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { createSyntheticMarket, type SyntheticMarket } from './market.ts';

/**
 * The market that `bank seed` filled this bank with, ready to go on day by day.
 * @throws AppError `demo_only` for a real market, `not_found` where nothing was seeded
 */
export async function marketOfBank(bank: Pick<Bank, 'profile' | 'segmentsDirectory'>): Promise<SyntheticMarket> {
  if (!bank.profile.demo) throw new AppError('demo_only', { command: 'simulate' });
  const reader = openSnapshotReader(bank.segmentsDirectory);
  try {
    const rows = (await reader.read(({ connection }) => rowsOf(connection, 'SELECT key, value FROM meta'))) ?? [];
    const facts = new Map(rows.map(([key, value]) => [String(key), Number(value)]));
    const seed = facts.get('market_seed');
    const consentingCustomers = facts.get('market_customers');
    if (seed === undefined || consentingCustomers === undefined) throw new AppError('not_found', {});
    return createSyntheticMarket(bank.profile, { seed, consentingCustomers });
  } finally {
    reader.close();
  }
}

/** Payments of one day or of several, keyed by local date. */
export type PaymentsByDay = ReadonlyMap<string, NumberedPayments>;

/**
 * Adds simulated payments to the bank's market and brings months and seasons up to date. Payments that are stored already stay as they are, so that
 * the same days can be added again after a failure. What is booked for a published window counts in the next one that is not ({@link countedMonth}).
 * @throws AppError `data_directory_busy`
 */
export async function appendMarketPayments(
  bank: Pick<Bank, 'profile' | 'segmentsDirectory'>,
  days: PaymentsByDay,
  publishedWindows: ReadonlySet<string>,
): Promise<void> {
  const months = [...new Set([...days.keys()].map((day) => day.slice(0, 7)))].sort();
  await publishNext(bank.segmentsDirectory, async (build) => {
    const counted: number[] = [];
    for (const month of months) {
      const load = { month: windowCode(month), countedMonth: windowCode(countedMonth(month, publishedWindows)), isFirstLoad: false };
      counted.push(load.countedMonth);
      const loader = await openMonthLoader(build, bank.profile, load);
      for (const [day, payments] of days) if (day.startsWith(month)) loader.add(payments);
      await loader.finish();
    }
    await build.computeSeasons(bank.profile, counted);
    return { publish: true, result: undefined };
  });
}
