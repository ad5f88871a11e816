import type { testMessageEndpoints } from '#shared/contracts/http/test-messages.ts';
import type { BankServices } from '../../services.ts';
import { testDraft, testRevision } from '../../test-messages/send-test.ts';
import type { Handlers } from '../endpoint.ts';

export function testMessageHandlers(services: BankServices): Handlers<typeof testMessageEndpoints> {
  return {
    testDraft: ({ caller, time, params, body }) => testDraft(services, caller, time, { ...params, ...body }),
    testRevision: ({ caller, time, params, body }) => testRevision(services, caller, time, { ...params, ...body }),
  };
}
