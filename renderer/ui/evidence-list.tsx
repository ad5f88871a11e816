import { Button } from '@mantine/core';
import { IconFileText, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import type { EvidenceFile } from '#shared/campaign/evidence.ts';
import { useEvidencePicture, useSaveEvidence } from '../data/evidence.ts';
import { useText } from '../i18n/text.tsx';
import { FailureNote } from './states.tsx';
import './evidence-list.css';

interface EvidenceListProps {
  readonly files: readonly EvidenceFile[];
  /** Whether this person may look into the files; without it only what there is is shown. */
  readonly mayRead: boolean;
  /** Present: each file can be taken out again. */
  readonly onRemove?: ((sha256: string) => void) | undefined;
}

/** What is attached, each file with its kind, size and hash. Pictures are drawn here; any other file is only ever saved, by the main process. */
export function EvidenceList({ files, mayRead, onRemove }: EvidenceListProps) {
  const { t } = useText();
  return (
    <ul className="fl-evidence" aria-label={t('evidence.files')}>
      {files.map((file) => (
        <EvidenceRow key={file.sha256} file={file} mayRead={mayRead} onRemove={onRemove} />
      ))}
    </ul>
  );
}

function EvidenceRow({ file, mayRead, onRemove }: Omit<EvidenceListProps, 'files'> & { readonly file: EvidenceFile }) {
  const { t } = useText();
  const [isShown, setIsShown] = useState(false);
  const picture = useEvidencePicture(file.sha256, isShown);
  const save = useSaveEvidence();
  const isPicture = file.mediaType !== 'application/pdf';
  const Icon = isPicture ? IconPhoto : IconFileText;
  const named = <span className="sr-only">: {file.name}</span>;
  return (
    <li>
      <Icon size={18} stroke={1.8} aria-hidden className="fl-evidence-icon" />
      <div className="fl-evidence-words">
        <b className="strong">{file.name}</b>
        <span className="sub num">
          {t('evidence.line', {
            kind: t(`evidence.kind.${file.mediaType}`),
            kilobytes: Math.ceil(file.sizeBytes / 1_024),
            hash: file.sha256.slice(0, 8),
          })}
        </span>
        {isShown && picture.data !== undefined ? (
          <img className="fl-evidence-picture" src={picture.data} alt={t('evidence.picture', { name: file.name })} />
        ) : null}
        <span className="sub" role="status">
          {save.isPending ? null : typeof save.data === 'string' ? t('evidence.saved', { name: save.data }) : null}
        </span>
        <FailureNote error={save.error ?? (isShown ? picture.error : null)} />
        <div className="row">
          {mayRead && isPicture ? (
            <Button size="xs" variant="default" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
              {t(isShown ? 'evidence.hide' : 'evidence.show')}
              {named}
            </Button>
          ) : null}
          {mayRead ? (
            <Button size="xs" variant="default" disabled={save.isPending} onClick={() => save.mutate(file)}>
              {t('evidence.save')}
              {named}
            </Button>
          ) : null}
          {onRemove === undefined ? null : (
            <Button size="xs" variant="default" onClick={() => onRemove(file.sha256)}>
              {t('evidence.remove')}
              {named}
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}
