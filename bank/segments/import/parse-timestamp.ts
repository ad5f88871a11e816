import { Temporal } from 'temporal-polyfill';
import { AppError } from '#shared/errors.ts';

/** Local time as milliseconds since 1970-01-01T00:00 of the same wall clock; undefined where the text is not of the format or no such date. */
export type TimestampReader = (text: string) => number | undefined;

const TOKENS: Readonly<Record<string, { readonly part: Part; readonly pattern: string }>> = {
  yyyy: { part: 'year', pattern: '(\\d{4})' },
  MM: { part: 'month', pattern: '(\\d{2})' },
  M: { part: 'month', pattern: '(\\d{1,2})' },
  dd: { part: 'day', pattern: '(\\d{2})' },
  d: { part: 'day', pattern: '(\\d{1,2})' },
  HH: { part: 'hour', pattern: '(\\d{2})' },
  H: { part: 'hour', pattern: '(\\d{1,2})' },
  mm: { part: 'minute', pattern: '(\\d{2})' },
  ss: { part: 'second', pattern: '(\\d{2})' },
  SSS: { part: 'millisecond', pattern: '(\\d{3})' },
};
type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

/**
 * Makes a reader for one format; text of any other format is refused, so that mixed dates show.
 * @throws AppError `mapping_invalid` for a format that names no year, month and day
 */
export function timestampReader(format: string, timeZone: string): TimestampReader {
  const toLocal = instantToLocal(timeZone);
  switch (format) {
    case 'iso':
      return isoReader(toLocal);
    case 'epoch-seconds':
      return (text) => (/^\d{1,11}$/.test(text) ? toLocal(Number(text) * 1_000) : undefined);
    case 'epoch-milliseconds':
      return (text) => (/^\d{1,14}$/.test(text) ? toLocal(Number(text)) : undefined);
    default:
      return patternReader(format);
  }
}

function patternReader(format: string): TimestampReader {
  const parts: Part[] = [];
  const source = format.replace(/'([^']*)'|yyyy|MM|M|dd|d|HH|H|mm|ss|SSS|[\s\S]/g, (piece, literal: string | undefined) => {
    const token = TOKENS[piece];
    if (token === undefined) {
      if (literal === undefined && /[A-Za-z]/.test(piece))
        throw new AppError('mapping_invalid', { problem: `timestamp.format: ${piece} has no meaning; write letters of the text in '…'` });
      return (literal ?? piece).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    }
    parts.push(token.part);
    return token.pattern;
  });
  if (new Set(parts).size !== parts.length) throw new AppError('mapping_invalid', { problem: 'timestamp.format names a part twice' });
  for (const needed of ['year', 'month', 'day'] as const)
    if (!parts.includes(needed)) throw new AppError('mapping_invalid', { problem: `timestamp.format names no ${needed}` });
  const pattern = new RegExp(`^${source}$`);
  const place = (part: Part) => parts.indexOf(part) + 1;
  const places = [place('year'), place('month'), place('day'), place('hour'), place('minute'), place('second'), place('millisecond')];
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = places.map((at) =>
      at === 0 ? 0 : Number(match[at]),
    );
    return localMs(year, month, day, hour, minute, second, millisecond);
  };
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function isoReader(toLocal: (epochMs: number) => number): TimestampReader {
  return (text) => {
    const match = ISO.exec(text);
    if (match === null) return undefined;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
    const millisecond = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
    const written = localMs(year, month, day, hour, minute, second, millisecond);
    const zone = match[8];
    if (written === undefined || zone === undefined) return written;
    const offsetMinutes = zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
    return toLocal(written - offsetMinutes * 60_000);
  };
}

function localMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const back = new Date(time);
  return back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? time : undefined;
}

/** Wall-clock time of an instant in the market's zone. The offset is looked up once per hour of time. */
function instantToLocal(timeZone: string): (epochMs: number) => number {
  const offsets = new Map<number, number>();
  return (epochMs) => {
    const hour = Math.floor(epochMs / 3_600_000);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      offset = Temporal.Instant.fromEpochMilliseconds(hour * 3_600_000).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1_000_000;
      if (offsets.size > 100_000) offsets.clear();
      offsets.set(hour, offset);
    }
    return epochMs + offset;
  };
}
