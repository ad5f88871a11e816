import { createReadStream } from 'node:fs';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { AppError } from '#shared/errors.ts';
import { type DetailField, type ElementRole, type EntryField, type Fields, rolesOf, type StatementField } from './elements.ts';

/** One entry of a statement, as text. Amounts come with their currencies in `currencies`, by the same names. */
export interface CamtEntry {
  readonly statement: number;
  readonly statementId: string;
  readonly account: string;
  readonly fields: Fields<EntryField>;
  readonly currency: string;
  readonly details: readonly CamtDetail[];
  /** More details than {@link MAX_DETAILS} are counted and not kept. */
  readonly detailCount: number;
}

export interface CamtDetail {
  readonly fields: Fields<DetailField>;
  readonly currency: string;
  readonly transactionCurrency: string;
}

/** Details of one entry that are kept. */
export const MAX_DETAILS = 10_000;
const READ_BYTES = 262_144;
/** Longest piece of text between two marks, such as an attribute or a comment; nothing of CAMT comes near it. */
const MAX_TOKEN_CHARACTERS = 4_194_304;
const MAX_FIELD_CHARACTERS = 2_000;
const MAX_DEPTH = 100;
const ENCODINGS = new Set(['utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'iso-8859-15', 'windows-1252', 'utf-16', 'utf-16le', 'utf-16be']);

/**
 * Streams the entries of a CAMT.052, .053 or .054 file in batches. Memory is bounded whatever the file holds. A document type is refused, so that no entity
 * is ever expanded.
 * @param onBytes told how many bytes have been read since the last call
 * @throws AppError `file_unreadable`; `import_failed` where the file is not well-formed to its end, of another namespace or without a statement
 */
export async function* readCamt(file: string, onBytes: (bytes: number) => void = () => undefined): AsyncGenerator<readonly CamtEntry[]> {
  const parser = createParser();
  let decoder: TextDecoder | undefined;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
      const bytes: Uint8Array = chunk;
      onBytes(bytes.length);
      decoder ??= decoderFor(bytes);
      const entries = parser.take(decode(decoder, bytes));
      if (entries.length > 0) yield entries;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error) throw new AppError('file_unreadable', { file }, { cause: error });
    throw error;
  }
  const rest = parser.end(decoder === undefined ? '' : decode(decoder));
  if (rest.length > 0) yield rest;
}

/** The encoding of a byte-order mark, or that of the XML declaration, or UTF-8. */
function decoderFor(bytes: Uint8Array): TextDecoder {
  const [first, second] = bytes;
  const begin = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']{1,40})["']/.exec(begin)?.[1]?.toLowerCase() ?? 'utf-8';
  const name = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : declared;
  if (!ENCODINGS.has(name)) throw new AppError('import_failed', { problem: `the encoding ${JSON.stringify(name)} is not known` });
  return new TextDecoder(name, { fatal: true });
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw new AppError(
      'import_failed',
      { problem: `the file has bytes that are not of its encoding, ${decoder.encoding}` },
      { cause: error },
    );
  }
}

interface OpenEntry {
  readonly fields: Fields<EntryField>;
  currency: string;
  readonly details: OpenDetail[];
  detailCount: number;
}
interface OpenDetail {
  readonly fields: Fields<DetailField>;
  currency: string;
  transactionCurrency: string;
}

