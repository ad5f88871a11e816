import { createContext, type ReactNode, useContext } from 'react';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';

/** What every screen behind the sign-in knows: who, where, and whether the bank answers. */
export interface Desk {
  readonly account: Account;
  readonly bankName: string;
  readonly isOnline: boolean;
  /** The public parameters of the market; `today` is the bank's date. */
  readonly market: MarketInfo;
  /** The role may change things on its side: merchant editor, bank reviewer. */
  readonly mayEdit: boolean;
}

const DeskContext = createContext<Desk | undefined>(undefined);

interface DeskProviderProps {
  readonly desk: Desk;
  readonly children: ReactNode;
}

export function DeskProvider({ desk, children }: DeskProviderProps) {
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new TypeError('a DeskProvider is missing above this component');
  return desk;
}
