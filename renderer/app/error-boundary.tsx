import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a crash of one screen to itself. A person sees words and a way on, never a stack trace; drafts were saved while typing. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError() {
    return { hasCrashed: true };
  }

  override render() {
    if (!this.state.hasCrashed) return this.props.children;
    return <Crashed onReopen={() => this.setState({ hasCrashed: false })} />;
  }
}

function Crashed({ onReopen }: { readonly onReopen: () => void }) {
  const { t } = useText();
  return (
    <div className="fl-state fl-state-failed" role="alert">
      <h2>{t('shell.crash-title')}</h2>
      <p className="fl-state-words">{t('shell.crash-text')}</p>
      <Button variant="default" onClick={onReopen}>
        {t('shell.crash-reload')}
      </Button>
    </div>
  );
}
