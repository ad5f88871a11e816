import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import { useSuspendCampaign } from '../../data/review.ts';
import { useText } from '../../i18n/text.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { COMMENT_LENGTH } from './decision-state.ts';

interface SuspendDialogProps {
  /** The campaign to stop; undefined while the dialog is closed. */
  readonly campaign: CampaignSummary | undefined;
  readonly onClose: () => void;
  readonly onDone?: (campaign: CampaignSummary) => void;
}

/** Asks for the reason and stops a campaign at once. What was typed stays when the bank refuses. */
export function SuspendDialog({ campaign, onClose, onDone }: SuspendDialogProps) {
  const { t } = useText();
  const suspend = useSuspendCampaign();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const close = () => {
    setProblem(undefined);
    suspend.reset();
    onClose();
  };
  const send = () => {
    if (campaign === undefined) return;
    const used = text.trim().length;
    if (used < COMMENT_LENGTH.min) return setProblem(t('desk.decision.comment-short'));
    if (used > COMMENT_LENGTH.max) return setProblem(t('desk.decision.comment-long', { used }));
    setProblem(undefined);
    suspend.mutate(
      { campaignId: campaign.id, expectedVersion: campaign.version, text: text.trim() },
      {
        onSuccess: () => {
          setText('');
          onDone?.(campaign);
          close();
        },
      },
    );
  };
  return (
    <Modal
      opened={campaign !== undefined}
      onClose={close}
      title={t('desk.suspend.title', { name: campaign?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      centered
    >
      <div className="stack">
        <p>{t('desk.suspend.text')}</p>
        <Textarea
          data-autofocus
          label={t('desk.suspend.reason')}
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          error={problem}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FailureNote error={suspend.error} />
        <div className="row review-dialog-actions">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={suspend.isPending} onClick={send}>
            {t('desk.suspend.confirm')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
