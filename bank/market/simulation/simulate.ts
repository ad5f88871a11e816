import { addDays } from '../../clock/clock.ts';
import { appendMarketDays, marketOfBank } from '../synthetic/market-of-bank.ts';
import type { NumberedPayment } from '../../segments/duckdb/load-generated.ts';
import { withPublishedWindows } from '../../releases/published-windows.ts';
import { segmentsOfBank } from '../../segments/bank-segments.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { type AdvancedDay, advanceClock } from '../../jobs/advance-clock.ts';
import { readInboxes, upliftOfDay } from './customers.ts';

/**
 * Lets a demonstration market live for some days: each day the clock moves on, the day's offers go out, customers read their inboxes and switch offers
 * on, everybody buys as usual and some because of an offer, the payments are booked, and the day's work settles and reports. The same seed on the
 * same bank gives the same days. Nothing here knows what a report will say: an effect is in the payments, whether it can be proved or not.
 * @throws AppError `demo_only`, `not_found` where no market was seeded
 */
export async function simulateDays(
  bank: Bank,
  days: number,
  seed: number,
  onDay?: (day: AdvancedDay) => void,
): Promise<readonly AdvancedDay[]> {
  return advanceClock(bank, days, 'simulate', onDay, async (_jobs, inboxUrl) => {
    const market = await marketOfBank(bank);
    let daysLeft = days;
    return async (time) => {
      daysLeft -= 1;
      await readInboxes(bank, inboxUrl, seed, time);
      const payments = new Map<string, readonly NumberedPayment[]>();
      const firstDay = await firstDayWithoutPayments(bank, time.today);
      for (let day = firstDay; day <= time.today; day = addDays(day, 1))
        payments.set(day, day === time.today ? market.extraPayments(day, await upliftOfDay(bank, seed, day)) : []);
      const isWithinMonth = firstDay.slice(0, 7) === addDays(time.today, 1).slice(0, 7);
      const windows = daysLeft > 0 && isWithinMonth ? 'lag' : 'compute';
      if (payments.size > 0)
        await withPublishedWindows(bank.database, (publishedWindows) =>
          appendMarketDays(bank, market, payments, publishedWindows, windows),
        );
    };
  });
}

/** Days that were skipped by `clock advance` are filled in with ordinary payments. */
async function firstDayWithoutPayments(bank: Bank, today: string): Promise<string> {
  const segments = segmentsOfBank(bank);
  try {
    const { lastPayment } = await segments.summary();
    return lastPayment === undefined ? today : addDays(lastPayment, 1);
  } finally {
    await segments.close();
  }
}
