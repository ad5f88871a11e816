import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useBridge } from '../../data/bridge-context.tsx';
import { failureOf, unwrap } from '../../data/call-failure.ts';
import { keys } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { FailedState, LoadingState, RefusedState } from '../../ui/states.tsx';
import { Designer } from './designer.tsx';
import './designer.css';

/** Opens the draft of the address in the window's store and shows the designer over it. */
export function DesignerScreen() {
  const { t } = useText();
  const { draftId = '' } = useParams();
  const query = useStoredDraft(draftId);
  const openDraft = useFlorin((state) => state.openDraft);
  const closeDraft = useFlorin((state) => state.closeDraft);
  const refreshDraft = useFlorin((state) => state.refreshDraft);
  const openId = useFlorin((state) => state.designer?.draft.id);
  const stored = query.data;
  useEffect(() => {
    if (stored === undefined) return;
    if (openId !== stored.id) openDraft(stored);
    else refreshDraft(stored);
  }, [stored, openId, openDraft, refreshDraft]);
  useEffect(() => closeDraft, [draftId, closeDraft]);
  if (query.isError && stored === undefined) {
    const failure = failureOf(query.error);
    if (failure.code !== 'not_found') return <FailedState failure={failure} onRetry={() => void query.refetch()} />;
    return (
      <RefusedState
        title={t('designer.gone-title')}
        action={
          <Button component={Link} to="/campaigns" variant="default">
            {t('designer.to-campaigns')}
          </Button>
        }
      >
        {t('designer.gone-text')}
      </RefusedState>
    );
  }
  if (openId !== draftId) return <LoadingState rows={4} height={110} />;
  return <Designer />;
}

/** The draft as it is on disk. Asked anew each time the screen opens: what the cache holds may be older than the last save. */
function useStoredDraft(draftId: string) {
  const { calls } = useBridge();
  return useQuery({
    queryKey: keys.draft(draftId),
    queryFn: () => unwrap(calls.drafts.readDraft({ draftId })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
