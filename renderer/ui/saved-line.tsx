import type { Outcome } from '../data/saving.ts';
import { useText } from '../i18n/text.tsx';
import { FailureNote } from './states.tsx';

interface SavedLineProps {
  readonly outcome: Outcome | undefined;
  readonly error: unknown;
}

/** What became of saving or copying, said where it was asked and to screen readers. */
export function SavedLine({ outcome, error }: SavedLineProps) {
  const { t } = useText();
  const words =
    error !== null || outcome === undefined || outcome.kind === 'nothing'
      ? ''
      : outcome.kind === 'copied'
        ? t('exports.copied')
        : t('exports.saved', { file: outcome.file });
  return (
    <>
      <span role="status" className="sub fl-saved-line">
        {words}
      </span>
      <FailureNote error={error} />
    </>
  );
}
