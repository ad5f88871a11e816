import { z } from 'zod';
import { EvidenceFile, EvidenceName } from '../../campaign/evidence.ts';
import { FileMediaType } from '../../campaign/files.ts';
import { Sha256 } from '../../units.ts';
import { defineCall } from './define.ts';

/** Evidence, part of the group `files`. The page names no path and gets none, and never gets a PDF. */
export const evidenceCalls = {
  /** Opens the native dialog; null where nothing was chosen. Refuses with `file_refused`. On disk when it resolves. */
  chooseEvidence: defineCall({
    channel: 'files:choose-evidence',
    request: z.strictObject({}),
    response: z.strictObject({ file: EvidenceFile.nullable() }),
  }),
  /** Evidence that is a picture, from the application's own store, else from the bank; `not_found` for anything else. */
  readEvidence: defineCall({
    channel: 'files:read-evidence',
    request: z.strictObject({ sha256: Sha256 }),
    response: z.strictObject({ mediaType: FileMediaType, base64: z.base64() }),
  }),
  /** Writes evidence where the person says in the native dialog; null where they changed their mind. Refuses with `file_not_written`. */
  saveEvidence: defineCall({
    channel: 'files:save-evidence',
    request: z.strictObject({ sha256: Sha256, name: EvidenceName }),
    response: z.strictObject({ file: z.string().nullable() }),
  }),
} as const;
