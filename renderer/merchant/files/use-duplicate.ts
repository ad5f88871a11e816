import { useMutation } from '@tanstack/react-query';
import { draftFromContent } from '#shared/campaign/draft-from-content.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { useBridge } from '../../data/bridge-context.tsx';
import { unwrap } from '../../data/call-failure.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { useText } from '../../i18n/text.tsx';
import type { CampaignRow } from '../campaigns/rows.ts';
import { copyOf } from './subject.ts';

/** Makes a new draft of a row of the list, as the draft or the newest revision stands, and opens it. `duplicate` is undefined for those who may only look. */
export function useDuplicate() {
  const { calls } = useBridge();
  const { market } = useDesk();
  const text = useText();
  const { canStart, start, error } = useStartDraft();
  const read = useMutation({
    mutationFn: async ({ kind, id }: Pick<CampaignRow, 'kind' | 'id'>): Promise<DraftContent> => {
      if (kind === 'draft') return (await unwrap(calls.drafts.readDraft({ draftId: id }))).content;
      const { content } = await unwrap(calls.campaigns.readCampaign({ campaignId: id }));
      const regions = market.regions.map((region) => region.id);
      return draftFromContent(content, regions);
    },
    onSuccess: (content) => start(copyOf(content, text)),
  });
  return { duplicate: canStart ? read.mutate : undefined, error: read.error ?? error };
}
