import { useMutation } from '@tanstack/react-query';
import type { SubmittedContent } from '#shared/campaign/content.ts';
import type { TestChoice, TestMessageSent } from '#shared/contracts/http/test-messages.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';

interface TestedDraft extends TestChoice {
  readonly campaignId: string;
  readonly content: SubmittedContent;
}

interface TestedRevision extends TestChoice {
  readonly campaignId: string;
  readonly revisionHash: string;
}

/** Sends one message of a draft to the bank's own inbox. */
export function useTestDraft() {
  const { calls } = useBridge();
  return useMutation({ mutationFn: (request: TestedDraft): Promise<TestMessageSent> => unwrap(calls.tests.testDraft(request)) });
}

/** The same of the revision that a reviewer looks at. */
export function useTestRevision() {
  const { calls } = useBridge();
  return useMutation({
    mutationFn: (request: TestedRevision): Promise<TestMessageSent> => unwrap(calls.tests.testRevision(request)),
  });
}
