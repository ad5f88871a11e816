import { z } from 'zod';
import { EVIDENCE_LIMITS, EvidenceMediaType } from '../../campaign/evidence.ts';
import { FileKind, FileMediaType, FILE_LIMITS } from '../../campaign/files.ts';
import { Sha256 } from '../../units.ts';
import { defineEndpoint } from './define.ts';

const FileParams = z.strictObject({ fileHash: Sha256 });
/** Four characters for three bytes, the last group filled up. */
const charactersOf = (bytes: number): number => 4 * Math.ceil(bytes / 3);
const Base64 = z.base64().max(charactersOf(FILE_LIMITS.imageBytes));
const EvidenceBase64 = z.base64().max(charactersOf(EVIDENCE_LIMITS.fileBytes));

export const fileEndpoints = {
  /** The bytes must have the hash of the address, the format that is said and, for pictures, exactly the size of their kind and nothing but picture. */
  storeFile: defineEndpoint({
    method: 'PUT',
    path: '/v1/files/:fileHash',
    summary: 'Keeps a picture of my merchant for its campaigns; the same one again changes nothing',
    access: ['merchant_editor'],
    carries: 'none',
    params: FileParams,
    body: z.strictObject({ kind: FileKind, mediaType: FileMediaType, base64: Base64 }),
    bodyLimitBytes: charactersOf(FILE_LIMITS.imageBytes) + 1_024,
    answer: z.strictObject({ sizeBytes: z.int().min(1) }),
  }),
  file: defineEndpoint({
    method: 'GET',
    path: '/v1/files/:fileHash',
    summary: 'A picture of my merchant; for the bank, one of a submitted revision',
    access: ['merchant_editor', 'merchant_viewer', 'bank_reviewer', 'bank_privacy_officer'],
    carries: 'none',
    params: FileParams,
    answer: z.strictObject({ mediaType: FileMediaType, base64: Base64 }),
  }),
  /** The bytes must have the hash of the address and be what is said: a PDF that only can be read, or a picture and nothing but that. */
  storeEvidence: defineEndpoint({
    method: 'PUT',
    path: '/v1/evidence/:fileHash',
    summary: 'Keeps evidence of my merchant for its campaigns; the same one again changes nothing',
    access: ['merchant_editor'],
    carries: 'none',
    params: FileParams,
    body: z.strictObject({ mediaType: EvidenceMediaType, base64: EvidenceBase64 }),
    bodyLimitBytes: charactersOf(EVIDENCE_LIMITS.fileBytes) + 1_024,
    answer: z.strictObject({ sizeBytes: z.int().min(1) }),
  }),
  /** Never another shop's, also not where it joined the campaign: it sees what there is, in the content, and not what is in it. */
  evidence: defineEndpoint({
    method: 'GET',
    path: '/v1/evidence/:fileHash',
    summary: 'Evidence of my merchant; for reviewers, of a submitted revision',
    access: ['merchant_editor', 'merchant_viewer', 'bank_reviewer'],
    carries: 'none',
    params: FileParams,
    answer: z.strictObject({ mediaType: EvidenceMediaType, base64: EvidenceBase64 }),
  }),
} as const;
