import { inflateRawSync } from 'node:zlib';
import { SaxesParser } from 'saxes';

/** Another reader of RFC 4180 than the writer: a record is a list of fields. Throws at a stray quote. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        if (end === -1) throw new Error('a quoted field does not end');
        field += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
    } else {
      const rest = /^[^,\r\n"]*/.exec(text.slice(at))?.[0] ?? '';
      field = rest;
      at += rest.length;
    }
    record.push(field);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      records.push(record);
      record = [];
      at += 2;
    } else throw new Error(`neither a comma nor CRLF after a field, at ${at}`);
  }
  if (record.length > 0) throw new Error('the last record has no end');
  return records;
}

export interface ReadSheet {
  readonly name: string;
  /** Text as text, numbers as numbers, nothing as null. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly formulas: number;
}

/** The sheets of an .xlsx file, read from its zip and its XML alone. */
export function readWorkbook(bytes: Uint8Array): readonly ReadSheet[] {
  const files = unzip(Buffer.from(bytes));
  const xml = (path: string): string => files.get(path)?.toString('utf8') ?? '';
  const shared = texts(xml('xl/sharedStrings.xml'), 'si');
  return attributesOf(xml('xl/workbook.xml'), 'sheet').map(({ name = '' }, index) => {
    const sheet = xml(`xl/worksheets/sheet${index + 1}.xml`);
    return { name, rows: rowsOf(sheet, shared), formulas: attributesOf(sheet, 'f').length };
  });
}

function rowsOf(xml: string, shared: readonly string[]): ReadSheet['rows'] {
  const rows: (string | number | null)[][] = [];
  let cell = { type: '', text: '', isValue: false, column: 0 };
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') rows.push([]);
    if (name === 'c') cell = { type: attributes['t'] ?? 'n', text: '', isValue: false, column: columnIn(attributes['r'] ?? '') };
    if (name === 'v' || name === 't') cell.isValue = true;
  });
  parser.on('text', (text) => {
    if (cell.isValue) cell.text += text;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'v' || name === 't') cell.isValue = false;
    if (name !== 'c') return;
    const { type, text, column } = cell;
    const row = rows.at(-1) ?? [];
    while (row.length < column) row.push(null);
    row.push(text === '' ? null : type === 's' ? (shared[Number(text)] ?? '') : type === 'n' ? Number(text) : text);
  });
  parser.write(xml).close();
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => null)]);
}

/** 0 for `A7`, 26 for `AA7`. */
function columnIn(reference: string): number {
  return [...(/^[A-Z]+/.exec(reference)?.[0] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function texts(xml: string, element: string): readonly string[] {
  if (xml === '') return [];
  const found: string[] = [];
  let isInside = false;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    if (name === element) found.push('');
    if (name === 't') isInside = true;
  });
  parser.on('text', (text) => {
    if (isInside) found.push(`${found.pop() ?? ''}${text}`);
  });
  parser.on('closetag', ({ name }) => {
    if (name === 't') isInside = false;
  });
  parser.write(xml).close();
  return found;
}

/** The attributes of every element of a name; also a check that the text is well-formed XML. */
export function attributesOf(xml: string, element: string): readonly Readonly<Record<string, string>>[] {
  const found: Record<string, string>[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === element) found.push({ ...attributes });
  });
  parser.write(xml).close();
  return found;
}

/** The files of a zip by their names, from its central directory; stored or deflated. */
function unzip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end === -1) throw new Error('no zip');
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, nameLength, extraLength, commentLength, local] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    files.set(name, method === 0 ? content : inflateRawSync(content));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
