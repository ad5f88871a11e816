export type PdfProblem =
  /** Does not begin and end as a PDF does, or holds something behind its end. */
  | 'not_evidence'
  /** Needs a password, or locks parts of itself. */
  | 'encrypted'
  /** Can do more than be read. */
  | 'active_content'
  /** Keeps objects in a way that cannot be looked into. */
  | 'not_readable';

/** Unpacks one zlib stream; undefined where it is broken or would be more than so many bytes. */
export type Unpack = (bytes: Uint8Array, mostBytes: number) => Promise<Uint8Array | undefined>;

/** Most bytes that the object streams of one file may unpack to, together. */
const MOST_UNPACKED_BYTES = 33_554_432;

/** Behind a name comes white space, a delimiter, or the end. */
const NAME_END = '(?![^\\0\\t\\n\\f\\r ()<>\\[\\]{}/%])';
const ENCRYPTED = new RegExp(`/Encrypt${NAME_END}`);
/** Names of what runs, starts, sends, plays, or carries another file. Long enough not to stand in packed bytes by chance. */
const ACTIVE = new RegExp(
  `/(?:JavaScript|Launch|Rendition|SubmitForm|ImportData|GoToE|EmbeddedFiles?|RichMedia(?:Content|Execute|Settings)?|Movie|XFA)${NAME_END}`,
);
/** Too short to be looked for in packed bytes: by chance it stands in every third picture of 5 MB. The actions that it belongs to are in {@link ACTIVE}. */
const SCRIPT = new RegExp(`/JS${NAME_END}`);

/**
 * Looks at a PDF without drawing it: header and end, nothing behind the end, no encryption, and none of the names that make a reader do more than show pages,
 * wherever they stand, also written with escapes or in packed object streams, which are unpacked for it. What only happens on opening may be a place in the
 * document to go to, and nothing else.
 *
 * It is a search for names, no reader: it says nothing of fonts, pictures and page contents, nor of a reader that reads a broken file in a way of its own.
 */
export async function pdfProblem(bytes: Uint8Array, unpack: Unpack): Promise<PdfProblem | undefined> {
  // One character per byte: positions in the text are positions in the file.
  const text = latin1(bytes);
  if (!isPdf(text)) return 'not_evidence';
  const names = unescaped(text);
  if (ENCRYPTED.test(names)) return 'encrypted';
  if (ACTIVE.test(names)) return 'active_content';
  const parts = await lookInto(bytes, text, unpack);
  if (parts === undefined) return 'not_readable';
  const objects = unescaped(`${parts.outside}\n${parts.packed.map(({ objects: inside }) => inside).join('\n')}`);
  if (ENCRYPTED.test(objects)) return 'encrypted';
  if (ACTIVE.test(objects) || SCRIPT.test(objects)) return 'active_content';
  return opensQuietly(objects, parts) ? undefined : 'active_content';
}

/** Whether the bytes begin as a PDF does; for telling formats apart. */
export function beginsAsPdf(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 5)) === '%PDF-';
}

function isPdf(text: string): boolean {
  return /^%PDF-(?:1\.[0-7]|2\.0)\s/.test(text) && /startxref\s+\d+\s+%%EOF\s*$/.test(text.slice(-1_024));
}

interface PackedObjects {
  /** Number of each object and where it begins in the whole text. */
  readonly places: ReadonlyMap<string, number>;
  readonly objects: string;
}

interface Parts {
  /** The file without what stands in streams. */
  readonly outside: string;
  readonly packed: readonly PackedObjects[];
}

