import { createContext, type ReactNode, useContext } from 'react';
import type { FlorinApi } from '#shared/contracts/ipc/api.ts';

const BridgeContext = createContext<FlorinApi | undefined>(undefined);

interface BridgeProviderProps {
  readonly api: FlorinApi;
  readonly children: ReactNode;
}

/** Hands the calls and events of the main process to everything below; tests hand in their own. */
export function BridgeProvider({ api, children }: BridgeProviderProps) {
  return <BridgeContext value={api}>{children}</BridgeContext>;
}

/** The calls and events of the main process. Only hooks in `data/` and `store/` use this, never a screen. */
export function useBridge(): FlorinApi {
  const api = useContext(BridgeContext);
  if (api === undefined) throw new TypeError('a BridgeProvider is missing above this component');
  return api;
}
