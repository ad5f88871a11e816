import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DraftContent } from '#shared/campaign/draft.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { SessionState, Settings } from '#shared/contracts/ipc/contract.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';

/** Keys of the query cache. `data-changed` of the main process invalidates by the first part. */
export const keys = {
  session: ['session'],
  settings: ['settings'],
  market: ['market'],
  waitingWork: ['waiting_work'],
  // Published with the releases: asked again whenever they are.
  privacy: ['releases', 'privacy'],
  quotes: ['releases', 'quotes'],
  shelf: ['releases'],
  drafts: ['drafts'],
  draft: (id: string) => ['drafts', id],
  campaigns: ['campaigns'],
  campaign: (id: string) => ['campaigns', id],
  report: (id: string) => ['campaigns', id, 'report'],
  queue: ['queue'],
  reviewCase: (id: string) => ['queue', id],
} as const;

/** One cache per window. Calls are local, so nothing is retried behind a person's back; events say when to ask again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export function useSession() {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.session, queryFn: () => unwrap(calls.session.readSession({})), staleTime: Number.POSITIVE_INFINITY });
}

export function useSignIn() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(calls.session.signIn({})),
    onSuccess: (state: SessionState) => client.setQueryData(keys.session, state),
  });
}

export function useCancelSignIn() {
  const { calls } = useBridge();
  return useMutation({ mutationFn: () => unwrap(calls.session.cancelSignIn({})) });
}

export function useSignOut() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(calls.session.signOut({})),
    onSuccess: (state: SessionState) => client.setQueryData(keys.session, state),
  });
}

export function useSettings() {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.settings, queryFn: () => unwrap(calls.settings.readSettings({})), staleTime: Number.POSITIVE_INFINITY });
}

export function useSaveSettings() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: Settings) => unwrap(calls.settings.saveSettings(settings)),
    onMutate: (settings: Settings) => client.setQueryData(keys.settings, settings),
    onSuccess: (settings: Settings) => client.setQueryData(keys.settings, settings),
    onError: () => client.invalidateQueries({ queryKey: keys.settings }),
  });
}

export function useMarket() {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.market, queryFn: () => unwrap(calls.market.readMarket({})) });
}

export function usePrivacy() {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.privacy, queryFn: () => unwrap(calls.privacy.readPrivacy({})) });
}

export function useWaitingWork() {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.waitingWork, queryFn: () => unwrap(calls.market.readWaitingWork({})) });
}

export function useCampaigns(enabled = true) {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.campaigns, queryFn: () => unwrap(calls.campaigns.listCampaigns({})), enabled });
}

export function useCampaign(campaignId: string) {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.campaign(campaignId), queryFn: () => unwrap(calls.campaigns.readCampaign({ campaignId })) });
}

/** The frozen revisions of a campaign that this person may see, the first one first. */
export function useRevisions(campaignId: string) {
  const { calls } = useBridge();
  return useQuery({
    queryKey: [...keys.campaign(campaignId), 'revisions'],
    queryFn: () => unwrap(calls.campaigns.listRevisions({ campaignId })),
  });
}

export function useReport(campaignId: string, enabled = true) {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.report(campaignId), queryFn: () => unwrap(calls.campaigns.readReport({ campaignId })), enabled });
}

export function useDrafts(enabled = true) {
  const { calls } = useBridge();
  return useQuery({ queryKey: keys.drafts, queryFn: () => unwrap(calls.drafts.listDrafts({})), enabled });
}

export function useCreateDraft() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (content: DraftContent) => unwrap(calls.drafts.createDraft({ content })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
  });
}

export function useDeleteDraft() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draftId: string) => unwrap(calls.drafts.deleteDraft({ draftId })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
  });
}

export function useSubmitDraft() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: { readonly draftId: string; readonly content: CampaignContent; readonly releaseId: string }) =>
      unwrap(calls.drafts.submitDraft(request)),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: keys.drafts }), client.invalidateQueries({ queryKey: keys.campaigns })]),
  });
}

export function useUnqueueDraft() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draftId: string) => unwrap(calls.drafts.unqueueDraft({ draftId })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
  });
}

/** Keeps the cache true: what the main process says has changed is asked again. Mount once. */
export function useMainProcessEvents(): void {
  const { events } = useBridge();
  const client = useQueryClient();
  useEffect(() => {
    const stop = [
      events.sessionChanged((state) => {
        const before = client.getQueryData<SessionState>(keys.session);
        client.setQueryData(keys.session, state);
        // Another person may sign in next: nothing of the one before stays in memory.
        if (state.phase === 'signed_out' && before?.phase === 'signed_in') forgetPerson(client);
      }),
      events.settingsChanged((settings) => client.setQueryData(keys.settings, settings)),
      events.dataChanged(({ what }) => {
        for (const key of what) void client.invalidateQueries({ queryKey: [key] });
      }),
    ];
    return () => {
      for (const end of stop) end();
    };
  }, [events, client]);
}

function forgetPerson(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'settings' });
}
