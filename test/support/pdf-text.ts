import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  readonly title: string;
  /** The words of each page, in the order they are painted, without the white space between them. */
  readonly pages: readonly string[];
}

/**
 * The text of a PDF by its fonts' own tables of characters (ToUnicode), as a reader's search finds it. Knows what Chromium writes: plain objects,
 * deflated streams, glyphs of one byte or two.
 */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const file = Buffer.from(bytes);
  const source = file.toString('latin1');
  if (!source.startsWith('%PDF-') || !source.trimEnd().endsWith('%%EOF')) throw new Error('not a whole PDF');
  const objects = objectsIn(file, source);
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b(?!s)/.test(head));
  return {
    title: titleIn(source),
    pages: pages.map(({ head }) => {
      const fonts = fontsOf(head, objects);
      const content = /\/Contents\s+(\d+) 0 R/.exec(head)?.[1] ?? '';
      return textOf(objects.get(content)?.body ?? '', fonts);
    }),
  };
}

interface PdfObject {
  readonly head: string;
  readonly body: string;
}

function objectsIn(file: Buffer, source: string): ReadonlyMap<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  for (const match of source.matchAll(/(?:^|\n)(\d+) 0 obj\s/g)) {
    const start = match.index + match[0].length;
    const end = source.indexOf('endobj', start);
    const stream = source.indexOf('stream\n', start);
    const hasStream = stream !== -1 && stream < end;
    const head = source.slice(start, hasStream ? stream : end);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const raw = hasStream ? file.subarray(stream + 7, stream + 7 + length) : Buffer.alloc(0);
    const body =
      hasStream && /\/Subtype\s*\/Image|\/FontFile|\/Length1/.test(head)
        ? ''
        : raw.length === 0
          ? ''
          : /FlateDecode/.test(head)
            ? inflateSync(raw).toString('latin1')
            : raw.toString('latin1');
    objects.set(match[1] ?? '', { head, body });
  }
  return objects;
}

type Glyphs = ReadonlyMap<string, string>;

function fontsOf(page: string, objects: ReadonlyMap<string, PdfObject>): ReadonlyMap<string, Glyphs> {
  const fonts = new Map<string, Glyphs>();
  const resources = objects.get(/\/Resources\s+(\d+) 0 R/.exec(page)?.[1] ?? '')?.head ?? page;
  const list = /\/Font\s*<<([^>]*)>>/.exec(resources)?.[1] ?? '';
  for (const [, name = '', id = ''] of list.matchAll(/\/(\S+)\s+(\d+) 0 R/g)) {
    const map = /\/ToUnicode\s+(\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
    fonts.set(name, glyphsOf(objects.get(map)?.body ?? ''));
  }
  return fonts;
}

function glyphsOf(map: string): Glyphs {
  const glyphs = new Map<string, string>();
  const words = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', text = ''] of block.matchAll(/<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>/g))
      glyphs.set(glyph.toUpperCase(), words(text));
  for (const [, block = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>/g))
      for (let glyph = Number.parseInt(from, 16); glyph <= Number.parseInt(to, 16); glyph += 1)
        glyphs.set(
          glyph.toString(16).toUpperCase().padStart(from.length, '0'),
          words((Number.parseInt(text, 16) + glyph - Number.parseInt(from, 16)).toString(16).padStart(4, '0')),
        );
  return glyphs;
}

function textOf(content: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let font: Glyphs | undefined;
  let text = '';
  const parts = /\/(\S+)\s+[\d.]+\s+Tf|((?:<[0-9a-fA-F]*>|\[(?:\s*<[0-9a-fA-F]*>\s*|\s*-?[\d.]+\s*)*\])\s*T[jJ])/g;
  for (const [, name, shown = ''] of content.matchAll(parts)) {
    if (name !== undefined) font = fonts.get(name);
    else for (const [, hex = ''] of shown.matchAll(/<([0-9a-fA-F]*)>/g)) text += wordsOf(hex, font);
  }
  return text.replace(/\s+/g, '');
}

/** A font's glyphs all have codes of one length. */
function wordsOf(hex: string, font: Glyphs | undefined): string {
  const length = [...(font?.keys() ?? [])][0]?.length ?? 4;
  const codes = hex.toUpperCase().match(new RegExp(`.{${length}}`, 'g')) ?? [];
  return codes.map((code) => font?.get(code) ?? '').join('');
}

function titleIn(source: string): string {
  const plain = /\/Title\s*\(((?:[^()\\]|\\.)*)\)/.exec(source)?.[1];
  if (plain !== undefined && !plain.startsWith('\u00fe\u00ff')) return plain.replace(/\\(.)/g, '$1');
  const hex = /\/Title\s*<([0-9a-fA-F]+)>/.exec(source)?.[1] ?? '';
  return Buffer.from(hex, 'hex').subarray(2).swap16().toString('utf16le');
}
