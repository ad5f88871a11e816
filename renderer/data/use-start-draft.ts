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
    /** @param started called when the draft is there; whatever asked must stand until then, or the designer does not open */
    start: (content: DraftContent, started?: () => void) =>
      create.mutate(content, {
        onSuccess: (draft) => {
          void navigate(`/designer/${draft.id}`);
          started?.();
        },
      }),
  };
}
