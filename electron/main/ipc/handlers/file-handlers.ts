import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { BankSide } from '../../bank-side.ts';
import type { ChosenFile } from '../../modules/choose-file.ts';

/** @param chooseImage the native dialog: the page never names a file */
export function fileHandlers(
  bankSide: () => BankSide,
  chooseImage: () => Promise<ChosenFile | undefined>,
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
  };
}
