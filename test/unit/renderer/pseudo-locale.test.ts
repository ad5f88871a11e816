import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { MESSAGES } from '../../../renderer/i18n/messages/index.ts';
import { PSEUDO_CLOSE, PSEUDO_OPEN, pseudoMessage, pseudoMessages } from '../../support/pseudo-locale.ts';

const say = (message: string, values: Record<string, string | number>) => String(new IntlMessageFormat(message, 'en').format(values));

test('a pseudo-translated message keeps its arguments, its plurals and its sense', () => {
  expect(say(pseudoMessage('Delete {name}'), { name: 'Spring' })).toMatch(/^⟦Ðéļéţé Spring .*⟧$/);
  expect(say(pseudoMessage('{days, plural, one {# day} other {# days}} left'), { days: 2 })).toMatch(/^⟦2 ðáýš ļéƒţ .*⟧$/);
  expect(pseudoMessage('{low} – {high}')).toBe('⟦{low} – {high}⟧');
  expect(pseudoMessage('<b>{share}</b> of it')).toMatch(/^⟦<b>\{share\}<\/b> öƒ îţ /);
});

test('every message is bracketed, well-formed and, where it holds words, a third longer', () => {
  for (const [key, message] of Object.entries(pseudoMessages(MESSAGES.en))) {
    const original = MESSAGES.en[key as keyof typeof MESSAGES.en]; // the same keys
    expect(message.startsWith(PSEUDO_OPEN) && message.endsWith(PSEUDO_CLOSE)).toBe(true);
    expect(() => new IntlMessageFormat(message, 'en')).not.toThrow();
    if (!original.includes('{') && !original.includes('<'))
      expect([key, message.length >= Math.floor(original.length * 1.3) || !/\p{L}/u.test(original)]).toEqual([key, true]);
  }
});
