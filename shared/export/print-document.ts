import { z } from 'zod';
import { FileKind, IMAGE_KINDS } from '../campaign/files.ts';
import { Sha256 } from '../units.ts';
import { Drawing } from './drawing.ts';

const Words = z.string().max(6_000);
const Line = z.string().max(400);

const PrintBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text: Line }),
  z.strictObject({ kind: z.literal('paragraph'), text: Words, tone: z.enum(['plain', 'quiet', 'strong']) }),
  /** One large line: what the eye should find first. */
  z.strictObject({ kind: z.literal('headline'), text: Line }),
  z.strictObject({ kind: z.literal('facts'), items: z.array(z.strictObject({ term: Line, value: Words })).max(60) }),
  z.strictObject({ kind: z.literal('list'), isNumbered: z.boolean(), items: z.array(Words).max(40) }),
  /** Cells as the screen says them; the first cell of a row is its header. */
  z.strictObject({
    kind: z.literal('table'),
    caption: Line,
    columns: z.array(Line).min(1).max(20),
    rows: z.array(z.array(Line).max(20)).max(500),
  }),
  z.strictObject({ kind: z.literal('picture'), drawing: Drawing }),
  /** Pictures of a message by their hash, side by side; `missing` stands for one that cannot be had while this is printed. */
  z.strictObject({
    kind: z.literal('images'),
    items: z.array(z.strictObject({ kind: FileKind, sha256: Sha256, alt: Line, missing: Words })).max(IMAGE_KINDS.length),
  }),
  z.strictObject({ kind: z.literal('note'), lines: z.array(Words).max(40) }),
]);
export type PrintBlock = z.infer<typeof PrintBlock>;

/** A document for paper, in words and figures as the screen says them. The language decides hyphenation and how it is read aloud. */
export const PrintDocument = z.strictObject({
  language: z.enum(['en', 'nl', 'fr']),
  title: z.string().min(1).max(300),
  subtitle: Words,
  blocks: z.array(PrintBlock).max(160),
  /** At the foot of each page, left; and the words of its number, with `{page}` and `{pages}`. */
  footer: Line,
  pageWords: Line,
});
export type PrintDocument = z.infer<typeof PrintDocument>;
