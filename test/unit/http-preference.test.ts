import { expect, test } from 'vitest';
import { preferredLanguage, prefersPage } from '#bank/http/preference.ts';

test.each([
  ['text/html', true],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/*', true],
  ['application/json', false],
  ['*/*', false],
  ['text/html, application/json', false],
  ['text/html;q=0.4, application/json;q=0.5', false],
  ['text/html;q=0, */*', false],
  ['text/html;q=nonsense', false],
  ['', false],
  [undefined, false],
])('accept %s asks for a page: %s', (accept, expected) => {
  expect(prefersPage(accept)).toBe(expected);
});

test.each([
  ['nl', 'nl'],
  ['fr-BE, nl;q=0.9', 'fr'],
  ['de, fr;q=0.2, nl;q=0.3', 'nl'],
  ['NL-nl', 'nl'],
  ['nl;q=0, fr', 'fr'],
  ['nlx', 'en'],
  [undefined, 'en'],
])('accept-language %s is answered in %s', (asked, expected) => {
  expect(preferredLanguage(asked, ['en', 'nl', 'fr'])).toBe(expected);
});
