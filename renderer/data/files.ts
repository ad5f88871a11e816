import { useMutation, useQuery } from '@tanstack/react-query';
import { FILE_LIMITS, type ImageFile, type ImageKind } from '#shared/campaign/files.ts';
import { useBridge } from './bridge-context.tsx';
import { CallFailure, unwrap } from './call-failure.ts';

/** The address under which a picture is drawn: its bytes themselves, because the page loads nothing from anywhere. Undefined until it is here. */
export function useFileAddress(sha256: string | undefined) {
  const { calls } = useBridge();
  return useQuery({
    queryKey: ['files', sha256],
    enabled: sha256 !== undefined,
    // A hash stands for the same bytes for ever.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { mediaType, base64 } = await unwrap(calls.files.readFile({ sha256: sha256 ?? '' }));
      return `data:${mediaType};base64,${base64}`;
    },
  });
}

/** Opens the native dialog; null where nothing was chosen. */
export function useChooseImage() {
  const { calls } = useBridge();
  return useMutation({
    mutationFn: async (kind: ImageKind): Promise<ImageFile | null> => (await unwrap(calls.files.chooseImage({ kind }))).image,
  });
}

/** Takes in a picture that was dropped. */
export function useAddImage() {
  const { calls } = useBridge();
  return useMutation({
    mutationFn: async ({ kind, file }: { readonly kind: ImageKind; readonly file: File }): Promise<ImageFile> => {
      if (file.size > FILE_LIMITS.sourceImageBytes) throw new CallFailure('file_refused', { problem: 'too_large' }, '');
      return unwrap(calls.files.addImage({ kind, base64: await base64Of(file) }));
    },
  });
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^[^,]*,/, '')));
    reader.addEventListener('error', () => reject(new CallFailure('file_refused', { problem: 'unreadable' }, '')));
    reader.readAsDataURL(file);
  });
}
