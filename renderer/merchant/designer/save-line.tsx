import type { Draft } from '#shared/campaign/draft.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import type { SaveState } from '../../store/designer-slice.ts';
import { useFlorin } from '../../store/store-context.tsx';

interface SaveLineProps {
  readonly save: SaveState;
  readonly submission: Draft['submission']['phase'];
}

/** How far the draft is saved, in one quiet line; only a failure asks for anything. */
export function SaveLine({ save, submission }: SaveLineProps) {
  const text = useText();
  const { mayEdit } = useDesk();
  const flush = useFlorin((state) => state.flushDraft);
  if (submission === 'queued' || submission === 'submitted') return <p className="sub">{text.t(`designer.save.${submission}`)}</p>;
  if (!mayEdit) return <p className="sub">{text.t('designer.save.read-only')}</p>;
  if (save.phase === 'failed')
    return (
      <p className="fl-field-error" role="alert">
        {text.t('designer.save.failed')} · {text.t(`error.${save.code}`)}{' '}
        <button type="button" className="fl-link" onClick={() => void flush()}>
          {text.t('designer.save-retry')}
        </button>
      </p>
    );
  const key =
    save.phase === 'saved'
      ? save.atMs === undefined
        ? 'designer.save.fresh'
        : 'designer.save.saved'
      : save.phase === 'conflict'
        ? 'designer.save.conflict'
        : 'designer.save.waiting';
  return <p className="sub">{text.t(key)}</p>;
}