function createParser() {
  const parser = new SaxesParser({ xmlns: true });
  let entries: CamtEntry[] = [];
  let isRootSeen = false;
  let depth = 0;
  /** Elements below one that has no role. */
  let skippedDepth = 0;
  let namespace = '';
  const roles: ElementRole[] = [];
  let statements = 0;
  let statement: Fields<StatementField> = {};
  let entry: OpenEntry | undefined;
  let detail: OpenDetail | undefined;
  let text: string | undefined;
  let charactersSinceMark = 0;

  const fail = (problem: string, cause?: unknown): never => {
    throw new AppError('import_failed', { problem: `line ${parser.line}, column ${parser.column}: ${problem}` }, { cause });
  };

  function open(tag: SaxesTagNS): void {
    charactersSinceMark = 0;
    depth += 1;
    if (depth > MAX_DEPTH) fail(`elements lie more than ${MAX_DEPTH} deep`);
    if (skippedDepth > 0) {
      skippedDepth += 1;
      return;
    }
    const parent = roles.at(-1);
    if (parent === undefined) {
      openRoot(tag);
      return;
    }
    const role = tag.uri === namespace ? parent.children.get(tag.local) : undefined;
    if (role === undefined) {
      if (roles.length === 1) fail(`${JSON.stringify(tag.local.slice(0, 60))} is not the message of this namespace`);
      skippedDepth = 1;
      return;
    }
    roles.push(role);
    begin(role, tag);
  }

  function openRoot(tag: SaxesTagNS): void {
    const role = rolesOf(tag.uri);
    if (role === undefined || tag.local !== 'Document')
      return fail(
        `a Document of CAMT.052, .053 or .054 expected, not ${JSON.stringify(tag.local.slice(0, 60))} of ${JSON.stringify(tag.uri.slice(0, 100))}`,
      );
    isRootSeen = true;
    namespace = tag.uri;
    roles.push(role);
  }

  function begin(role: ElementRole, tag: SaxesTagNS): void {
    if (role.begins === 'statement') {
      statements += 1;
      statement = {};
    } else if (role.begins === 'entry') entry = { fields: {}, currency: '', details: [], detailCount: 0 };
    else if (role.begins === 'detail' && entry !== undefined) {
      entry.detailCount += 1;
      detail = { fields: {}, currency: '', transactionCurrency: '' };
      if (entry.details.length < MAX_DETAILS) entry.details.push(detail);
    } else if (role.field !== undefined) {
      text = '';
      noteCurrency(role.field, tag.attributes['Ccy']?.value);
    }
  }

  function noteCurrency(field: NonNullable<ElementRole['field']>, currency: string | undefined): void {
    if (currency === undefined) return;
    if (field.of === 'entry' && field.name === 'amount' && entry !== undefined) entry.currency ||= currency;
    if (field.of === 'detail' && field.name === 'amount' && detail !== undefined) detail.currency ||= currency;
    if (field.of === 'detail' && field.name === 'transactionAmount' && detail !== undefined) detail.transactionCurrency ||= currency;
  }

  function close(): void {
    charactersSinceMark = 0;
    depth -= 1;
    if (skippedDepth > 0) {
      skippedDepth -= 1;
      return;
    }
    const role = roles.pop();
    if (role?.field !== undefined && text !== undefined && text.trim() !== '') keep(role.field, text.trim());
    text = undefined;
    if (role?.begins === 'detail') detail = undefined;
    if (role?.begins === 'entry' && entry !== undefined) {
      entries.push({ ...entry, statement: statements, statementId: statement.id ?? '', account: statement.account ?? '' });
      entry = undefined;
    }
  }

  function keep(field: NonNullable<ElementRole['field']>, value: string): void {
    if (field.of === 'statement') statement[field.name] ??= value;
    else if (field.of === 'entry' && entry !== undefined) entry.fields[field.name] ??= value;
    else if (field.of === 'detail' && detail !== undefined) detail.fields[field.name] ??= value;
  }

  function addText(piece: string): void {
    charactersSinceMark = 0;
    if (text === undefined) return;
    text += piece;
    if (text.length > MAX_FIELD_CHARACTERS) fail(`an element has more than ${MAX_FIELD_CHARACTERS} characters`);
  }

  parser.on('doctype', () => fail('a document type is refused'));
  parser.on('error', (error) => {
    throw new AppError('import_failed', { problem: `not well-formed: ${error.message.slice(0, 200)}` }, { cause: error });
  });
  parser.on('opentag', open);
  parser.on('closetag', close);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', () => (charactersSinceMark = 0));

  function takeEntries(): readonly CamtEntry[] {
    const taken = entries;
    entries = [];
    return taken;
  }
  return {
    take(piece: string): readonly CamtEntry[] {
      charactersSinceMark += piece.length;
      parser.write(piece);
      if (charactersSinceMark > MAX_TOKEN_CHARACTERS) fail(`a text, comment or tag has more than ${MAX_TOKEN_CHARACTERS} characters`);
      return takeEntries();
    },
    end(piece: string): readonly CamtEntry[] {
      parser.write(piece).close();
      if (!isRootSeen) throw new AppError('import_failed', { problem: 'the file has no XML document' });
      if (statements === 0) throw new AppError('import_failed', { problem: 'the message has no report, statement or notification' });
      return takeEntries();
    },
  };
}
