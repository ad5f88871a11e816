import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FlorinCalls } from '#shared/contracts/ipc/api.ts';
import { CAMPAIGN_FILE_LIMIT_BYTES } from '#shared/campaign/campaign-file.ts';
import { useBridge } from './bridge-context.tsx';
import { CallFailure, unwrap } from './call-failure.ts';
import { keys } from './queries.ts';

export type ExportCalls = FlorinCalls['exports'];
/** What became of it: the name of the file, that it is on the clipboard, or that the person changed their mind. */
export type Outcome = { readonly kind: 'saved'; readonly file: string } | { readonly kind: 'copied' } | { readonly kind: 'nothing' };

/** Runs one way of saving or copying at a time; `outcome` and `error` are those of the last. */
export function useSaving() {
  const { calls } = useBridge();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: async (save: (exports: ExportCalls) => Promise<Outcome>) => save(calls.exports),
  });
  return { save: mutate, outcome: data, error, isSaving: isPending, reset };
}

/** The answer of a saving call as an outcome. @throws CallFailure where it was refused */
export async function outcomeOf(call: ReturnType<ExportCalls['saveTable']>): Promise<Outcome> {
  const answer = await unwrap(call);
  return answer.saved ? { kind: 'saved', file: answer.file } : { kind: 'nothing' };
}

/** The answer of a copying call as an outcome. @throws CallFailure where it was refused */
export async function copiedOf(call: ReturnType<ExportCalls['copyTable']>): Promise<Outcome> {
  await unwrap(call);
  return { kind: 'copied' };
}

/** Makes a new draft of a campaign file: one that the person chooses, or one that was dropped. Undefined where they changed their mind. */
export function useImportCampaign() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (dropped: File | undefined) => {
      if (dropped !== undefined)
        return unwrap(calls.exports.dropCampaign({ file: dropped.name.slice(0, 300), text: await textOf(dropped) }));
      const answer = await unwrap(calls.exports.openCampaign({}));
      return answer.opened ? answer.draft : undefined;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
  });
}

/** Nothing is read of a file that is too long. */
async function textOf(file: File): Promise<string> {
  const refused = (problem: 'too_large' | 'unreadable') =>
    new CallFailure('campaign_file_refused', { file: file.name, problem, where: String(CAMPAIGN_FILE_LIMIT_BYTES) }, '');
  if (file.size > CAMPAIGN_FILE_LIMIT_BYTES) throw refused('too_large');
  try {
    return await file.text();
  } catch {
    throw refused('unreadable');
  }
}
