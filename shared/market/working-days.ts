const DAY_MS = 86_400_000;

/** The local date `count` working days (Monday to Friday) after `date`: five working days after a Monday is the next Monday. */
export function addWorkingDays(date: string, count: number): string {
  let current = Date.parse(`${date}T00:00:00Z`);
  for (let left = count; left > 0; ) {
    current += DAY_MS;
    const weekday = new Date(current).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return new Date(current).toISOString().slice(0, 10);
}

/** Whole days from `from` to `until`; negative when `until` is earlier. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The local date `count` days after `date`. */
export function addDays(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}
