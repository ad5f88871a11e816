import { Center, Loader, useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { failureOf } from '../data/call-failure.ts';
import { useMainProcessEvents, useSession, useSettings } from '../data/queries.ts';
import { uiLanguageOf } from '../i18n/messages/index.ts';
import { TextProvider } from '../i18n/text.tsx';
import { FailedState } from '../ui/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NoConnectionScreen } from './no-connection-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import './shell.css';

const loadDesk = () => import('./signed-in.tsx');
/** Everything behind the sign-in: a start that asks for a name and a password does not wait for it. */
const SignedIn = lazy(async () => ({ default: (await loadDesk()).SignedIn }));

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
  useEffect(() => {
    // While the person types.
    const idle = requestIdleCallback(() => void loadDesk());
    return () => cancelIdleCallback(idle);
  }, []);
  if (session.phase === 'no_connection') return <NoConnectionScreen session={session} />;
  if (session.phase !== 'signed_in') return <SignInScreen session={session} />;
  return (
    <Suspense fallback={null}>
      <SignedIn key={session.account.id} session={session} />
    </Suspense>
  );
}
