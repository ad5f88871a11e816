import { Temporal } from 'temporal-polyfill';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';

/** One reading of the bank's clock: the instant (ISO 8601, UTC, milliseconds) and the local date in the market's zone. */
export interface BankTime {
  readonly now: string;
  readonly today: string;
}

/** The only source of time in the bank. A command reads it once and hands the reading on. */
export interface Clock {
  read(): Promise<BankTime>;
}

/** System time plus the stored offset, which only demonstration markets have. */
export function databaseClock(database: BankDatabase | BankTransaction, timeZone: string): Clock {
  return {
    async read() {
      const row = await database.selectFrom('clock').select('offset_ms').executeTakeFirstOrThrow();
      return bankTime(Date.now() + Number(row.offset_ms), timeZone);
    },
  };
}

/** A clock that stands still, or moves when told to: for tests and for work that belongs to one past instant. */
export function fixedClock(now: string, timeZone: string): Clock {
  return { read: () => Promise.resolve(bankTime(Date.parse(now), timeZone)) };
}

export function bankTime(epochMs: number, timeZone: string): BankTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(epochMs);
  return {
    now: instant.toString({ fractionalSecondDigits: 3 }),
    today: instant.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
  };
}

/** The instant at which a local time of a local date happens, as ISO text: `('2026-03-02', '09:00', 'Europe/Amsterdam')`. */
export function instantOf(localDate: string, localTime: string, timeZone: string): string {
  return Temporal.PlainDate.from(localDate)
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(localTime) })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}

/** `'2026-03-02', 7` → `'2026-03-09'`. */
export function addDays(localDate: string, days: number): string {
  return Temporal.PlainDate.from(localDate).add({ days }).toString();
}
