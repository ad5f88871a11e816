import { Button, Modal } from '@mantine/core';
import { useDeleteDraft } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { FailureNote } from '../../ui/states.tsx';
import type { CampaignRow } from './rows.ts';

interface DeleteDialogProps {
  /** Undefined while nothing is to be deleted. */
  readonly row: CampaignRow | undefined;
  readonly onClose: () => void;
}

/** Asks before a draft goes; it is on this machine alone. */
export function DeleteDialog({ row, onClose }: DeleteDialogProps) {
  const { t } = useText();
  const remove = useDeleteDraft();
  const name = row === undefined || row.name === '' ? t('campaigns.no-name') : row.name;
  return (
    <Modal
      opened={row !== undefined}
      onClose={onClose}
      title={t('campaigns.delete-title')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack">
        <p>{t('campaigns.delete-text', { name })}</p>
        <FailureNote error={remove.error} />
        <div className="row">
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => (row === undefined ? undefined : remove.mutate(row.id, { onSuccess: onClose }))}
          >
            {t('common.delete')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
