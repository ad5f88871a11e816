import { z } from 'zod';
import { FileKind, FileMediaType, FILE_LIMITS } from '../../campaign/files.ts';
import { Sha256 } from '../../units.ts';
import { defineEndpoint } from './define.ts';

const FileParams = z.strictObject({ fileHash: Sha256 });
const MOST_BYTES = FILE_LIMITS.imageBytes;
/** Four characters for three bytes, the last group filled up. */
const Base64 = z.base64().max(4 * Math.ceil(MOST_BYTES / 3));

export const fileEndpoints = {
  /** The bytes must have the hash of the address, the format that is said and, for pictures, exactly the size of their kind and nothing but picture. */
  storeFile: defineEndpoint({
    method: 'PUT',
    path: '/v1/files/:fileHash',
    summary: 'Keeps a file of my merchant for its campaigns; the same one again changes nothing',
    access: ['merchant_editor'],
    carries: 'none',
    params: FileParams,
    body: z.strictObject({ kind: FileKind, mediaType: FileMediaType, base64: Base64 }),
    bodyLimitBytes: 4 * Math.ceil(MOST_BYTES / 3) + 1_024,
    answer: z.strictObject({ sizeBytes: z.int().min(1) }),
  }),
  file: defineEndpoint({
    method: 'GET',
    path: '/v1/files/:fileHash',
    summary: 'A file of my merchant; for the bank, one of a submitted revision',
    access: ['merchant_editor', 'merchant_viewer', 'bank_reviewer', 'bank_privacy_officer'],
    carries: 'none',
    params: FileParams,
    answer: z.strictObject({ mediaType: FileMediaType, base64: Base64 }),
  }),
} as const;
