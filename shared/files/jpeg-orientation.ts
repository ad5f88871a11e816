import { jpegSegments } from './image-format.ts';

/** How the camera lay, as EXIF counts it (CIPA DC-008, tag 274): 1 upright, 2 to 8 mirrored, upside down or on a side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
const ORIENTATIONS: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

const EXIF_SEGMENT = 0xe1;
const ORIENTATION_TAG = 274;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** What a JPEG's EXIF segment says of the camera's position; 1 where it says nothing, or nothing that can be read. Nothing else of the segment is looked at. */
export function jpegOrientation(bytes: Uint8Array): Orientation {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return 1;
  for (const { marker, at, length } of jpegSegments(bytes) ?? []) {
    if (marker !== EXIF_SEGMENT) continue;
    const found = orientationIn(bytes.subarray(at + 4, at + 2 + length));
    if (found !== undefined) return found;
  }
  return 1;
}

/** `Exif\0\0`, then a TIFF header (byte order, 42, where the first directory is), then its entries of twelve bytes: tag, type, count, value. */
function orientationIn(segment: Uint8Array): Orientation | undefined {
  if (String.fromCharCode(...segment.subarray(0, 6)) !== 'Exif\0\0' || segment.length < 16) return undefined;
  const tiff = new DataView(segment.buffer, segment.byteOffset + 6, segment.length - 6);
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const isLittle = order === 0x4949;
  const directory = tiff.getUint32(4, isLittle);
  if (tiff.getUint16(2, isLittle) !== 42 || directory + 2 > tiff.byteLength) return undefined;
  const entries = tiff.getUint16(directory, isLittle);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.byteLength) return undefined;
    if (tiff.getUint16(at, isLittle) !== ORIENTATION_TAG || tiff.getUint16(at + 2, isLittle) !== SHORT) continue;
    return ORIENTATIONS.find((known) => known === tiff.getUint16(at + 8, isLittle));
  }
  return undefined;
}

/** Whether a picture of this orientation is as wide as it says it is high. */
export function isOnItsSide(orientation: Orientation): boolean {
  return orientation >= 5;
}
