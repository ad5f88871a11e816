import { isOnItsSide, type Orientation } from '#shared/files/jpeg-orientation.ts';
import type { Bitmap } from './prepare-image.ts';

type Place = readonly [x: number, y: number];

/** Where a pixel of the upright picture lies in the picture as the camera wrote it; `right` and `low` are the last column and row of the latter. */
const SOURCES: Readonly<Record<Orientation, (x: number, y: number, right: number, low: number) => Place>> = {
  1: (x, y) => [x, y],
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, low) => [right - x, low - y],
  4: (x, y, _right, low) => [x, low - y],
  5: (x, y) => [y, x],
  6: (x, y, _right, low) => [y, low - x],
  7: (x, y, right, low) => [right - y, low - x],
  8: (x, y, right) => [right - y, x],
};

/** The picture as its camera saw it; on its side it changes width and height. */
export function turnedUpright(bitmap: Bitmap, orientation: Orientation): Bitmap {
  if (orientation === 1) return bitmap;
  const size = isOnItsSide(orientation) ? { width: bitmap.height, height: bitmap.width } : { width: bitmap.width, height: bitmap.height };
  const from = new Uint32Array(bitmap.pixels.buffer.slice(bitmap.pixels.byteOffset, bitmap.pixels.byteOffset + bitmap.pixels.byteLength));
  const to = new Uint32Array(from.length);
  const sourceOf = SOURCES[orientation];
  for (let y = 0, at = 0; y < size.height; y += 1)
    for (let x = 0; x < size.width; x += 1, at += 1) {
      const [column, row] = sourceOf(x, y, bitmap.width - 1, bitmap.height - 1);
      to[at] = from[row * bitmap.width + column] ?? 0;
    }
  return { ...size, pixels: Buffer.from(to.buffer) };
}
