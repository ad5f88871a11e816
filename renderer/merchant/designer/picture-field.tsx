import { Button } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { type ImageFile, IMAGE_SIZES, type ImageKind } from '#shared/campaign/files.ts';
import { useAddImage, useChooseImage, useFileAddress } from '../../data/files.ts';
import { useText } from '../../i18n/text.tsx';
import { FailureNote } from '../../ui/states.tsx';

interface PictureFieldProps {
  readonly kind: ImageKind;
  readonly path: string;
  readonly image: ImageFile | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (image: ImageFile | undefined) => void;
}

/** A picture of the message: chosen in the native dialog or dropped here; cut to its size and encoded anew before it is kept. */
export function PictureField({ kind, path, image, isDisabled, onChange }: PictureFieldProps) {
  const text = useText();
  const { t } = text;
  const choose = useChooseImage();
  const add = useAddImage();
  const address = useFileAddress(image?.sha256);
  const [isOver, setIsOver] = useState(false);
  const isBusy = choose.isPending || add.isPending;
  const name = t(`creative.picture.${kind}`);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file === undefined || isDisabled || isBusy) return;
    choose.reset();
    add.mutate({ kind, file }, { onSuccess: onChange });
  };
  const open = () => {
    add.reset();
    choose.mutate(kind, { onSuccess: (chosen) => chosen !== null && onChange(chosen) });
  };
  return (
    <div role="group" aria-label={name}>
      <div
        className={`fl-picture fl-picture-${kind} ${isOver ? 'fl-picture-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        {address.data === undefined ? (
          <div className="fl-picture-thumb" aria-hidden />
        ) : (
          <img className="fl-picture-thumb" src={address.data} alt="" />
        )}
        <div className="fl-picture-words">
          <b className="strong">{name}</b>
          <span className="sub" role="status">
            {isBusy
              ? t('creative.picture.working')
              : image === undefined
                ? t('creative.picture.hint', { ...IMAGE_SIZES[kind] })
                : t('creative.picture.kept', { ...IMAGE_SIZES[kind], kilobytes: Math.ceil(image.sizeBytes / 1_024) })}
          </span>
          <div className="row">
            <Button size="xs" variant="default" data-path={path} disabled={isDisabled || isBusy} onClick={open}>
              {t(image === undefined ? 'creative.picture.choose' : 'creative.picture.replace')}
              <span className="sr-only">: {name}</span>
            </Button>
            {image === undefined ? null : (
              <Button size="xs" variant="default" disabled={isDisabled || isBusy} onClick={() => onChange(undefined)}>
                {t('creative.picture.remove')}
                <span className="sr-only">: {name}</span>
              </Button>
            )}
          </div>
        </div>
      </div>
      <FailureNote error={add.error ?? choose.error ?? address.error} />
    </div>
  );
}
