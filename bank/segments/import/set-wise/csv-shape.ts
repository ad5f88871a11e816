import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import type { CsvOptions } from '../csv.ts';

const READ_BYTES = 1_048_576;
const LINE_FEED = 0x0a;
/** Longer lines, in bytes, are left to the reader that refuses them. */
const MAX_LINE_BYTES = 1_000_000;
/** Bytes that give a text file another meaning than lines and delimiters, or that the engine needs for itself. */
const SPECIAL_BYTES = [0x00, 0x0d, 0x1e, 0x1f];
const REPLACEMENT = Buffer.from('\ufffd');
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** A text file in which every line is one record, and a record's fields are what stands between the delimiters. */
export interface RegularCsv {
  readonly lines: number;
  readonly firstLine: string;
  readonly endsWithLineFeed: boolean;
}

/**
 * Looks through a file once, quickly, for anything that needs the careful reader: quotes, carriage returns, blank or very long lines, bytes that are not
 * UTF-8. Undefined where there is any.
 */
export async function regularCsv(file: string, options: CsvOptions): Promise<RegularCsv | undefined> {
  if (options.encoding !== 'utf-8' || options.multilineFields || !/^[ -~\t]$/.test(options.quote) || !/^[!-~\t]$/.test(options.delimiter))
    return undefined;
  const special = [...SPECIAL_BYTES, options.quote.charCodeAt(0)];
  let lines = 0;
  let firstLine: string | undefined;
  /** What follows the last line feed. */
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
    const read: Uint8Array = chunk;
    const bytes = Buffer.concat([rest, read]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const whole = bytes.subarray(0, end);
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES || !isRegular(whole, special)) return undefined;
    if (firstLine === undefined && end > 0) {
      if (bytes.indexOf(BYTE_ORDER_MARK) === 0) return undefined;
      firstLine = new TextDecoder().decode(whole.subarray(0, whole.indexOf(LINE_FEED)));
    }
    const count = countLines(whole);
    if (count === undefined) return undefined;
    lines += count;
  }
  if (firstLine === undefined || !isRegular(rest, special)) return undefined;
  return { lines: lines + (rest.length > 0 ? 1 : 0), firstLine, endsWithLineFeed: rest.length === 0 };
}

function isRegular(bytes: Buffer, special: readonly number[]): boolean {
  return isUtf8(bytes) && !bytes.includes(REPLACEMENT) && special.every((byte) => !bytes.includes(byte));
}

/** Undefined where a line is blank or too long. */
function countLines(bytes: Buffer): number | undefined {
  let lines = 0;
  for (let from = 0; from < bytes.length; lines += 1) {
    const end = bytes.indexOf(LINE_FEED, from);
    if (end === from || end - from > MAX_LINE_BYTES) return undefined;
    from = end + 1;
  }
  return lines;
}
