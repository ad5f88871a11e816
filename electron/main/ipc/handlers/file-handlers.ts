import { evidenceName } from '#shared/campaign/evidence.ts';
import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { BankSide } from '../../bank-side.ts';
import type { ChosenFile } from '../../modules/choose-file.ts';

/** The native dialogs: the page never names a path. Undefined where the person chose nothing. */
export interface FilePorts {
  readonly chooseImage: () => Promise<ChosenFile | undefined>;
  readonly chooseEvidence: () => Promise<ChosenFile | undefined>;
  /** The name that the file has then. */
  readonly saveEvidence: (name: string, bytes: Buffer) => Promise<string | undefined>;
}

export function fileHandlers(
  bankSide: () => BankSide,
  { chooseImage, chooseEvidence, saveEvidence }: FilePorts,
): Handlers<typeof ipcContract.files> {
  return {
    chooseImage: async ({ kind }) => {
      const chosen = await chooseImage();
      return { image: chosen === undefined ? null : await bankSide().files.addImage(kind, chosen.bytes) };
    },
    addImage: ({ kind, base64 }) => bankSide().files.addImage(kind, Buffer.from(base64, 'base64')),
    readFile: async ({ sha256 }) => {
      const { mediaType, bytes } = await bankSide().files.read(sha256);
      return { mediaType, base64: bytes.toString('base64') };
    },
    chooseEvidence: async () => {
      const chosen = await chooseEvidence();
      return { file: chosen === undefined ? null : await bankSide().files.addEvidence(chosen.name, chosen.bytes) };
    },
    readEvidence: async ({ sha256 }) => {
      const { mediaType, bytes } = await bankSide().files.readEvidencePicture(sha256);
      return { mediaType, base64: bytes.toString('base64') };
    },
    saveEvidence: async ({ sha256, name }) => {
      const { mediaType, bytes } = await bankSide().files.readEvidence(sha256);
      // Whatever the page says, the extension is that of what the bytes are.
      return { file: (await saveEvidence(evidenceName(name, mediaType), bytes)) ?? null };
    },
  };
}
