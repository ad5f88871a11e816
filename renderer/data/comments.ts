import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { MOST_NOTE_CHARACTERS } from '#shared/campaign/comments.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';
import { keys } from './queries.ts';

// Under `campaigns`, so that new comments are asked for with everything else that the bank may have changed there.
const commentKeys = {
  thread: (campaignId: string) => [...keys.campaign(campaignId), 'comments'],
  note: (campaignId: string) => ['comment-notes', campaignId],
} as const;

/** What was typed is on its way to disk this long after the last key press. */
const NOTE_DELAY_MS = 250;

export function useComments(campaignId: string) {
  const { calls } = useBridge();
  return useQuery({
    queryKey: commentKeys.thread(campaignId),
    queryFn: () => unwrap(calls.comments.readComments({ campaignId })),
  });
}

/** Sends a comment; the answer is the thread with it. */
export function useWriteComment(campaignId: string) {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => unwrap(calls.comments.writeComment({ campaignId, text })),
    onSuccess: (thread) => client.setQueryData(commentKeys.thread(campaignId), thread),
  });
}

/** Notes that the person has read up to this number, which clears the badge. A failure changes nothing on the screen. */
export function useMarkCommentsRead(campaignId: string, number: number | undefined, readUntil: number): void {
  const { calls } = useBridge();
  const client = useQueryClient();
  useEffect(() => {
    if (number === undefined || number <= readUntil) return;
    void calls.comments.markRead({ campaignId, number }).then((result) => {
      if (!result.ok) return;
      void client.invalidateQueries({ queryKey: keys.waitingWork });
      void client.invalidateQueries({ queryKey: keys.campaigns, exact: true });
    });
  }, [calls, client, campaignId, number, readUntil]);
}

/** The comment that is being typed. It is kept on this machine while it is typed, and is there again after a restart. */
export function useCommentNote(campaignId: string): {
  readonly text: string;
  readonly isReady: boolean;
  readonly type: (text: string) => void;
  /** It is on its way, and kept by whoever sends it: it must not be written down once more behind that. */
  readonly handOver: () => void;
  /** It was sent: gone from here, unless more was typed meanwhile. */
  readonly sent: (text: string) => void;
} {
  const { calls } = useBridge();
  const stored = useQuery({
    queryKey: commentKeys.note(campaignId),
    queryFn: async () => (await unwrap(calls.comments.readNote({ campaignId }))).text,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const unsaved = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const save = useCallback(() => {
    clearTimeout(timer.current);
    const text = unsaved.current;
    unsaved.current = undefined;
    if (text !== undefined) void calls.comments.saveNote({ campaignId, text });
  }, [calls, campaignId]);
  // A window that is closed in the middle of a word, or a page that is left, still writes it.
  useEffect(() => {
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);
  const type = useCallback(
    (text: string) => {
      const kept = text.slice(0, MOST_NOTE_CHARACTERS);
      setTyped(kept);
      unsaved.current = kept;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, NOTE_DELAY_MS);
    },
    [save],
  );
  const handOver = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current = undefined;
  }, []);
  const sent = useCallback((text: string) => setTyped((now) => (now === undefined || now === text ? '' : now)), []);
  return { text: typed ?? stored.data ?? '', isReady: !stored.isPending, type, handOver, sent };
}