/** Takes the streams out, and unpacks those that hold objects. Undefined where one has no end or cannot be unpacked. */
async function lookInto(bytes: Uint8Array, text: string, unpack: Unpack): Promise<Parts | undefined> {
  const outside: string[] = [];
  const packed: PackedObjects[] = [];
  let left = MOST_UNPACKED_BYTES;
  let at = 0;
  for (const begin of text.matchAll(/(?<!end)stream(?:\r\n|\n|\r)/g)) {
    // Within the stream before: the word by chance, or on purpose.
    if (begin.index < at) continue;
    const from = begin.index + begin[0].length;
    const end = text.indexOf('endstream', from);
    if (end === -1) return undefined;
    const before = text.slice(at, begin.index);
    outside.push(before);
    at = end;
    if (!holdsObjects(unescaped(before))) continue;
    const dictionary = unescaped(before.slice(before.lastIndexOf(' obj') + 1));
    // Said somewhere before the stream and not where it belongs, for example because a text in it looks like the beginning of another object.
    if (!holdsObjects(dictionary)) return undefined;
    const unpacked = await unpackedObjects(dictionary, bytes.subarray(from, end), unpack, left);
    if (unpacked === undefined) return undefined;
    left -= unpacked.length;
    packed.push(objectsOf(dictionary, unpacked));
  }
  outside.push(text.slice(at));
  return { outside: outside.join('\n'), packed };
}

/** An object stream by its type, or by the key that only such a stream has, with a number in it: a reader may not look at the type. */
function holdsObjects(dictionary: string): boolean {
  return /\/ObjStm\b/.test(dictionary) || /\/First\s+\d+(?![\d]|\s+\d+\s+R)/.test(dictionary);
}

async function unpackedObjects(dictionary: string, bytes: Uint8Array, unpack: Unpack, mostBytes: number): Promise<string | undefined> {
  const isPacked = /\/Filter\s*(?:\/FlateDecode(?=[\s/>])|\[\s*\/FlateDecode\s*\])/.test(dictionary);
  if (!isPacked) return /\/Filter\b/.test(dictionary) || bytes.length > mostBytes ? undefined : latin1(bytes);
  // Pixels are stored as differences, objects are not: a reader would read something else than stands here.
  if (/\/(?:Predictor|DecodeParms)\b/.test(dictionary)) return undefined;
  const unpacked = await unpack(bytes, mostBytes);
  return unpacked === undefined ? undefined : latin1(unpacked);
}

/** The stream begins with pairs of numbers, object and place, then come the objects. */
function objectsOf(dictionary: string, text: string): PackedObjects {
  const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
  const numbers = text.slice(0, first).trim().split(/\s+/);
  const places = new Map<string, number>();
  for (let index = 0; index + 1 < numbers.length; index += 2) places.set(numbers[index] ?? '', first + Number(numbers[index + 1]));
  return { places, objects: text };
}

/** Whether what happens on opening is only a place to go to, in every version of the document that the file holds. */
function opensQuietly(objects: string, parts: Parts): boolean {
  for (const { index, 0: key } of objects.matchAll(new RegExp(`/OpenAction${NAME_END}\\s*`, 'g'))) {
    const value = objects.slice(index + key.length);
    const reference = /^(\d+)\s+(\d+)\s+R\b/.exec(value);
    if (reference === null) {
      if (!isPlace(value)) return false;
      continue;
    }
    const [, number = '', generation = ''] = reference;
    const defined = [...parts.outside.matchAll(new RegExp(`(?<!\\d)${number}\\s+${generation}\\s+obj\\s*`, 'g'))].map((match) =>
      parts.outside.slice(match.index + match[0].length),
    );
    const inside = parts.packed.flatMap(({ places, objects: text }) => {
      const place = places.get(number);
      return place === undefined ? [] : [text.slice(place)];
    });
    const all = [...defined, ...inside].map((text) => unescaped(text.slice(0, 2_000)));
    if (all.length === 0 || !all.every(isPlace)) return false;
  }
  return true;
}

/** A destination, or an action that goes to one and leads to no other. */
function isPlace(value: string): boolean {
  if (/^\s*\[/.test(value)) return true;
  const action = /^\s*<<([^<>]*)>>/.exec(value)?.[1];
  return action !== undefined && /\/S\s*\/GoTo(?=[\s/]|$)/.test(action) && !/\/Next\b/.test(action);
}

/** Names may be written with `#` and two hexadecimal digits for a character. */
function unescaped(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_whole, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

const PIECE_BYTES = 32_768;

function latin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES)));
  return pieces.join('');
}
