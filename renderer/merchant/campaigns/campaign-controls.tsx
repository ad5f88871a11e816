import { Button, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { failureOf } from '../../data/call-failure.ts';
import { useControlCampaign, useReviseCampaign } from '../../data/campaign-actions.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { describeFailure } from '../../i18n/describe-failure.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { type ConfirmedControl, type Control, type ControlState, confirmedControl, controlStates } from './control-state.ts';

interface CampaignControlsProps {
  readonly detail: CampaignDetail;
  readonly onReload: () => void;
}

/** Refusals that mean: somebody else, or time, has moved the campaign since it was shown. */
const CHANGED_MEANWHILE: readonly ErrorCode[] = ['version_conflict', 'transition_refused'];

/** What a merchant can do with a campaign now; the rest is shown disabled, with why. */
export function CampaignControls({ detail, onReload }: CampaignControlsProps) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const navigate = useNavigate();
  const control = useControlCampaign();
  const revise = useReviseCampaign();
  const [asking, setAsking] = useState<ConfirmedControl | undefined>(undefined);
  const { summary } = detail;
  const request = { campaignId: summary.id, expectedVersion: summary.version };
  // What the page shows is not what the bank has: it is asked again at once, and the refusal stays until it was read.
  const reloadChanged = (refusal: unknown) => {
    if (CHANGED_MEANWHILE.includes(failureOf(refusal).code)) onReload();
  };
  const act = (name: Exclude<Control, 'revise'>) => {
    revise.reset();
    control.mutate({ ...request, action: name }, { onError: reloadChanged, onSettled: () => setAsking(undefined) });
  };
  const choose = (name: Control) => {
    const confirmed = confirmedControl(name);
    if (confirmed !== undefined) return setAsking(confirmed);
    if (name !== 'revise') return act(name);
    control.reset();
    revise.mutate(request, { onError: reloadChanged, onSuccess: (draft) => void navigate(`/designer/${draft.id}`) });
  };
  const error = control.error ?? revise.error;
  const failure = error === null ? undefined : failureOf(error);
  const isChanged = failure !== undefined && CHANGED_MEANWHILE.includes(failure.code);
  const clear = () => {
    control.reset();
    revise.reset();
    if (!isChanged) onReload();
  };
  const isWorking = control.isPending || revise.isPending;
  const done = control.data;
  return (
    <Card title={t('campaign-page.controls')}>
      {failure === undefined ? null : (
        <div role="alert" className="campaign-refusal">
          <b>{t(isChanged ? 'campaign-page.changed-title' : 'campaign-page.refused-title')}</b>
          <p>
            {isChanged ? t('campaign-page.changed-text', { state: t(`common.state.${summary.state}`) }) : describeFailure(failure, text)}
          </p>
          <Button variant="default" size="xs" onClick={clear}>
            {t(isChanged ? 'campaign-page.changed-seen' : 'campaign-page.reload')}
          </Button>
        </div>
      )}
      {error === null && done !== undefined && done.summary.version === summary.version ? (
        <p role="status" className="campaign-done">
          {t('campaign-page.done', { state: t(`common.state.${summary.state}`) })}
        </p>
      ) : null}
      <ul className="campaign-controls">
        {controlStates(detail, desk).map((state) => (
          <ControlRow key={state.control} state={state} isWorking={isWorking} onChoose={() => choose(state.control)} />
        ))}
      </ul>
      <ConfirmDialog
        name={summary.name}
        control={asking}
        isWorking={control.isPending}
        onCancel={() => setAsking(undefined)}
        onConfirm={act}
      />
    </Card>
  );
}

interface ControlRowProps {
  readonly state: ControlState;
  readonly isWorking: boolean;
  readonly onChoose: () => void;
}

function ControlRow({ state, isWorking, onChoose }: ControlRowProps) {
  const { t } = useText();
  const id = useId();
  const isDanger = state.control === 'withdraw' || state.control === 'limit';
  return (
    <li>
      <Button
        fullWidth
        variant={state.isLegal && state.control === 'revise' ? 'filled' : 'default'}
        className={isDanger && state.isLegal ? 'campaign-danger' : undefined}
        disabled={!state.isLegal || isWorking}
        aria-describedby={id}
        onClick={onChoose}
      >
        {t(`campaign-page.control.${state.control}`)}
      </Button>
      <span id={id} className="sub">
        {t(state.words)}
      </span>
    </li>
  );
}

interface ConfirmDialogProps {
  readonly name: string;
  readonly control: ConfirmedControl | undefined;
  readonly isWorking: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: (control: ConfirmedControl) => void;
}

/** Asks before what cannot be undone. The way back is the first button and the one with the focus. */
function ConfirmDialog({ name, control, isWorking, onCancel, onConfirm }: ConfirmDialogProps) {
  const { t } = useText();
  return (
    <Modal
      opened={control !== undefined}
      onClose={onCancel}
      title={control === undefined ? '' : t(`campaign-page.${control}.title`, { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      centered
    >
      {control === undefined ? null : (
        <div className="stack">
          <p>{t(`campaign-page.${control}.text`)}</p>
          <div className="row campaign-dialog-actions">
            <Button data-autofocus variant="default" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
            <Button color={control === 'archive' ? 'florin' : 'red'} loading={isWorking} onClick={() => onConfirm(control)}>
              {t(`campaign-page.${control}.confirm`)}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
