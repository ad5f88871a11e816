import type { cooperationEndpoints } from '#shared/contracts/http/cooperation.ts';
import { answerRevision } from '../../campaigns/acceptance.ts';
import {
  answerInvitation,
  joinableShops,
  leaveCooperation,
  proposeTerms,
  readCooperation,
  readInvitations,
} from '../../campaigns/cooperation.ts';
import type { BankServices } from '../../services.ts';
import type { Handlers } from '../endpoint.ts';
import { presentDetail } from '../presenters/campaigns.ts';
import { presentInvitation, presentTerms } from '../presenters/cooperation.ts';

export function cooperationHandlers(services: BankServices): Handlers<typeof cooperationEndpoints> {
  return {
    joinableShops: async ({ caller, time }) => ({ shops: [...(await joinableShops(services, caller, time))] }),
    invitations: async ({ caller }) => ({ invitations: (await readInvitations(services, caller)).map(presentInvitation) }),
    cooperation: async ({ caller, params }) => presentTerms(await readCooperation(services, caller, params.campaignId)),
    proposeTerms: async ({ caller, time, params, body }) =>
      presentTerms(await proposeTerms(services, caller, time, { ...params, ...body })),
    answerInvitation: async ({ caller, time, params, body }) => {
      await answerInvitation(services, caller, time, { ...params, ...body });
      return {};
    },
    leaveCooperation: async ({ caller, time, params }) => {
      await leaveCooperation(services, caller, time, params);
      return {};
    },
    answerRevision: async ({ caller, time, params, body }) =>
      presentDetail(await answerRevision(services, caller, time, { ...params, ...body }), caller),
  };
}
