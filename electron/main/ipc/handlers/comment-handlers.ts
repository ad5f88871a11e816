import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { BankSide } from '../../bank-side.ts';

export function commentHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.comments> {
  const desk = () => bankSide().comments;
  return {
    readComments: ({ campaignId }) => desk().read(campaignId),
    writeComment: ({ campaignId, text }) => desk().write(campaignId, text),
    markRead: async ({ campaignId, number }) => {
      await desk().markRead(campaignId, number);
      return {};
    },
    readNote: async ({ campaignId }) => ({ text: await desk().readNote(campaignId) }),
    saveNote: async ({ campaignId, text }) => {
      await desk().saveNote(campaignId, text);
      return {};
    },
  };
}
