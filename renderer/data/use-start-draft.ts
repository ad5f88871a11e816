import { useNavigate } from 'react-router';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { useDesk } from './desk-context.tsx';
import { useCreateDraft } from './queries.ts';

/** Makes a draft and opens it in the designer. `canStart` is false for those who may only look. */
export function useStartDraft() {
  const { mayEdit, account } = useDesk();
  const create = useCreateDraft();
  const navigate = useNavigate();
  return {
    canStart: mayEdit && account.role === 'merchant_editor',
    isStarting: create.isPending,
    error: create.error,
    /** @param made runs once the new draft is on disk */
    start: (content: DraftContent, made?: () => void) =>
      create.mutate(content, {
        onSuccess: (draft) => {
          made?.();
          void navigate(`/designer/${draft.id}`);
        },
      }),
  };
}
