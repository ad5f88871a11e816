import { z } from 'zod';

/** What the bank takes of comments; the application shows the same limits. */
export const COMMENT_LIMITS = {
  textLength: { min: 1, max: 2_000 },
  /** Of one person, over all campaigns. */
  perPersonAndHour: 20,
  perCampaign: 500,
} as const;

/** What is typed is kept beyond the limit of a comment, so that nothing of it is lost before it is shortened. */
export const MOST_NOTE_CHARACTERS = 20_000;

/**
 * Plain text: letters and line feeds. Control characters, halves of characters and marks that turn the direction of the text could make a comment read as
 * what it is not, and no storage takes all of them.
 */
const PLAIN_TEXT = /^(?:\n|[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069])*$/u;

/** A comment's text, without the blanks around it: 1 to 2,000 characters. */
export const CommentText = z
  .string()
  .trim()
  .min(COMMENT_LIMITS.textLength.min)
  .max(COMMENT_LIMITS.textLength.max)
  .regex(PLAIN_TEXT, 'plain text expected');

/** What was typed or pasted as plain text: other ends of lines become line feeds, tabs become blanks, other marks that are no text go. */
export function asPlainText(typed: string): string {
  return typed
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/[^\n\P{Cc}]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, '');
}
