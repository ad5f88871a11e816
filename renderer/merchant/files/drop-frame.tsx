import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import './files.css';

interface DropFrameProps {
  readonly isEnabled: boolean;
  readonly onDrop: (file: File) => void;
  readonly children: ReactNode;
}

/** A part of the screen where a campaign file can be dropped. More than one at a time is refused, and says so. */
export function DropFrame({ isEnabled, onDrop, children }: DropFrameProps) {
  const { t } = useText();
  const depth = useRef(0);
  const [isOver, setIsOver] = useState(false);
  const [isTooMany, setIsTooMany] = useState(false);
  if (!isEnabled) return <div>{children}</div>;
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const enter = (event: DragEvent, change: 1 | -1) => {
    if (!hasFiles(event)) return;
    depth.current = Math.max(0, depth.current + change);
    setIsOver(depth.current > 0);
  };
  return (
    <div
      className={isOver ? 'fl-drop-frame fl-drop-frame-over' : 'fl-drop-frame'}
      data-drop-words={t('exports.drop')}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => (hasFiles(event) ? event.preventDefault() : undefined)}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setIsOver(false);
        const [file, ...more] = event.dataTransfer.files;
        setIsTooMany(more.length > 0);
        if (file !== undefined && more.length === 0) onDrop(file);
      }}
    >
      {isTooMany ? (
        <p className="fl-failure-note" role="alert">
          {t('exports.drop-one')}
        </p>
      ) : null}
      {children}
    </div>
  );
}
