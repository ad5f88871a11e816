import { AppError } from '#shared/errors.ts';
import { countedMonth } from '../../segments/counted-month.ts';
import { runAll } from '../../segments/duckdb/catalog.ts';
import { rowsOf } from '../../segments/duckdb/connection.ts';
import { publishNext } from '../../segments/duckdb/build.ts';
import { computeLagging, noteLagging } from '../../segments/duckdb/lagging-windows.ts';
import { drawnDays, insertDrawnPayments, insertListedPayments, type NumberedPayment } from '../../segments/duckdb/load-generated.ts';
import { windowCode } from '../../segments/window-code.ts';
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

/** What offers add to a day, keyed by local date; every day in the map gets its ordinary payments. */
export type ExtraByDay = ReadonlyMap<string, readonly NumberedPayment[]>;

/**
 * Lets some days of the bank's market happen: their ordinary payments and the extra ones. Payments that are stored
 * already stay as they are, so that the same days can be added again after a failure. What is booked for a published window counts in the next one that
 * is not ({@link countedMonth}).
 * @param windows `lag` leaves months and seasons as they are until the next time or {@link bringWindowsUpToDate}: for days that do not end a month
 * @throws AppError `data_directory_busy`
 */
export async function appendMarketDays(
  bank: Pick<Bank, 'profile' | 'segmentsDirectory'>,
  market: SyntheticMarket,
  days: ExtraByDay,
  publishedWindows: ReadonlySet<string>,
  windows: 'compute' | 'lag' = 'compute',
): Promise<void> {
  const months = [...new Set([...days.keys()].map((day) => day.slice(0, 7)))].sort();
  await publishNext(bank.segmentsDirectory, async (build) => {
    await runAll(build.connection, market.drawTables());
    const counted = new Set<number>();
    for (const month of months) {
      const load = { month: windowCode(month), countedMonth: windowCode(countedMonth(month, publishedWindows)) };
      const drawn = await drawnDays(build, load.month);
      const missing = [...days.keys()]
        .filter((day) => day.startsWith(month))
        .map((day) => Number(day.slice(8)))
        .filter((day) => !drawn.has(day));
      if (missing.length > 0) await insertDrawnPayments(build, market.ordinaryPayments(month, missing), load);
      const listed = [...days].flatMap(([day, extra]) => (day.startsWith(month) ? extra : []));
      if (listed.length > 0) await insertListedPayments(build, listed, load);
      counted.add(load.countedMonth);
    }
    if (windows === 'lag') await noteLagging(build, [...counted]);
    else await computeLagging(build, bank.profile, [...counted]);
    return { publish: true, result: undefined };
  });
}
