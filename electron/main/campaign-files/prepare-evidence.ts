import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { EVIDENCE_LIMITS, type EvidenceMediaType } from '#shared/campaign/evidence.ts';
import { FILE_LIMITS, type FileProblem } from '#shared/campaign/files.ts';
import { AppError } from '#shared/errors.ts';
import { imageHeader, imageProblem } from '#shared/files/image-format.ts';
import { jpegOrientation } from '#shared/files/jpeg-orientation.ts';
import { beginsAsPdf, pdfProblem, type Unpack } from '#shared/files/pdf-format.ts';
import { encodeWithin, type ImageCodec } from './prepare-image.ts';
import { turnedUpright } from './turn-upright.ts';

export interface PreparedEvidence {
  readonly mediaType: EvidenceMediaType;
  readonly bytes: Buffer;
}

/**
 * Takes in evidence by what it is, not by its name. A PDF stays as it is, byte for byte, and is refused where it can do more than be read. A picture keeps its
 * size in pixels and is decoded, turned upright and encoded anew, so that where and when a photograph was taken is not handed over with it.
 * @throws AppError `file_refused`
 */
export async function prepareEvidence(source: Buffer, codec: ImageCodec): Promise<PreparedEvidence> {
  if (beginsAsPdf(source)) {
    if (source.length > EVIDENCE_LIMITS.fileBytes) throw refusal('too_large');
    const problem = await pdfProblem(source, unpackStream);
    if (problem !== undefined) throw refusal(problem);
    return { mediaType: 'application/pdf', bytes: source };
  }
  if (source.length > FILE_LIMITS.sourceImageBytes) throw refusal('too_large');
  const header = imageHeader(source);
  if (header === undefined) throw refusal('not_evidence');
  const { width, height } = header;
  if (width * height > FILE_LIMITS.sourceImagePixels) throw refusal('too_many_pixels');
  const decoded = codec.decode(source);
  if (decoded?.width !== width || decoded.height !== height) throw refusal('not_an_image');
  const bitmap = turnedUpright(codec.cover(source, { width, height }), jpegOrientation(source));
  const prepared = encodeWithin(header.mediaType, bitmap, codec, EVIDENCE_LIMITS.fileBytes);
  if (prepared === undefined) throw refusal('not_reducible');
  const seen = { mediaType: prepared.mediaType, width: bitmap.width, height: bitmap.height };
  if (imageProblem(prepared.bytes, seen) !== undefined) throw refusal('not_clean');
  return prepared;
}

const inflateBytes = promisify(inflate);

const unpackStream: Unpack = async (bytes, mostBytes) => {
  try {
    return await inflateBytes(bytes, { maxOutputLength: Math.max(1, mostBytes) });
  } catch {
    return undefined;
  }
};

function refusal(problem: FileProblem): AppError {
  return new AppError('file_refused', { problem });
}
