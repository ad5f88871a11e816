import { z } from 'zod';
import { addDays } from '../market/working-days.ts';
import { Id, Instant, LocalDate } from '../units.ts';

/** A campaign's flight on its way into a calendar. Dates are those of the market, whole days. */
export const CalendarEntry = z.strictObject({
  campaignId: Id,
  title: z.string().min(1).max(200),
  description: z.string().max(2_000),
  startsOn: LocalDate,
  /** The last day, included. */
  endsOn: LocalDate,
  /** When what is written here last changed, and how often before. */
  changedAt: Instant,
  changes: z.int().min(0),
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;

const LINE_END = '\r\n';
/** RFC 5545, 3.1: a line holds at most 75 octets without its end. */
const LINE_OCTETS = 75;

/**
 * An iCalendar file (RFC 5545) with one event of whole days: DTEND is the day after the last one. The UID is the campaign's id, so that a file of a later
 * revision replaces the former entry instead of standing beside it.
 */
export function calendarOf(entry: CalendarEntry): string {
  const stamp = `${entry.changedAt.replace(/[-:]/g, '').slice(0, 15)}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Florin//Campaign flights//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${entry.campaignId}@florin`,
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    `SEQUENCE:${entry.changes}`,
    `DTSTART;VALUE=DATE:${dateOf(entry.startsOn)}`,
    `DTEND;VALUE=DATE:${dateOf(addDays(entry.endsOn, 1))}`,
    `SUMMARY:${escaped(entry.title)}`,
    ...(entry.description === '' ? [] : [`DESCRIPTION:${escaped(entry.description)}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}${LINE_END}`).join('');
}

function dateOf(date: string): string {
  return date.replaceAll('-', '');
}

function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

/** Cuts between characters, never inside one; a line that goes on begins with a space, which counts. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join(LINE_END);
}
