import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CooperationTerms, ProposedTerms } from '#shared/contracts/http/cooperation.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';
import { keys } from './queries.ts';

// Under `campaigns`, so that what the bank changed there is asked again with them.
const cooperationKeys = {
  terms: (campaignId: string) => [...keys.campaign(campaignId), 'cooperation'],
  joinable: [...keys.campaigns, 'joinable'],
  invitations: [...keys.campaigns, 'invitations'],
} as const;

/** What this shop proposed for a campaign of its own; null where nothing. Asked only where there is a bank to ask. */
export function useCooperation(campaignId: string, enabled: boolean) {
  const { calls } = useBridge();
  return useQuery({
    queryKey: cooperationKeys.terms(campaignId),
    queryFn: async () => (await unwrap(calls.cooperation.readCooperation({ campaignId }))).cooperation,
    enabled,
  });
}

/** Shops that may be invited. */
export function useJoinableShops(enabled: boolean) {
  const { calls } = useBridge();
  return useQuery({ queryKey: cooperationKeys.joinable, queryFn: () => unwrap(calls.cooperation.listJoinable({})), enabled });
}

/** Campaigns of other shops that wait for this one, or that it has joined and that are not submitted yet. */
export function useInvitations(enabled: boolean) {
  const { calls } = useBridge();
  return useQuery({ queryKey: cooperationKeys.invitations, queryFn: () => unwrap(calls.cooperation.listInvitations({})), enabled });
}

export function useProposeTerms() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: ProposedTerms & { readonly campaignId: string }): Promise<CooperationTerms> =>
      unwrap(calls.cooperation.proposeTerms(request)),
    onSuccess: (terms, { campaignId }) => client.setQueryData(cooperationKeys.terms(campaignId), terms),
    // Somebody may have answered or changed it meanwhile: what the bank has is shown.
    onError: (_error, { campaignId }) => client.invalidateQueries({ queryKey: cooperationKeys.terms(campaignId) }),
  });
}

export function useAnswerInvitation() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: { readonly campaignId: string; readonly terms: number; readonly answer: 'join' | 'decline' }) =>
      unwrap(calls.cooperation.answerInvitation(request)),
    onSettled: () => refresh(client),
  });
}

/** Resolves to whether it was confirmed in the native question. */
export function useLeaveCampaign() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: { readonly campaignId: string; readonly campaignName: string }) =>
      unwrap(calls.cooperation.leaveCampaign(request)),
    onSettled: () => refresh(client),
  });
}

export function useAnswerRevision() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: { readonly campaignId: string; readonly revisionHash: string; readonly answer: 'accept' | 'decline' }) =>
      unwrap(calls.cooperation.answerRevision(request)),
    onSettled: () => refresh(client),
  });
}

function refresh(client: ReturnType<typeof useQueryClient>): Promise<unknown> {
  return Promise.all([client.invalidateQueries({ queryKey: keys.campaigns }), client.invalidateQueries({ queryKey: keys.waitingWork })]);
}
