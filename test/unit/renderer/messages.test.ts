import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { MESSAGES, type MessageKey, UI_LANGUAGES } from '../../../renderer/i18n/messages/index.ts';
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

test('no message is empty, and Dutch is not a copy of English', () => {
  const same = KEYS.filter((key) => key.startsWith('error.') && MESSAGES.nl[key] === MESSAGES.en[key]);
  expect(same).toEqual([]);
  for (const language of UI_LANGUAGES) for (const key of KEYS) expect(MESSAGES[language][key].trim()).not.toBe('');
});

test('figures, money and dates follow the language', () => {
  const en = createText('en');
  const nl = createText('nl');
  expect([en.count(12_480), nl.count(12_480)]).toEqual(['12,480', '12.480']);
  expect(en.money(1_500_000)).toBe('€15,000');
  expect(nl.money(150).replace(/\s/g, ' ')).toBe('€ 1,50');
  expect([en.day('2026-03-02'), nl.day('2026-03-02')]).toEqual(['2 March 2026', '2 maart 2026']);
  expect(en.count(-0.2)).toBe('0');
});
