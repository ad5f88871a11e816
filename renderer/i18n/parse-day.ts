import type { Text } from './text.tsx';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
/** Day first, as Belgium and the Netherlands write it: `16/3/2026`, `16-03-26`, `16.3.2026`. */
const IN_FIGURES = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})$/;
/** With the month in letters, the day's name before it or not: `Mon 16 March 2026`, `1er mars 2026`. */
const IN_WORDS = /^(?:\p{L}+[.,]?\s+)?(\d{1,2})(?:er|e|st|nd|rd|th)?\.?\s+(\p{L}{3,})\.?,?\s+(\d{4})$/u;

/**
 * The day that somebody typed, as `2026-03-16`; null for what is no day.
 * @param typed a day in figures, or in words of the person's language
 */
export function parseDay(typed: string, text: Pick<Text, 'monthLong' | 'monthShort'>): string | null {
  const given = typed.trim();
  const iso = ISO.exec(given);
  if (iso !== null) return dayOf(iso[1], iso[2], iso[3]);
  const figures = IN_FIGURES.exec(given);
  if (figures !== null) return dayOf(figures[3]?.padStart(4, '20'), figures[2], figures[1]);
  const words = IN_WORDS.exec(given);
  return words === null ? null : dayOf(words[3], monthOf(words[2] ?? '', text), words[1]);
}

/** The number of a month from its name, or from the beginning of it. */
function monthOf(name: string, text: Pick<Text, 'monthLong' | 'monthShort'>): string | undefined {
  const wanted = name.toLowerCase();
  const found = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0')).filter((month) =>
    [text.monthLong(`2026-${month}`), text.monthShort(`2026-${month}`)].some((known) => known.toLowerCase().startsWith(wanted)),
  );
  return found.length === 1 ? found[0] : undefined;
}

function dayOf(year = '', month = '', day = ''): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== date ? null : date;
}
