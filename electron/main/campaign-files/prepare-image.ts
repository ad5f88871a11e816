import { FILE_LIMITS, type FileProblem, IMAGE_SIZES, type ImageKind } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import { imageHeader, imageProblem } from '#shared/files/image-format.ts';
import { isOnItsSide, jpegOrientation } from '#shared/files/jpeg-orientation.ts';
import { turnedUpright } from './turn-upright.ts';

/** Four bytes a pixel, blue green red alpha, alpha multiplied in; row by row from the top. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** Decodes and encodes pictures: Electron's own, or a fake in tests. */
export interface ImageCodec {
  /** Undefined for what it cannot decode. */
  readonly decode: (bytes: Buffer) => Pick<Bitmap, 'width' | 'height'> | undefined;
  /** Decodes, scales and cuts out the middle so that the picture fills the size. */
  readonly cover: (bytes: Buffer, size: Pick<Bitmap, 'width' | 'height'>) => Bitmap;
  readonly toPng: (bitmap: Bitmap) => Buffer;
  /** @param quality 0 to 100 */
  readonly toJpeg: (bitmap: Bitmap, quality: number) => Buffer;
}

export interface PreparedImage {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer;
}

const JPEG_QUALITIES: readonly number[] = [90, 82, 74, 66, 58, 50];

/**
 * Turns a picture from outside into one for its place: refused by its header before it is decoded where it would be too large, decoded, scaled and cut
 * to the exact size, turned upright where the camera noted that it lay on its side, encoded anew, so that metadata and whatever stood behind the picture are gone. A PNG stays one where it fits the limit.
 * @throws AppError `file_refused`
 */
export function prepareImage(kind: ImageKind, source: Buffer, codec: ImageCodec): PreparedImage {
  if (source.length > FILE_LIMITS.sourceImageBytes) throw refusal('too_large');
  const size = IMAGE_SIZES[kind];
  const header = imageHeader(source);
  if (header === undefined) throw refusal('not_an_image');
  if (header.width * header.height > FILE_LIMITS.sourceImagePixels) throw refusal('too_many_pixels');
  const orientation = jpegOrientation(source);
  // As the decoder sees it: the note about the camera is not picture, and it does not turn by it.
  const lying = isOnItsSide(orientation) ? { width: size.height, height: size.width } : size;
  if (header.width < lying.width || header.height < lying.height) throw refusal('too_small');
  const decoded = codec.decode(source);
  // A decoder that sees another picture than the header says was led astray by the file.
  if (decoded?.width !== header.width || decoded.height !== header.height) throw refusal('not_an_image');
  const bitmap = turnedUpright(codec.cover(source, lying), orientation);
  const prepared = encodeWithin(header.mediaType, bitmap, codec, FILE_LIMITS.imageBytes);
  if (prepared === undefined) throw refusal('not_reducible');
  if (imageProblem(prepared.bytes, { mediaType: prepared.mediaType, ...size }) !== undefined) throw refusal('not_clean');
  return prepared;
}

/** Encodes a picture within a limit: a PNG stays one where it fits. Undefined where even a coarse JPEG does not. */
export function encodeWithin(
  mediaType: PreparedImage['mediaType'],
  bitmap: Bitmap,
  codec: ImageCodec,
  mostBytes: number,
): PreparedImage | undefined {
  if (mediaType === 'image/png') {
    const bytes = codec.toPng(bitmap);
    if (bytes.length <= mostBytes) return { mediaType: 'image/png', bytes };
  }
  const opaque = onWhite(bitmap);
  for (const quality of JPEG_QUALITIES) {
    const bytes = codec.toJpeg(opaque, quality);
    if (bytes.length <= mostBytes) return { mediaType: 'image/jpeg', bytes };
  }
  return undefined;
}

/** JPEG knows no transparency: what shines through is white, as paper is. */
function onWhite(bitmap: Bitmap): Bitmap {
  const pixels = Buffer.from(bitmap.pixels);
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const through = 255 - (pixels[at + 3] ?? 255);
    if (through === 0) continue;
    for (let channel = at; channel < at + 3; channel += 1) pixels[channel] = Math.min(255, (pixels[channel] ?? 0) + through);
    pixels[at + 3] = 255;
  }
  return { ...bitmap, pixels };
}

function refusal(problem: FileProblem): AppError {
  return new AppError('file_refused', { problem });
}
