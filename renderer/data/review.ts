import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { Decision } from '#shared/review/decision.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';
import { keys } from './queries.ts';

export function useQueue() {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.queue, queryFn: () => unwrap(calls.review.readQueue({})) });
}

export function useReviewCase(campaignId: string) {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.reviewCase(campaignId), queryFn: () => unwrap(calls.review.readCase({ campaignId })) });
}

interface Versioned {
  readonly campaignId: string;
  readonly expectedVersion: number;
}

/** Claims a case for the signed-in reviewer. */
export function useTakeCase() {
  const { calls } = useBridge();
  return useCaseMutation((request: Versioned) => unwrap(calls.review.takeCase(request)));
}

/** Gives a claimed case back to the queue. */
export function useGiveBackCase() {
  const { calls } = useBridge();
  return useCaseMutation((request: Versioned) => unwrap(calls.review.releaseCase(request)));
}

function useCaseMutation(mutationFn: (request: Versioned) => Promise<ReviewCase>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (reviewCase, { campaignId }) => {
      client.setQueryData(keys.reviewCase(campaignId), reviewCase);
      void client.invalidateQueries({ queryKey: keys.queue, exact: true });
      void client.invalidateQueries({ queryKey: keys.waitingWork });
    },
  });
}

interface DecisionRequest extends Versioned {
  readonly campaignName: string;
  readonly revision: number;
  readonly decision: Decision;
}

/** Sends a decision. An approval is confirmed in a native dialog first; `confirmed: false` means that nothing was sent. */
export function useDecideCase() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: DecisionRequest) => unwrap(calls.review.decideCase(request)),
    onSuccess: async (answer) => {
      if (!answer.confirmed) return;
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.queue }),
        client.invalidateQueries({ queryKey: keys.campaigns }),
        client.invalidateQueries({ queryKey: keys.waitingWork }),
      ]);
    },
  });
}

/** Stops a campaign at once, with a reason of 10 to 2,000 characters. */
export function useSuspendCampaign() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: Versioned & { readonly text: string }) => unwrap(calls.review.suspendCampaign(request)),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: keys.queue }), client.invalidateQueries({ queryKey: keys.campaigns })]);
    },
  });
}
