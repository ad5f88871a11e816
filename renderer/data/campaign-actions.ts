import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';
import { keys } from './queries.ts';

interface Versioned {
  readonly campaignId: string;
  readonly expectedVersion: number;
}

export type ControlAction = 'pause' | 'resume' | 'limit' | 'archive';

/** Pauses, resumes, limits, archives or withdraws a campaign; the answer is the campaign as it is then. */
export function useControlCampaign() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, ...request }: Versioned & { readonly action: ControlAction | 'withdraw' }): Promise<CampaignDetail> =>
      unwrap(action === 'withdraw' ? calls.campaigns.withdrawCampaign(request) : calls.campaigns.controlCampaign({ ...request, action })),
    onSuccess: (detail, { campaignId }) => {
      client.setQueryData(keys.campaign(campaignId), detail);
      void client.invalidateQueries({ queryKey: keys.campaigns, exact: true });
    },
  });
}

/** Puts the newest revision of a campaign with requested changes into a draft of the same id. */
export function useReviseCampaign() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: Versioned) => unwrap(calls.drafts.reviseCampaign(request)),
    onSuccess: (draft) => {
      client.setQueryData(keys.draft(draft.id), draft);
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      void client.invalidateQueries({ queryKey: keys.campaigns });
    },
  });
}

/** Notes that the person has seen this version of a campaign, which clears its badge. A failure changes nothing on the screen. */
export function useMarkSeen(campaignId: string, version: number | undefined): void {
  const { calls } = useBridge();
  const client = useQueryClient();
  useEffect(() => {
    if (version === undefined) return;
    void calls.campaigns.markSeen({ campaignId }).then((result) => {
      if (result.ok) void client.invalidateQueries({ queryKey: keys.waitingWork });
    });
  }, [calls, client, campaignId, version]);
}
