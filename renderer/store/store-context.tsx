import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useBridge } from '../data/bridge-context.tsx';
import { keys } from '../data/queries.ts';
import { createFlorinStore, type FlorinState, type FlorinStore } from './create-store.ts';

const StoreContext = createContext<FlorinStore | undefined>(undefined);

interface StoreProviderProps {
  readonly children: ReactNode;
}

/** Makes the window's store over the bridge. */
export function StoreProvider({ children }: StoreProviderProps) {
  const { calls } = useBridge();
  const client = useQueryClient();
  const [store] = useState(() =>
    createFlorinStore({
      saveDraft: calls.drafts.saveDraft,
      createDraft: calls.drafts.createDraft,
      readDraft: calls.drafts.readDraft,
      now: () => Date.now(),
      schedule: (task, delayMs) => {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      },
      onSaved: (draft) => {
        client.setQueryData(keys.draft(draft.id), draft);
        void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      },
    }),
  );
  // A window that is closed or signed out in the middle of a word still writes it.
  useEffect(() => {
    const flush = () => {
      const { designer, flushDraft, closeDraft } = store.getState();
      // A version that nobody chose between yet is kept as a draft of its own.
      if (designer?.save.phase === 'conflict') closeDraft();
      else void flushDraft();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [store]);
  return <StoreContext value={store}>{children}</StoreContext>;
}

/** A part of the window's store. */
export function useFlorin<Part>(select: (state: FlorinState) => Part): Part {
  const store = useContext(StoreContext);
  if (store === undefined) throw new TypeError('a StoreProvider is missing above this component');
  return useStore(store, select);
}
