import type { Text } from './text.tsx';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago an instant was at `now`: minutes up to an hour, hours up to two days, then days. Never negative. */
export function ageInWords(instant: string, now: string, text: Text): string {
  const age = Math.max(0, Date.parse(now) - Date.parse(instant));
  if (age < HOUR_MS) return text.t('desk.age.minutes', { count: Math.floor(age / MINUTE_MS) });
  if (age < 2 * DAY_MS) return text.t('desk.age.hours', { count: Math.floor(age / HOUR_MS) });
  return text.t('desk.age.days', { count: Math.floor(age / DAY_MS) });
}

/** `#8f2c…41d0`. */
export function shortHash(hash: string): string {
  return `#${hash.slice(0, 4)}…${hash.slice(-4)}`;
}
