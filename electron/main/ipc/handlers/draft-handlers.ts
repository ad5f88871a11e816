import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { BankSide } from '../../bank-side.ts';

export function draftHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.drafts> {
  const store = () => bankSide().drafts.store();
  const queue = () => bankSide().drafts.queue();
  return {
    listDrafts: async () => {
      const { drafts, damaged } = await (await store()).list();
      return { drafts: [...drafts], damaged: [...damaged] };
    },
    readDraft: async ({ draftId }) => (await store()).read(draftId),
    createDraft: async ({ content }) => (await store()).create(content),
    saveDraft: async ({ draftId, expectedVersion, content, seenReach }) =>
      (await store()).save(draftId, expectedVersion, content, seenReach),
    deleteDraft: async ({ draftId }) => {
      await (await store()).remove(draftId);
      return {};
    },
    submitDraft: async ({ draftId, content, releaseId }) => (await queue()).submit(draftId, content, releaseId),
    unqueueDraft: async ({ draftId }) => (await queue()).unqueue(draftId),
    reviseCampaign: ({ campaignId, expectedVersion }) =>
      bankSide().drafts.revise(campaignId, expectedVersion, () => bankSide().market.regions()),
  };
}
