import { Temporal } from 'temporal-polyfill';
import type { Profile } from '#shared/market/profile.ts';

/** Whether no customer may be contacted at this instant. `21:00` to `08:00` spans midnight; equal ends mean no quiet hours. */
export function isQuiet(now: string, profile: Pick<Profile, 'timeZone' | 'frequency'>): boolean {
  const { quietFrom, quietUntil } = profile.frequency;
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(profile.timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  return quietFrom <= quietUntil ? local >= quietFrom && local < quietUntil : local >= quietFrom || local < quietUntil;
}

/**
 * The instant `days` local days after `now`, at the same local time of day; where that is quiet, at the next end of the quiet hours that still lies on
 * the same local day, else at noon: so that an advanced day always has a time at which its contacts can go out.
 */
export function sameTimeDaysLater(now: string, days: number, profile: Pick<Profile, 'timeZone' | 'frequency'>): string {
  const later = Temporal.Instant.from(now).toZonedDateTimeISO(profile.timeZone).add({ days });
  const text = (moment: Temporal.ZonedDateTime) => moment.toInstant().toString({ fractionalSecondDigits: 3 });
  if (!isQuiet(text(later), profile)) return text(later);
  const dayStart = later.withPlainTime(Temporal.PlainTime.from(profile.frequency.quietUntil));
  return isQuiet(text(dayStart), profile) ? text(later.withPlainTime(Temporal.PlainTime.from('12:00'))) : text(dayStart);
}
