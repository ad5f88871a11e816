import { expect, test } from 'vitest';
import { calendarOf } from '#shared/export/calendar.ts';

const ENTRY = {
  campaignId: '01960000-0000-7000-8000-000000000001',
  title: 'Lente begint bij ons; 10 % terug, tot € 20 — voor wie houdt van tuinieren, planten, potten en aarde 🌱🌱🌱🌱🌱🌱🌱',
  description: 'Eerste regel\nTweede regel \\ met alles',
  startsOn: '2026-03-28',
  endsOn: '2026-03-31',
  changedAt: '2026-03-02T08:00:00.000Z',
  changes: 3,
} as const;

/** RFC 5545, 3.1: lines end with CRLF and go on after CRLF and a space. */
function unfolded(text: string): readonly string[] {
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  return text.replace(/\r\n /g, '').trimEnd().split('\r\n');
}

test('a flight is one event of whole days: its end is the day after the last one, over the change to summer time', () => {
  const lines = unfolded(calendarOf(ENTRY));
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  expect(lines).toEqual(
    expect.arrayContaining([
      'VERSION:2.0',
      'UID:01960000-0000-7000-8000-000000000001@florin',
      'DTSTAMP:20260302T080000Z',
      'SEQUENCE:3',
      'DTSTART;VALUE=DATE:20260328',
      'DTEND;VALUE=DATE:20260401',
    ]),
  );
  expect([lines[0], lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
});

test('no line has more than 75 octets, no character is cut, and unfolding gives the words back', () => {
  const text = calendarOf(ENTRY);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line, 'utf8')).toBeLessThanOrEqual(75);
  expect(text).not.toContain('\uFFFD');
  const value = (name: string) =>
    unfolded(text)
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1) ?? '';
  expect(value('SUMMARY').replace(/\\([\\;,])/g, '$1')).toBe(ENTRY.title);
  expect(value('DESCRIPTION')).toBe('Eerste regel\\nTweede regel \\\\ met alles');
});

test('a later revision keeps the event’s identity and counts up', () => {
  const uid = (text: string) => /UID:.*\r\n/.exec(text)?.[0];
  const later = calendarOf({ ...ENTRY, endsOn: '2026-04-02', changes: 4 });
  expect(uid(later)).toBe(uid(calendarOf(ENTRY)));
  expect(later).toContain('SEQUENCE:4');
});

test('a title cannot begin a property of its own', () => {
  const lines = unfolded(calendarOf({ ...ENTRY, title: 'A\r\nATTENDEE:mailto:x@y.example' }));
  expect(lines.some((line) => line.startsWith('ATTENDEE'))).toBe(false);
});
