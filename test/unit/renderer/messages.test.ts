import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { MESSAGES, type MessageKey, UI_LANGUAGES } from '../../../renderer/i18n/messages/index.ts';
import { parseDay } from '../../../renderer/i18n/parse-day.ts';
import { createText } from '../../../renderer/i18n/text.tsx';

const KEYS = Object.keys(MESSAGES.en) as readonly MessageKey[]; // keys of a closed literal

/** Names of a message's arguments and tags, sorted. */
function namesIn(message: string): readonly string[] {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const part of value) walk(part);
    else if (typeof value === 'object' && value !== null) {
      if ('type' in value && value.type !== 0 && 'value' in value && typeof value.value === 'string') names.add(value.value);
      for (const part of Object.values(value)) walk(part);
    }
  };
  walk(new IntlMessageFormat(message, 'en').getAst());
  return [...names].sort();
}

test('every message in every language is well-formed and names the same arguments as the English one', () => {
  for (const language of UI_LANGUAGES)
    for (const key of KEYS) expect([key, namesIn(MESSAGES[language][key])]).toEqual([key, namesIn(MESSAGES.en[key])]);
});

test('no message is empty, and no error is a copy of the English one', () => {
  for (const language of UI_LANGUAGES.filter((other) => other !== 'en'))
    expect(KEYS.filter((key) => key.startsWith('error.') && MESSAGES[language][key] === MESSAGES.en[key])).toEqual([]);
  for (const language of UI_LANGUAGES) for (const key of KEYS) expect(MESSAGES[language][key].trim()).not.toBe('');
});

test('French keeps its punctuation on the line of the word before it', () => {
  // An ordinary space before ; : ! ? % € » or after « may break there; a no-break space may not.
  expect(KEYS.filter((key) => / [;:!?%€»]|« |[^\s{]%/u.test(MESSAGES.fr[key]))).toEqual([]);
});

test('no message holds a straight quotation mark, a double space, or a space at an end', () => {
  for (const language of UI_LANGUAGES) expect(KEYS.filter((key) => /['"]| {2}|^ | $/.test(MESSAGES[language][key]))).toEqual([]);
});

test('a day that was typed is read in figures, in words, and not guessed', () => {
  const fr = createText('fr');
  const nl = createText('nl');
  for (const typed of ['2026-03-01', '1/3/2026', '01.03.26', '1er mars 2026', 'dim. 1er mars 2026', '1 mars 2026'])
    expect([typed, parseDay(typed, fr)]).toEqual([typed, '2026-03-01']);
  expect(parseDay('ma 16 maart 2026', nl)).toBe('2026-03-16');
  for (const language of UI_LANGUAGES) {
    const text = createText(language);
    expect(parseDay(text.weekdayLong('2026-03-01'), text)).toBe('2026-03-01');
  }
  for (const typed of ['', '30/2/2026', '3/16/2026', 'ju 2026', '1 ju 2026', '16 brumaire 2026'])
    expect([typed, parseDay(typed, fr)]).toEqual([typed, null]);
});

test('figures, money and dates follow the language', () => {
  const en = createText('en');
  const nl = createText('nl');
  expect([en.count(12_480), nl.count(12_480)]).toEqual(['12,480', '12.480']);
  expect(en.money(1_500_000)).toBe('€15,000');
  expect(nl.money(150).replace(/\s/g, ' ')).toBe('€ 1,50');
  expect([en.day('2026-03-02'), nl.day('2026-03-02')]).toEqual(['2 March 2026', '2 maart 2026']);
  expect(en.count(-0.2)).toBe('0');
  const fr = createText('fr');
  expect([fr.count(12_480), fr.money(150), fr.percent(0.095, 1)]).toEqual(['12\u202f480', '1,50\u00a0€', '9,5\u00a0%']);
  expect([fr.day('2026-03-01'), fr.day('2026-03-11'), fr.dayShort('2026-02-01')]).toEqual(['1er mars 2026', '11 mars 2026', '1er févr.']);
  expect(fr.marks).toEqual({ decimal: ',', group: '\u202f', beforeAmount: '', afterAmount: '\u00a0€', afterPercent: '\u00a0%' });
  expect(nl.marks).toMatchObject({ decimal: ',', group: '.', beforeAmount: '€\u00a0', afterAmount: '' });
  expect(en.marks).toMatchObject({ decimal: '.', group: ',', beforeAmount: '€', afterPercent: '%' });
});
