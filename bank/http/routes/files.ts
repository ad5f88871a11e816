import type { fileEndpoints } from '#shared/contracts/http/files.ts';
import { readEvidence, readFile, storeEvidence, storeFile } from '../../files/files.ts';
import type { BankServices } from '../../services.ts';
import type { Handlers } from '../endpoint.ts';

export function fileHandlers(services: BankServices): Handlers<typeof fileEndpoints> {
  return {
    storeFile: ({ caller, time, params, body }) => storeFile(services, caller, time, { ...params, ...body }),
    file: async ({ caller, params }) => {
      const { mediaType, bytes } = await readFile(services, caller, params.fileHash);
      return { mediaType, base64: bytes.toString('base64') };
    },
    storeEvidence: ({ caller, time, params, body }) => storeEvidence(services, caller, time, { ...params, ...body }),
    evidence: async ({ caller, params }) => {
      const { mediaType, bytes } = await readEvidence(services, caller, params.fileHash);
      return { mediaType, base64: bytes.toString('base64') };
    },
  };
}
