import { Button, Loader } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { failureOf } from '../data/call-failure.ts';
import { useCancelSignIn, useSignIn } from '../data/queries.ts';
import { useWindowTitle } from '../data/use-menu.ts';
import { describeFailure } from '../i18n/describe-failure.ts';
import { useText } from '../i18n/text.tsx';

interface SignInScreenProps {
  readonly session: Extract<SessionState, { phase: 'signed_out' | 'signing_in' }>;
}

/** Who the bank is, one button, and while the bank's page is open, a way to give up. */
export function SignInScreen({ session }: SignInScreenProps) {
  const text = useText();
  const { t } = text;
  const signIn = useSignIn();
  const cancel = useCancelSignIn();
  const { bankName } = session;
  useWindowTitle(t('sign-in.button', { bankName }));
  const isWaiting = signIn.isPending || session.phase === 'signing_in';
  const failure = signIn.isError ? failureOf(signIn.error) : undefined;
  return (
    <main className="fl-sign-in">
      <div className="fl-sign-in-story">
        <h1>{t('sign-in.title', { bankName })}</h1>
        <p>{t('sign-in.lead')}</p>
        <ul>
          {(['sign-in.point-1', 'sign-in.point-2', 'sign-in.point-3'] as const).map((point) => (
            <li key={point}>
              <IconCheck size={17} aria-hidden />
              {t(point)}
            </li>
          ))}
        </ul>
      </div>
      <div className="fl-sign-in-box">
        <div className="fl-brand">
          <span className="fl-coin" aria-hidden />
          {t('shell.brand')}
        </div>
        {isWaiting ? (
          <>
            <div className="row" role="status">
              <Loader size="sm" />
              <h2>{t('sign-in.waiting')}</h2>
            </div>
            <p className="sub">{t('sign-in.waiting-text')}</p>
            <Button variant="default" size="md" onClick={() => cancel.mutate()} loading={cancel.isPending}>
              {t('sign-in.cancel')}
            </Button>
          </>
        ) : (
          <>
            {failure !== undefined ? (
              <p role="alert" className={failure.code === 'sign_in_cancelled' ? 'sub' : 'fl-failure-note'}>
                {describeFailure(failure, text)}
              </p>
            ) : session.phase === 'signed_out' && session.reason === 'expired' ? (
              <p role="alert">{t('sign-in.expired')}</p>
            ) : session.phase === 'signed_out' && session.reason === 'signed_out' ? (
              <p role="status" className="sub">
                {t('sign-in.signed-out')}
              </p>
            ) : null}
            <Button size="md" onClick={() => signIn.mutate()} autoFocus>
              {t('sign-in.button', { bankName })}
            </Button>
          </>
        )}
      </div>
    </main>
  );
}
