import { HashRouter } from 'react-router';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { failureOf } from '../data/call-failure.ts';
import { type Desk, DeskProvider } from '../data/desk-context.tsx';
import { useMarket } from '../data/queries.ts';
import { TextProvider, useText } from '../i18n/text.tsx';
import { StoreProvider } from '../store/store-context.tsx';
import { FailedState, LoadingState } from '../ui/states.tsx';
import { RoleGate } from './role-gate.tsx';

/** The desk of the person who is signed in, in the market of their bank. */
export function SignedIn({ session }: { readonly session: Extract<SessionState, { phase: 'signed_in' }> }) {
  const market = useMarket();
  const { language } = useText();
  if (market.data === undefined)
    return (
      <main className="fl-alone">
        {market.isError ? (
          <FailedState failure={failureOf(market.error)} onRetry={() => void market.refetch()} />
        ) : (
          <LoadingState rows={4} height={90} />
        )}
      </main>
    );
  const desk: Desk = {
    account: session.account,
    bankName: session.bankName,
    isOnline: session.connection === 'online',
    market: market.data.market,
    mayEdit: session.account.role === 'merchant_editor' || session.account.role === 'bank_reviewer',
  };
  return (
    <TextProvider language={language} timeZone={desk.market.timeZone} currency={desk.market.currency}>
      <DeskProvider desk={desk}>
        <StoreProvider>
          <HashRouter>
            <RoleGate />
          </HashRouter>
        </StoreProvider>
      </DeskProvider>
    </TextProvider>
  );
}
