import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { dialogueEndpoints } from '#shared/contracts/http/dialogue.ts';
import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { BankSide } from '../../bank-side.ts';

export function campaignHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.campaigns> {
  const bank = () => bankSide().bank;
  return {
    listCampaigns: () => bank().call(campaignEndpoints.campaigns, {}),
    readCampaign: ({ campaignId }) => bank().call(campaignEndpoints.campaign, { params: { campaignId } }),
    withdrawCampaign: ({ campaignId, expectedVersion }) =>
      bank().call(campaignEndpoints.withdraw, { params: { campaignId }, body: { expectedVersion } }),
    controlCampaign: ({ campaignId, expectedVersion, action }) =>
      bank().call(campaignEndpoints.control, { params: { campaignId }, body: { expectedVersion, action } }),
    readReport: ({ campaignId }) => bank().call(campaignEndpoints.report, { params: { campaignId } }),
    listRevisions: ({ campaignId }) => bank().call(dialogueEndpoints.revisions, { params: { campaignId } }),
    markSeen: ({ campaignId }) => bank().call(campaignEndpoints.markSeen, { params: { campaignId } }, { idempotent: true }),
  };
}
