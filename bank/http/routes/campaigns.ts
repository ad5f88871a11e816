import type { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { controlCampaign } from '../../campaigns/control.ts';
import { markSeen, readCampaign, readCampaigns, readReport, waitingWork } from '../../campaigns/queries.ts';
import { submitCampaign } from '../../campaigns/submit.ts';
import type { BankServices } from '../../services.ts';
import type { Handlers } from '../endpoint.ts';
import { presentDetail, presentSummary } from '../presenters/campaigns.ts';

export function campaignHandlers(services: BankServices): Handlers<typeof campaignEndpoints> {
  return {
    campaigns: async ({ caller }) => ({ campaigns: (await readCampaigns(services, caller)).map(presentSummary) }),
    campaign: async ({ caller, params }) => presentDetail(await readCampaign(services, caller, params.campaignId), caller),
    submit: async ({ caller, time, params, body }) =>
      presentDetail(await submitCampaign(services, caller, time, { ...params, ...body }), caller),
    revise: async ({ caller, time, params, body }) =>
      presentDetail(await controlCampaign(services, caller, time, { ...params, ...body, action: 'revise' }), caller),
    withdraw: async ({ caller, time, params, body }) =>
      presentDetail(await controlCampaign(services, caller, time, { ...params, ...body, action: 'withdraw' }), caller),
    control: async ({ caller, time, params, body }) =>
      presentDetail(await controlCampaign(services, caller, time, { ...params, ...body }), caller),
    report: ({ caller, params }) => readReport(services, caller, params.campaignId),
    waitingWork: ({ caller }) => waitingWork(services, caller),
    markSeen: async ({ caller, params }) => {
      await markSeen(services, caller, params.campaignId);
      return {};
    },
  };
}
