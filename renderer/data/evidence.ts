import { useMutation, useQuery } from '@tanstack/react-query';
import type { EvidenceFile } from '#shared/campaign/evidence.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';

/** The address under which evidence that is a picture is drawn: its bytes themselves. Asked for only while it is shown. */
export function useEvidencePicture(sha256: string, isShown: boolean) {
  const { calls } = useBridge();
  return useQuery({
    queryKey: ['evidence', sha256],
    enabled: isShown,
    // A hash stands for the same bytes for ever; papers of others are not kept once nobody looks at them.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async () => {
      const { mediaType, base64 } = await unwrap(calls.files.readEvidence({ sha256 }));
      return `data:${mediaType};base64,${base64}`;
    },
  });
}

/** Opens the native dialog; null where nothing was chosen. */
export function useChooseEvidence() {
  const { calls } = useBridge();
  return useMutation({ mutationFn: async (): Promise<EvidenceFile | null> => (await unwrap(calls.files.chooseEvidence({}))).file });
}

/** Writes evidence where the person says; the name it has there, null where they changed their mind. */
export function useSaveEvidence() {
  const { calls } = useBridge();
  return useMutation({
    mutationFn: async ({ sha256, name }: Pick<EvidenceFile, 'sha256' | 'name'>): Promise<string | null> =>
      (await unwrap(calls.files.saveEvidence({ sha256, name }))).file,
  });
}
