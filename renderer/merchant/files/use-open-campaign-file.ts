import { useNavigate } from 'react-router';
import { useImportCampaign } from '../../data/saving.ts';

/** Takes a campaign file in, chosen or dropped, and opens the new draft. */
export function useOpenCampaignFile() {
  const navigate = useNavigate();
  const { mutate, error, isPending, reset } = useImportCampaign();
  return {
    open: (dropped: File | undefined) =>
      mutate(dropped, { onSuccess: (draft) => (draft === undefined ? undefined : void navigate(`/designer/${draft.id}`)) }),
    error,
    isOpening: isPending,
    forget: reset,
  };
}
