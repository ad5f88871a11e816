import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { createInflate, inflate } from 'node:zlib';
import { EVIDENCE_LIMITS, type EvidenceMediaType } from '#shared/campaign/evidence.ts';
import { type FileKind, type FileMediaType, FILE_LIMITS, type FileProblem, IMAGE_SIZES } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import { imageHeader, type ImageHeader, imageProblem } from '#shared/files/image-format.ts';
import { pdfProblem, type Unpack } from '#shared/files/pdf-format.ts';

export interface ClaimedFile {
  readonly sha256: string;
  readonly kind: FileKind;
  readonly mediaType: FileMediaType;
  readonly bytes: Buffer;
}

/**
 * Holds a picture against what its sender says of it: hash, size, format, pixels, and nothing in it but picture. The application has encoded it anew;
 * the bank does not rely on that.
 * @throws AppError `file_refused`
 */
export async function checkFile({ sha256, kind, mediaType, bytes }: ClaimedFile): Promise<void> {
  requireBytes(bytes, sha256, FILE_LIMITS.imageBytes);
  await requirePicture(bytes, { mediaType, ...IMAGE_SIZES[kind] });
}

/**
 * Holds evidence against what its sender says of it: hash, size, and by its bytes a PDF that only can be read, or a picture that is nothing else, of whatever
 * size. Its name says nothing.
 * @throws AppError `file_refused`
 */
export async function checkEvidence({
  sha256,
  mediaType,
  bytes,
}: {
  readonly sha256: string;
  readonly mediaType: EvidenceMediaType;
  readonly bytes: Buffer;
}): Promise<void> {
  requireBytes(bytes, sha256, EVIDENCE_LIMITS.fileBytes);
  if (mediaType === 'application/pdf') {
    const problem = await pdfProblem(bytes, unpackStream);
    if (problem !== undefined) throw refusal(problem);
    return;
  }
  const header = imageHeader(bytes);
  if (header === undefined) throw refusal('not_evidence');
  if (header.width * header.height > FILE_LIMITS.sourceImagePixels) throw refusal('too_many_pixels');
  await requirePicture(bytes, { ...header, mediaType });
}

const inflateBytes = promisify(inflate);

const unpackStream: Unpack = async (bytes, mostBytes) => {
  try {
    return await inflateBytes(bytes, { maxOutputLength: Math.max(1, mostBytes) });
  } catch {
    return undefined;
  }
};

function requireBytes(bytes: Buffer, sha256: string, mostBytes: number): void {
  if (bytes.length > mostBytes) throw refusal('too_large');
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw refusal('wrong_hash');
}

async function requirePicture(bytes: Buffer, expected: ImageHeader): Promise<void> {
  const problem = imageProblem(bytes, expected);
  if (problem !== undefined) throw refusal(problem);
  if (expected.mediaType === 'image/png' && !(await hasItsPixels(bytes))) throw refusal('not_an_image');
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Whether a PNG of eight bits a channel unpacks to exactly its rows, one filter byte and the pixels of each, and every packed byte is part of them: bytes
 * behind the end of the packed stream would be a second file within the picture. More is never unpacked, and what is unpacked is counted, not kept.
 */
async function hasItsPixels(png: Buffer): Promise<boolean> {
  const [width, height, depth, colour, interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25], png[28]];
  const channels = CHANNELS[colour ?? -1];
  if (depth !== 8 || channels === undefined || interlaced !== 0) return false;
  const expected = height * (1 + width * channels);
  const stream = createInflate({ rejectGarbageAfterEnd: true });
  stream.end(Buffer.concat(packedPixels(png)));
  try {
    let unpacked = 0;
    for await (const piece of stream) {
      unpacked += Buffer.isBuffer(piece) ? piece.length : 0;
      if (unpacked > expected) return false;
    }
    return unpacked === expected;
  } catch {
    return false;
  } finally {
    stream.destroy();
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

function refusal(problem: FileProblem): AppError {
  return new AppError('file_refused', { problem });
}
