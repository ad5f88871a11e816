import type { dialogueEndpoints } from '#shared/contracts/http/dialogue.ts';
import { markCommentsRead, readComments, writeComment } from '../../campaigns/comments.ts';
import { readRevisions } from '../../campaigns/revisions.ts';
import type { BankServices } from '../../services.ts';
import type { Handlers } from '../endpoint.ts';
import { presentRevisions, presentThread } from '../presenters/dialogue.ts';

export function dialogueHandlers(services: BankServices): Handlers<typeof dialogueEndpoints> {
  return {
    comments: async ({ caller, params }) => presentThread(await readComments(services, caller, params.campaignId), caller),
    writeComment: async ({ caller, time, params, body }) =>
      presentThread(await writeComment(services, caller, time, { ...params, ...body }), caller),
    markCommentsRead: async ({ caller, params, body }) => {
      await markCommentsRead(services, caller, { ...params, ...body });
      return {};
    },
    revisions: async ({ caller, params }) => ({
      revisions: presentRevisions(await readRevisions(services, caller, params.campaignId), caller),
    }),
  };
}
