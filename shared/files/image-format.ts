/** A picture's format and size in pixels, as its own header says them. */
export interface ImageHeader {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

export type ImageProblem =
  /** Neither a PNG nor a JPEG, or a broken one. */
  | 'not_an_image'
  /** Another format or size than was said. */
  | 'unexpected'
  /** Holds something that is not picture: metadata, comments, a second file behind the end. */
  | 'not_clean';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Chunks that are picture and nothing else (header, palette, transparency, pixels, end), with the most bytes of each. */
const PNG_CHUNKS: Readonly<Record<string, number>> = { IHDR: 13, PLTE: 768, tRNS: 256, IDAT: 0x7fffffff, IEND: 0 };

const JPEG_FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
/** JFIF header, tables, baseline or progressive frame, restart interval, scan. No other application segment (EXIF, ICC, XMP), no comment. */
const JPEG_SEGMENTS = new Set([0xe0, 0xdb, 0xc0, 0xc2, 0xc4, 0xdd, 0xda]);

/**
 * Reads what a PNG or JPEG says of itself, without decoding a pixel, so that a picture that would be too large to decode is refused before.
 * Undefined for anything else.
 */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  if (isPng(bytes)) return pngHeader(bytes);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const frame = jpegSegments(bytes)?.find(({ marker }) => JPEG_FRAMES.has(marker));
  if (frame === undefined || frame.length < 8) return undefined;
  return sized('image/jpeg', word(bytes, frame.at + 7), word(bytes, frame.at + 5));
}

/**
 * Holds a finished picture against what was said of it, byte by byte from the first to the last: known parts only, in order, checksums right (PNG),
 * nothing behind the end. What passes holds no metadata and no second file.
 */
export function imageProblem(bytes: Uint8Array, expected: ImageHeader): ImageProblem | undefined {
  const header = imageHeader(bytes);
  if (header === undefined) return 'not_an_image';
  if (header.mediaType !== expected.mediaType || header.width !== expected.width || header.height !== expected.height) return 'unexpected';
  return header.mediaType === 'image/png' ? pngProblem(bytes) : jpegProblem(bytes);
}

function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((value, index) => bytes[index] === value);
}

function pngHeader(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 33 || ascii(bytes, 12, 16) !== 'IHDR' || long(bytes, 8) !== 13) return undefined;
  return sized('image/png', long(bytes, 16), long(bytes, 20));
}

function sized(mediaType: ImageHeader['mediaType'], width: number, height: number): ImageHeader | undefined {
  return width > 0 && height > 0 ? { mediaType, width, height } : undefined;
}

function pngProblem(bytes: Uint8Array): ImageProblem | undefined {
  const names: string[] = [];
  let at: number = PNG_SIGNATURE.length;
  while (at < bytes.length) {
    const length = long(bytes, at);
    const end = at + 12 + length;
    if (at + 12 > bytes.length || end > bytes.length) return 'not_an_image';
    const name = ascii(bytes, at + 4, at + 8);
    if (long(bytes, end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return 'not_an_image';
    // The most that a chunk of this name has a use for: what is beyond is no picture. Pixels are held to their size where they are unpacked.
    const most = PNG_CHUNKS[name];
    if (most === undefined || length > most) return 'not_clean';
    names.push(name);
    at = end;
    if (name === 'IEND' && at !== bytes.length) return 'not_clean';
  }
  const order = names.filter((name, index) => name !== 'IDAT' || names[index - 1] !== 'IDAT').join(' ');
  return /^IHDR (?:PLTE )?(?:tRNS )?IDAT IEND$/.test(order) ? undefined : 'not_an_image';
}

function jpegProblem(bytes: Uint8Array): ImageProblem | undefined {
  const segments = jpegSegments(bytes);
  if (segments === undefined) return 'not_an_image';
  const last = segments.at(-1);
  if (last?.marker !== 0xd9) return 'not_an_image';
  if (last.at + 2 !== bytes.length) return 'not_clean';
  const body = segments.slice(0, -1);
  if (body.some(({ marker }) => !JPEG_SEGMENTS.has(marker))) return 'not_clean';
  const jfif = body.filter(({ marker }) => marker === 0xe0);
  // JFIF 1.01 without a thumbnail is 16 bytes long; anything longer carries something.
  if (jfif.length > 1 || jfif.some(({ length }) => length !== 16)) return 'not_clean';
  return undefined;
}

export interface Segment {
  readonly marker: number;
  /** Where its marker begins. */
  readonly at: number;
  /** As it says itself, without the marker; 0 for the end of the picture. */
  readonly length: number;
}

/** The segments of a JPEG up to the end of the picture; undefined where they do not follow one another. */
export function jpegSegments(bytes: Uint8Array): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return [...segments, { marker, at, length: 0 }];
    const length = word(bytes, at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return undefined;
    segments.push({ marker, at, length });
    at += 2 + length;
    if (marker === 0xda) at = endOfScan(bytes, at);
  }
  return segments;
}

/** Entropy-coded bytes end at a marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at += 1;
  }
  return bytes.length;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}

function long(bytes: Uint8Array, at: number): number {
  return word(bytes, at) * 65_536 + word(bytes, at + 2);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_value, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

/** The checksum of PNG chunks (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
