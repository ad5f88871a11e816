import { createReadStream } from 'node:fs';
import { AppError } from '#shared/errors.ts';

/** Longest line that is read; longer ones are refused without being kept. */
export const MAX_LINE_CHARACTERS = 1_048_576;
const MAX_LINES_OF_RECORD = 100;
const READ_BYTES = 1_048_576;

export interface CsvOptions {
  readonly delimiter: string;
  readonly quote: string;
  readonly encoding: string;
  readonly multilineFields: boolean;
}

export type CsvProblem = 'line_too_long' | 'quote_not_closed' | 'quote_misplaced' | 'encoding_invalid';

/** One record, or what is wrong with its line. `isLastUnfinished`: the file ends in this line without a line feed. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly problem?: CsvProblem;
  readonly isLastUnfinished: boolean;
}

interface Line {
  readonly line: number;
  readonly text: string;
  readonly isTooLong: boolean;
  readonly isLastUnfinished: boolean;
}

/**
 * Streams the records of a CSV file in batches, in bounded memory, whatever the file holds. Lines count from 1. Blank lines are counted by the caller's
 * `onBlank` and not yielded; `onBytes` is told what has been read since its last call.
 * @throws AppError `file_unreadable`
 */
export async function* readCsv(
  file: string,
  options: CsvOptions,
  onBlank: () => void,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<readonly CsvRecord[]> {
  const assembler = createAssembler(options, onBlank);
  const splitter = createSplitter();
  const decoder = new TextDecoder(options.encoding);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
      const bytes: Uint8Array = chunk;
      onBytes(bytes.length);
      const records = assembler.take(splitter.push(decoder.decode(bytes, { stream: true })), false);
      if (records.length > 0) yield records;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error) throw new AppError('file_unreadable', { file }, { cause: error });
    throw error;
  }
  const rest = assembler.take([...splitter.push(decoder.decode()), ...splitter.end()], true);
  if (rest.length > 0) yield rest;
}

/** Splits one line into fields; `open` where a quote is not closed by its end. */
export function parseFields(text: string, delimiter: string, quote: string): readonly string[] | 'open' | 'misplaced' {
  if (!text.includes(quote)) return text.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === quote) {
      let field = '';
      at += 1;
      for (;;) {
        const close = text.indexOf(quote, at);
        if (close < 0) return 'open';
        field += text.slice(at, close);
        at = close + 1;
        if (text[at] !== quote) break;
        field += quote;
        at += 1;
      }
      if (at < text.length && text[at] !== delimiter) return 'misplaced';
      fields.push(field);
    } else {
      const end = text.indexOf(delimiter, at);
      fields.push(end < 0 ? text.slice(at) : text.slice(at, end));
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return fields;
    at += 1;
    if (at === text.length) {
      fields.push('');
      return fields;
    }
  }
}

/** Cuts decoded text into lines and forgets what is too long. */
function createSplitter() {
  let rest = '';
  let isSkipping = false;
  let count = 0;
  const make = (text: string, isTooLong: boolean, isLastUnfinished: boolean): Line => {
    count += 1;
    return { line: count, text: text.endsWith('\r') ? text.slice(0, -1) : text, isTooLong, isLastUnfinished };
  };
  return {
    push(text: string): readonly Line[] {
      const lines: Line[] = [];
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        const line = rest + text.slice(from, end);
        lines.push(isSkipping || line.length > MAX_LINE_CHARACTERS ? make('', true, false) : make(line, false, false));
        rest = '';
        isSkipping = false;
        from = end + 1;
      }
      if (!isSkipping) rest += text.slice(from);
      if (rest.length > MAX_LINE_CHARACTERS) {
        rest = '';
        isSkipping = true;
      }
      return lines;
    },
    end(): readonly Line[] {
      if (isSkipping) return [make('', true, true)];
      return rest === '' ? [] : [make(rest, false, true)];
    },
  };
}

/** Makes records of lines: usually one each, several where quoted fields may hold line breaks. */
function createAssembler(options: CsvOptions, onBlank: () => void) {
  const { delimiter, quote } = options;
  let open: Line[] = [];

  function single(line: Line, records: CsvRecord[]): 'open' | 'done' {
    const facts = { line: line.line, isLastUnfinished: line.isLastUnfinished };
    const refuse = (problem: CsvProblem): 'done' => {
      records.push({ ...facts, fields: [], problem });
      return 'done';
    };
    if (line.isTooLong) return refuse('line_too_long');
    if (line.text === '') {
      onBlank();
      return 'done';
    }
    if (line.text.includes('\ufffd')) return refuse('encoding_invalid');
    const fields = parseFields(line.text, delimiter, quote);
    if (fields === 'misplaced') return refuse('quote_misplaced');
    if (fields === 'open') return options.multilineFields ? 'open' : refuse('quote_not_closed');
    records.push({ ...facts, fields });
    return 'done';
  }

  /** The first line of the open record is refused, the others are read again as lines of their own. */
  function giveUp(records: CsvRecord[]): void {
    const [first, ...others] = open;
    open = [];
    if (first === undefined) return;
    records.push({ line: first.line, fields: [], problem: 'quote_not_closed', isLastUnfinished: first.isLastUnfinished });
    for (const line of others) next(line, records);
  }

  function next(line: Line, records: CsvRecord[]): void {
    const first = open[0];
    if (first === undefined) {
      if (single(line, records) === 'open') open = [line];
      return;
    }
    open.push(line);
    const text = open.map((each) => each.text).join('\n');
    const fields =
      line.isTooLong || text.length > MAX_LINE_CHARACTERS || open.length > MAX_LINES_OF_RECORD
        ? 'misplaced'
        : parseFields(text, delimiter, quote);
    if (fields === 'open') return;
    if (fields === 'misplaced') {
      giveUp(records);
      return;
    }
    open = [];
    records.push({ line: first.line, fields, isLastUnfinished: line.isLastUnfinished });
  }

  return {
    take(lines: readonly Line[], isEnd: boolean): readonly CsvRecord[] {
      const records: CsvRecord[] = [];
      for (const line of lines) next(line, records);
      while (isEnd && open.length > 0) giveUp(records);
      return records;
    },
  };
}
