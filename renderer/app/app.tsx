import { Center, Loader, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { HashRouter } from 'react-router';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { failureOf } from '../data/call-failure.ts';
import { type Desk, DeskProvider } from '../data/desk-context.tsx';
import { useMainProcessEvents, useMarket, useSession, useSettings } from '../data/queries.ts';
import { uiLanguageOf } from '../i18n/messages/index.ts';
import { TextProvider, useText } from '../i18n/text.tsx';
import { StoreProvider } from '../store/store-context.tsx';
import { FailedState, LoadingState } from '../ui/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NoConnectionScreen } from './no-connection-screen.tsx';
import { RoleGate } from './role-gate.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import './shell.css';

/** The whole window: language and theme of the person, then sign-in or the desk. */
export function App() {
  useMainProcessEvents();
  const settings = useSettings();
  const session = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const theme = settings.data?.theme;
  const language = uiLanguageOf(settings.data?.language ?? 'en');
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme === 'light' || theme === 'dark' ? theme : 'auto');
  }, [theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  if (settings.isPending) return null;
  return (
    <TextProvider language={language}>
      <ErrorBoundary>
        {session.data !== undefined ? (
          <Signed session={session.data} />
        ) : session.isError ? (
          <Center h="100vh" p="xl">
            <FailedState failure={failureOf(session.error)} onRetry={() => void session.refetch()} />
          </Center>
        ) : (
          <Center h="100vh">
            <Loader />
          </Center>
        )}
      </ErrorBoundary>
    </TextProvider>
  );
}

function Signed({ session }: { readonly session: SessionState }) {
  if (session.phase === 'no_connection') return <NoConnectionScreen session={session} />;
  if (session.phase !== 'signed_in') return <SignInScreen session={session} />;
  return <SignedIn key={session.account.id} session={session} />;
}

function SignedIn({ session }: { readonly session: Extract<SessionState, { phase: 'signed_in' }> }) {
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
