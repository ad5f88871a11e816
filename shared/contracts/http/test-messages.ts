import { z } from 'zod';
import { SubmittedContent } from '../../campaign/content.ts';
import { Channel, Id, Language, Sha256 } from '../../units.ts';
import { defineEndpoint } from './define.ts';

/** Who a test message is addressed to: nobody. Also what stands before its title. */
export const TEST_RECIPIENT = 'TEST';

/** Which message of a content is sent. */
export const TestChoice = z.strictObject({ channel: Channel, language: Language, version: z.enum(['a', 'b']) });
export type TestChoice = z.infer<typeof TestChoice>;

export const TestMessageSent = z.strictObject({ recipient: z.literal(TEST_RECIPIENT), title: z.string() });
export type TestMessageSent = z.infer<typeof TestMessageSent>;

const CampaignParams = z.strictObject({ campaignId: Id });

/** Both are idempotent by `testId`: the same one again sends nothing more. A person may send twenty in an hour. */
export const testMessageEndpoints = {
  testDraft: defineEndpoint({
    method: 'POST',
    path: '/v1/campaigns/:campaignId/test-messages',
    summary: 'Sends one message of a draft, exactly as it would be delivered, to the bank’s own inbox, marked TEST',
    access: ['merchant_editor'],
    carries: 'none',
    params: CampaignParams,
    body: z.strictObject({ testId: Id, content: SubmittedContent, ...TestChoice.shape }),
    answer: TestMessageSent,
  }),
  testRevision: defineEndpoint({
    method: 'POST',
    path: '/v1/review/campaigns/:campaignId/test-messages',
    summary: 'Sends one message of the revision with this hash to the bank’s own inbox, marked TEST',
    access: ['bank_reviewer'],
    carries: 'none',
    params: CampaignParams,
    body: z.strictObject({ testId: Id, revisionHash: Sha256, ...TestChoice.shape }),
    answer: TestMessageSent,
  }),
} as const;
