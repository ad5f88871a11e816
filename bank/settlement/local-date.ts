import { Temporal } from 'temporal-polyfill';

/** The local date of an instant: `('2026-03-02T23:30:00.000Z', 'Europe/Amsterdam')` is `2026-03-03`. */
export function localDateOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
