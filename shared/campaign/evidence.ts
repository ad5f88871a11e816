import { z } from 'zod';
import { Sha256 } from '../units.ts';

/** What a merchant may attach to prove what its offer says. Bytes and whole files. */
export const EVIDENCE_LIMITS = {
  files: 5,
  fileBytes: 5_242_880,
  nameLength: 120,
} as const;

export const EvidenceMediaType = z.enum(['application/pdf', 'image/png', 'image/jpeg']);
export type EvidenceMediaType = z.infer<typeof EvidenceMediaType>;

/** A file name that is only a name: no folder, nothing invisible, nothing that turns the direction of writing round, not hidden. */
export const EvidenceName = z
  .string()
  .max(EVIDENCE_LIMITS.nameLength)
  .regex(/^(?![.\s])[^\p{C}\p{Zl}\p{Zp}\\/:*?"<>|]+$/u, 'a plain file name expected');

/** A file of evidence by the hash of its bytes. The bytes are kept beside the draft and, from the submission on, at the bank; no customer gets them. */
export const EvidenceFile = z.strictObject({
  sha256: Sha256,
  name: EvidenceName,
  mediaType: EvidenceMediaType,
  sizeBytes: z.int().min(1).max(EVIDENCE_LIMITS.fileBytes),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** In the order in which they were attached, each once. */
export const Evidence = z
  .array(EvidenceFile)
  .min(1)
  .max(EVIDENCE_LIMITS.files)
  .refine((files) => new Set(files.map((file) => file.sha256)).size === files.length, 'a file is named twice');

const EXTENSIONS: Readonly<Record<EvidenceMediaType, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

/** The name that a file is kept under: what was chosen without what a name may not hold, with the extension of what the file really is. */
export function evidenceName(chosen: string, mediaType: EvidenceMediaType): string {
  const extension = EXTENSIONS[mediaType];
  const stem = chosen
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/^[.\s]+/, '')
    .slice(0, EVIDENCE_LIMITS.nameLength - extension.length - 1)
    .trim();
  return `${stem === '' ? 'file' : stem}.${extension}`;
}
