import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { type FileKind, type FileMediaType, FILE_LIMITS, IMAGE_SIZES } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import { imageProblem } from '#shared/files/image-format.ts';

const inflateBytes = promisify(inflate);

export interface ClaimedFile {
  readonly sha256: string;
  readonly kind: FileKind;
  readonly mediaType: FileMediaType;
  readonly bytes: Buffer;
}

/**
 * Holds a file against what its sender says of it: hash, size, format, pixels, and nothing in it but picture. The application has encoded it anew;
 * the bank does not rely on that.
 * @throws AppError `file_refused`
 */
export async function checkFile({ sha256, kind, mediaType, bytes }: ClaimedFile): Promise<void> {
  if (bytes.length > FILE_LIMITS.imageBytes) throw refusal('too_large');
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw refusal('wrong_hash');
  const problem = imageProblem(bytes, { mediaType, ...IMAGE_SIZES[kind] });
  if (problem !== undefined) throw refusal(problem);
  if (mediaType === 'image/png' && !(await hasItsPixels(bytes))) throw refusal('not_an_image');
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Whether a PNG of eight bits a channel unpacks to exactly its rows, one filter byte and the pixels of each, and every packed byte is part of them: bytes
 * behind the end of the packed stream would be a second file within the picture. More is never unpacked.
 */
async function hasItsPixels(png: Buffer): Promise<boolean> {
  const [width, height, depth, colour, interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25], png[28]];
  const channels = CHANNELS[colour ?? -1];
  if (depth !== 8 || channels === undefined || interlaced !== 0) return false;
  const expected = height * (1 + width * channels);
  try {
    const pixels = await inflateBytes(Buffer.concat(packedPixels(png)), { maxOutputLength: expected, rejectGarbageAfterEnd: true });
    return pixels.length === expected;
  } catch {
    return false;
  }
}

function packedPixels(png: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return parts;
}

function refusal(problem: string): AppError {
  return new AppError('file_refused', { problem });
}
