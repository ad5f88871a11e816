import { z } from 'zod';
import { SubmittedContent } from '../../campaign/content.ts';
import { Id, Sha256 } from '../../units.ts';
import { TestChoice, TestMessageSent } from '../http/test-messages.ts';
import { defineCall } from './define.ts';

/** Test messages to the bank's own inbox: marked, addressed to nobody, outside all counts. */
export const testMessageCalls = {
  /** Of a draft that breaks no rule. Its pictures are handed to the bank first, where it does not have them yet. */
  testDraft: defineCall({
    channel: 'tests:send-draft',
    request: z.strictObject({ campaignId: Id, content: SubmittedContent, ...TestChoice.shape }),
    response: TestMessageSent,
  }),
  /** Of the revision that a reviewer was shown. */
  testRevision: defineCall({
    channel: 'tests:send-revision',
    request: z.strictObject({ campaignId: Id, revisionHash: Sha256, ...TestChoice.shape }),
    response: TestMessageSent,
  }),
} as const;
