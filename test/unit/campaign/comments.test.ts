import { expect, test } from 'vitest';
import { asPlainText, CommentText } from '#shared/campaign/comments.ts';

test('what is pasted becomes text that the bank takes: ends of lines, tabs, and no marks that are no text', () => {
  const pasted = 'First\r\nsecond\rthird\u2028fourth\tfifth\u0007 \u202Esixth \ud800';
  const plain = asPlainText(pasted);
  expect(plain).toBe('First\nsecond\nthird\nfourth fifth sixth ');
  expect(CommentText.parse(plain)).toBe('First\nsecond\nthird\nfourth fifth sixth');
});

test('letters of every script, signs and accents stay as they are', () => {
  const typed = 'Één café, 30 % korting – ‘mooi’ 🌱 ελληνικά العربية';
  expect(asPlainText(typed)).toBe(typed);
  expect(CommentText.safeParse(typed).success).toBe(true);
});
