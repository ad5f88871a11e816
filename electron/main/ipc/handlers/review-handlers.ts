import { reviewEndpoints } from '#shared/contracts/http/campaigns.ts';
import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import { AppError } from '#shared/errors.ts';
import type { BankSide } from '../../bank-side.ts';
import type { ConfirmedKind, DecisionFacts } from '../../modules/confirm-decision.ts';

export type Confirm = (kind: ConfirmedKind, facts: DecisionFacts) => Promise<boolean>;

/** @param confirm the native question; what it names comes from the bank, not from the page, so that a page cannot have another revision decided on */
export function reviewHandlers(bankSide: () => BankSide, confirm: Confirm): Handlers<typeof ipcContract.review> {
  const bank = () => bankSide().bank;
  return {
    readQueue: () => bank().call(reviewEndpoints.queue, {}),
    readCase: ({ campaignId }) => bank().call(reviewEndpoints.reviewCase, { params: { campaignId } }),
    takeCase: ({ campaignId, expectedVersion }) => bank().call(reviewEndpoints.take, { params: { campaignId }, body: { expectedVersion } }),
    releaseCase: ({ campaignId, expectedVersion }) =>
      bank().call(reviewEndpoints.release, { params: { campaignId }, body: { expectedVersion } }),
    decideCase: async ({ campaignId, expectedVersion, revision, decision }) => {
      const params = { campaignId };
      const { summary } = (await bank().call(reviewEndpoints.reviewCase, { params })).detail;
      if (summary.version !== expectedVersion || summary.revision !== revision)
        throw new AppError('version_conflict', { currentVersion: summary.version });
      if (summary.revisionHash !== decision.revisionHash)
        throw new AppError('hash_mismatch', { expected: decision.revisionHash, actual: summary.revisionHash });
      if (!(await confirm(decision.kind, { name: summary.name, revision, hash: summary.revisionHash }))) return { confirmed: false };
      const detail = await bank().call(reviewEndpoints.decide, { params, body: { expectedVersion, decision } });
      return { confirmed: true, detail };
    },
    suspendCampaign: ({ campaignId, expectedVersion, text }) =>
      bank().call(reviewEndpoints.suspend, { params: { campaignId }, body: { expectedVersion, text } }),
  };
}
