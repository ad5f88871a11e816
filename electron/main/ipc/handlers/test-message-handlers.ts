import { picturesOfContent } from '#shared/campaign/files.ts';
import { testMessageEndpoints } from '#shared/contracts/http/test-messages.ts';
import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import { isAppError } from '#shared/errors.ts';
import type { BankSide } from '../../bank-side.ts';

/** @param newId one per test, the same at every attempt of it, so that the bank sends it once */
export function testMessageHandlers(bankSide: () => BankSide, newId: () => string): Handlers<typeof ipcContract.tests> {
  return {
    testDraft: async ({ campaignId, ...choice }) => {
      const { bank, files } = bankSide();
      const request = { params: { campaignId }, body: { testId: newId(), ...choice } };
      const send = () => bank.call(testMessageEndpoints.testDraft, request, { idempotent: true });
      try {
        return await send();
      } catch (error) {
        if (!isAppError(error, 'files_missing')) throw error;
        const { hashes } = error.detail;
        await files.handOver(picturesOfContent(choice.content).filter((file) => hashes.includes(file.sha256)));
        return send();
      }
    },
    testRevision: ({ campaignId, ...choice }) =>
      bankSide().bank.call(
        testMessageEndpoints.testRevision,
        { params: { campaignId }, body: { testId: newId(), ...choice } },
        { idempotent: true },
      ),
  };
}
