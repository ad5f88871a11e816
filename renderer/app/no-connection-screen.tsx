import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { useWindowTitle } from '../data/use-menu.ts';
import { useText } from '../i18n/text.tsx';
import { RefusedState } from '../ui/states.tsx';

interface NoConnectionScreenProps {
  readonly session: Extract<SessionState, { phase: 'no_connection' }>;
}

/** The application does not know its bank: what is wrong with the connection file, and what to do. */
export function NoConnectionScreen({ session }: NoConnectionScreenProps) {
  const { t } = useText();
  useWindowTitle(t('shell.no-connection-title'));
  return (
    <main className="fl-alone">
      <RefusedState title={t('shell.no-connection-title')}>
        <p>{t(`shell.no-connection.${session.problem}`)}</p>
        {session.issues.length === 0 ? null : (
          <>
            <p>{t('shell.no-connection.where')}</p>
            <ul>
              {session.issues.map((issue) => (
                <li key={issue.path}>{issue.path}</li>
              ))}
            </ul>
          </>
        )}
      </RefusedState>
    </main>
  );
}
