import type { reviewEndpoints } from '#shared/contracts/http/campaigns.ts';
import { decideCase, liftSuspension, releaseCase, suspendCampaign, takeCase } from '../../review/commands.ts';
import { readCase, readQueue } from '../../review/queries.ts';
import type { BankServices } from '../../services.ts';
import type { Handlers } from '../endpoint.ts';
import { presentDetail } from '../presenters/campaigns.ts';
import { presentCase, presentQueueItem } from '../presenters/review.ts';

export function reviewHandlers(services: BankServices): Handlers<typeof reviewEndpoints> {
  const { profile } = services;
  return {
    queue: async ({ caller, time }) => ({ items: (await readQueue(services)).map((item) => presentQueueItem(item, caller, time.today)) }),
    reviewCase: async ({ caller, time, params }) => presentCase(await readCase(services, caller, time, params.campaignId), caller, profile),
    take: async ({ caller, time, params, body }) => {
      await takeCase(services, caller, time, { ...params, ...body });
      return presentCase(await readCase(services, caller, time, params.campaignId), caller, profile);
    },
    release: async ({ caller, time, params, body }) => {
      await releaseCase(services, caller, time, { ...params, ...body });
      return presentCase(await readCase(services, caller, time, params.campaignId), caller, profile);
    },
    decide: async ({ caller, time, params, body }) =>
      presentDetail(await decideCase(services, caller, time, { ...params, ...body }), caller),
    suspend: async ({ caller, time, params, body }) =>
      presentDetail(await suspendCampaign(services, caller, time, { ...params, ...body }), caller),
    liftSuspension: async ({ caller, time, params, body }) =>
      presentDetail(await liftSuspension(services, caller, time, { ...params, ...body }), caller),
  };
}
