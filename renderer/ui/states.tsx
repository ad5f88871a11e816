import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CallFailure } from '../data/call-failure.ts';
import { failureOf } from '../data/call-failure.ts';
import { describeFailure } from '../i18n/describe-failure.ts';
import { useText } from '../i18n/text.tsx';
import './ui.css';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do about it. */
  readonly action?: ReactNode;
}

/** Nothing here yet, and how to begin. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="fl-state">
      <h2>{title}</h2>
      {children === undefined ? null : <div className="sub fl-state-words">{children}</div>}
      {action === undefined ? null : <div className="row">{action}</div>}
    </div>
  );
}

interface LoadingStateProps {
  /** How many grey rows stand in for what comes. */
  readonly rows?: number;
  readonly height?: number;
  /** What is on its way, with a number where it can take longer than a second. */
  readonly words?: string | undefined;
}

/** Something is on its way: grey shapes where it will be. */
export function LoadingState({ rows = 3, height = 56, words }: LoadingStateProps) {
  const { t } = useText();
  return (
    <div className="stack" role="status" aria-label={words ?? t('common.loading')}>
      {words === undefined ? null : <p className="sub">{words}</p>}
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} radius={10} />
      ))}
    </div>
  );
}

interface RefusedStateProps {
  readonly title?: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A rule says no: the reason, and what to do. */
export function RefusedState({ title, children, action }: RefusedStateProps) {
  const { t } = useText();
  return (
    <div className="fl-state fl-state-refused" role="alert">
      <h2>{title ?? t('common.refused-title')}</h2>
      <div className="fl-state-words">{children}</div>
      {action === undefined ? null : <div className="row">{action}</div>}
    </div>
  );
}

interface FailedStateProps {
  readonly failure: CallFailure;
  readonly onRetry?: (() => void) | undefined;
}

/** It did not work: what happened in words, the reference for the log, and another try. */
export function FailedState({ failure, onRetry }: FailedStateProps) {
  const text = useText();
  return (
    <div className="fl-state fl-state-failed" role="alert">
      <h2>{text.t('common.failed-title')}</h2>
      <p className="fl-state-words">{describeFailure(failure, text)}</p>
      {failure.code === 'internal' && failure.correlationId !== '' ? (
        <p className="sub num">{text.t('common.reference', { id: failure.correlationId })}</p>
      ) : null}
      {onRetry === undefined ? null : (
        <Button variant="default" onClick={onRetry}>
          {text.t('common.retry')}
        </Button>
      )}
    </div>
  );
}

/** A sentence about a refused call, next to the control that made it. */
export function FailureNote({ error }: { readonly error: unknown }) {
  const text = useText();
  if (error === null || error === undefined) return null;
  return (
    <p role="alert" className="fl-failure-note">
      {describeFailure(failureOf(error), text)}
    </p>
  );
}

interface QueryStateProps<Value> {
  readonly query: UseQueryResult<Value, Error>;
  readonly loading?: ReactNode;
  /** Present: shown instead of the children where it says the value is empty. */
  readonly isEmpty?: (value: Value) => boolean;
  readonly empty?: ReactNode;
  readonly children: (value: Value) => ReactNode;
}

/** The five states of a query: loading, failed, refused, empty, ready. The last good value stays on screen while it is asked again. */
export function QueryState<Value>({ query, loading, isEmpty, empty, children }: QueryStateProps<Value>) {
  const text = useText();
  if (query.data !== undefined) return isEmpty?.(query.data) === true ? empty : children(query.data);
  if (query.isPending && query.fetchStatus !== 'idle') return loading ?? <LoadingState />;
  const failure = failureOf(query.error);
  if (failure.code === 'not_found' || failure.code === 'not_permitted')
    return <RefusedState>{describeFailure(failure, text)}</RefusedState>;
  return <FailedState failure={failure} onRetry={() => void query.refetch()} />;
}
