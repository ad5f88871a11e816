import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CampaignState } from '#shared/campaign/transitions.ts';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { Decision } from '#shared/review/decision.ts';
import { failureOf } from '../../data/call-failure.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDecideCase, useQueue, useTakeCase } from '../../data/review.ts';
import { describeFailure } from '../../i18n/describe-failure.ts';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { queueRows } from '../queue/queue-rows.ts';
import { DecisionForm } from './decision-form.tsx';
import { decisionStand, wordedRefusal } from './decision-state.ts';

interface DecisionBarProps {
  readonly reviewCase: ReviewCase;
  readonly onReload: () => void;
}

type Outcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'declined' }
  | { readonly kind: 'done'; readonly decision: Decision['kind']; readonly given: number; readonly state: CampaignState };

/** Take, decide or read why not; and what became of it. */
export function DecisionBar({ reviewCase, onReload }: DecisionBarProps) {
  const { t } = useText();
  const { account } = useDesk();
  const { summary } = reviewCase.detail;
  const decide = useDecideCase();
  const take = useTakeCase();
  const dropNote = useFlorin((state) => state.dropReviewNote);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'open' });
  const stand = decisionStand(reviewCase, account.role);
  const reload = () => {
    decide.reset();
    take.reset();
    onReload();
  };
  const send = (decision: Decision) => {
    setOutcome({ kind: 'open' });
    decide.mutate(
      {
        campaignId: summary.id,
        expectedVersion: summary.version,
        campaignName: summary.name,
        revision: summary.revision,
        decision,
      },
      {
        onSuccess: (answer) => {
          if (!answer.confirmed) return setOutcome({ kind: 'declined' });
          dropNote(summary.id);
          const given = reviewCase.approvals.given + (decision.kind === 'approve' ? 1 : 0);
          setOutcome({ kind: 'done', decision: decision.kind, given, state: answer.detail.summary.state });
        },
      },
    );
  };
  return (
    <section className="review-bar" aria-label={t('desk.decision.bar')}>
      <Refusal error={decide.error ?? take.error} onReload={reload} />
      {outcome.kind === 'declined' ? <p role="status">{t('desk.decision.declined')}</p> : null}
      {outcome.kind === 'done' ? (
        <Done outcome={outcome} needed={reviewCase.approvals.needed} campaignId={summary.id} />
      ) : stand.kind === 'decide' ? (
        <DecisionForm reviewCase={reviewCase} stand={stand} isWorking={decide.isPending} onDecide={send} />
      ) : stand.kind === 'take' ? (
        <div className="row apart">
          <p className="sub">{t('desk.decision.take-text')}</p>
          <Button loading={take.isPending} onClick={() => take.mutate({ campaignId: summary.id, expectedVersion: summary.version })}>
            {t('desk.decision.take')}
          </Button>
        </div>
      ) : (
        <p className="sub">
          {stand.kind === 'claimed_by_other' ? t('desk.decision.other-has-it') : null}
          {stand.kind === 'officer' ? t('desk.decision.officer') : null}
          {stand.kind === 'waits_for_second' ? t('desk.decision.waits-for-second') : null}
          {stand.kind === 'closed' ? t('desk.decision.closed', { state: t(`common.state.${summary.state}`) }) : null}
        </p>
      )}
    </section>
  );
}

function Done({
  outcome,
  needed,
  campaignId,
}: {
  readonly outcome: Extract<Outcome, { kind: 'done' }>;
  readonly needed: number;
  readonly campaignId: string;
}) {
  const { t } = useText();
  const next = queueRows(useQueue().data?.items ?? [], 'all', '').find((item) => item.summary.id !== campaignId && !item.claimed);
  const isFirst = outcome.decision === 'approve' && outcome.given < needed;
  const words = isFirst
    ? t('desk.decision.done.approve-first', { given: outcome.given, needed })
    : t(`desk.decision.done.${outcome.decision}`, { state: t(`common.state.${outcome.state}`) });
  return (
    <div className="row apart">
      <p role="status" className="strong">
        {words}
      </p>
      <span className="row">
        {next === undefined ? null : (
          <Button component={Link} to={`/review/${next.summary.id}`} variant="default">
            {t('desk.decision.next')}
          </Button>
        )}
        <Button component={Link} to="/queue">
          {t('desk.review.back')}
        </Button>
      </span>
    </div>
  );
}

/** Why the bank did not record it, and the way on. Nothing that was typed is lost. */
function Refusal({ error, onReload }: { readonly error: unknown; readonly onReload: () => void }) {
  const text = useText();
  if (error === null || error === undefined) return null;
  const failure = failureOf(error);
  const known = wordedRefusal(failure.code);
  return (
    <div role="alert" className="review-refusal">
      <div>
        <b>{text.t(known === undefined ? 'desk.refusal.title.other' : `desk.refusal.title.${known}`)}</b>
        <p>
          {known === undefined ? `${describeFailure(failure, text)} ${text.t('desk.refusal.kept')}` : text.t(`desk.refusal.text.${known}`)}
        </p>
      </div>
      <Button variant="default" size="xs" onClick={onReload}>
        {text.t('desk.refusal.reload')}
      </Button>
    </div>
  );
}
