import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { cooperationEndpoints } from '#shared/contracts/http/cooperation.ts';
import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { BankSide } from '../../bank-side.ts';
import type { Confirm } from './review-handlers.ts';

/** @param confirm the native question; what it names comes from the bank, so that a page cannot have another revision accepted than the one it names */
export function cooperationHandlers(bankSide: () => BankSide, confirm: Confirm): Handlers<typeof ipcContract.cooperation> {
  const bank = () => bankSide().bank;
  return {
    readCooperation: async ({ campaignId }) => {
      try {
        return { cooperation: await bank().call(cooperationEndpoints.cooperation, { params: { campaignId } }) };
      } catch (error) {
        // A draft that the bank has never heard of is nobody's but this shop's.
        if (isAppError(error, 'not_found')) return { cooperation: null };
        throw error;
      }
    },
    listJoinable: () => bank().call(cooperationEndpoints.joinableShops, {}),
    listInvitations: () => bank().call(cooperationEndpoints.invitations, {}),
    proposeTerms: ({ campaignId, ...body }) => bank().call(cooperationEndpoints.proposeTerms, { params: { campaignId }, body }),
    answerInvitation: ({ campaignId, ...body }) => bank().call(cooperationEndpoints.answerInvitation, { params: { campaignId }, body }),
    leaveCampaign: async ({ campaignId, campaignName }) => {
      if (!(await confirm('leave', { name: campaignName }))) return { confirmed: false };
      await bank().call(cooperationEndpoints.leaveCooperation, { params: { campaignId } });
      return { confirmed: true };
    },
    answerRevision: async ({ campaignId, revisionHash, answer }) => {
      const params = { campaignId };
      const { summary } = await bank().call(campaignEndpoints.campaign, { params });
      if (summary.revisionHash !== revisionHash)
        throw new AppError('hash_mismatch', { expected: revisionHash, actual: summary.revisionHash });
      const kind = answer === 'accept' ? 'accept_revision' : 'decline_revision';
      if (!(await confirm(kind, { name: summary.name, revision: summary.revision, hash: revisionHash }))) return { confirmed: false };
      return {
        confirmed: true,
        detail: await bank().call(cooperationEndpoints.answerRevision, { params, body: { revisionHash, answer } }),
      };
    },
  };
}
