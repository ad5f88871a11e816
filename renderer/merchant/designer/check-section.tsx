import { Button } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { audienceInWords } from '#shared/audience/plain-words.ts';
import type { Draft } from '#shared/campaign/draft.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import type { Receipt } from '#shared/reach/types.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useSubmitDraft, useUnqueueDraft } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { useDesigner } from './designer-context.tsx';
import { fieldName, findingWords } from './finding-words.ts';
import { ForecastLines } from './forecast-lines.tsx';
import { audienceOf } from './reach.ts';
import { useNoReachReason } from './reach-panel.tsx';
import { STALE_CARD_ID } from './stale-card.tsx';
import { SubmissionCard } from './submission-card.tsx';

interface CheckSectionProps {
  readonly draft: Draft;
  /** Writes what is waiting; true when all of it is on disk. */
  readonly beforeSubmit: () => Promise<boolean>;
  readonly onChanged: (draft: Draft) => void;
}

/** What is missing or refused, field by field; what it can cost; and the hand-over. */
export function CheckSection({ draft, beforeSubmit, onChanged }: CheckSectionProps) {
  const { t } = useText();
  const { isOnline, mayEdit } = useDesk();
  const { findings, reach, stale } = useDesigner();
  const submit = useSubmitDraft();
  const unqueue = useUnqueueDraft();
  const { phase } = draft.submission;
  const releaseId = reach.kind === 'answered' && reach.reach.meetsMinimum ? releaseOf(reach.reach.receipt) : undefined;
  const { content } = findings;
  const canSubmit = mayEdit && content !== undefined && releaseId !== undefined && stale === undefined;
  const send = async () => {
    if (content === undefined || releaseId === undefined || stale !== undefined || !(await beforeSubmit())) return;
    submit.mutate({ draftId: draft.id, content, releaseId }, { onSuccess: onChanged });
  };
  if (phase === 'queued' || phase === 'submitted')
    return (
      <div className="fl-section">
        <Card tone="accent" title={t(phase === 'queued' ? 'designer.check.queued-title' : 'designer.check.submitted-title')}>
          <p>{t(phase === 'queued' ? 'designer.check.queued-text' : 'designer.check.submitted-text')}</p>
          <div className="row fl-gap-top">
            {phase === 'queued' ? (
              <Button
                variant="default"
                disabled={!mayEdit}
                loading={unqueue.isPending}
                onClick={() => unqueue.mutate(draft.id, { onSuccess: onChanged })}
              >
                {t('designer.check.unqueue')}
              </Button>
            ) : (
              <Button component={Link} to={`/campaigns/${draft.id}`}>
                {t('designer.check.open-campaign')}
              </Button>
            )}
          </div>
          <FailureNote error={unqueue.error} />
        </Card>
        <SummaryCard />
      </div>
    );
  return (
    <div className="fl-section">
      {phase === 'refused' ? <SubmissionCard draftId={draft.id} submission={draft.submission} /> : null}
      <FindingsCard />
      <Card>
        <div className="stack">
          <p className="sub">{t(mayEdit ? 'designer.check.next' : 'designer.check.viewer')}</p>
          <div className="row">
            <Button size="md" disabled={!canSubmit || submit.isPending} onClick={() => void send()}>
              {t(submit.isPending ? 'designer.check.submitting' : isOnline ? 'designer.check.submit' : 'designer.check.submit-offline')}
            </Button>
          </div>
          <FailureNote error={submit.error} />
        </div>
      </Card>
      <SummaryCard />
      <LiabilityCard />
    </div>
  );
}

function FindingsCard() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content, findings, reach, stale, goTo } = useDesigner();
  const reasonOf = useNoReachReason();
  const items: { readonly key: string; readonly name: string; readonly words: string; readonly go: () => void }[] = findings.findings.map(
    (finding) => ({
      key: `${finding.path} ${finding.code}`,
      name: fieldName(finding.path, text),
      words: findingWords(finding, content, market.today, text),
      go: () => goTo(finding.section, finding.path),
    }),
  );
  const aboutReach =
    reach.kind === 'answered'
      ? reach.reach.meetsMinimum
        ? undefined
        : t('designer.rule.below_minimum', { required: text.count(reach.reach.minimumRequired) })
      : reach.kind === 'not_answerable' || reach.kind === 'rough' || reach.kind === 'no_release'
        ? reasonOf(reach)
        : undefined;
  if (aboutReach !== undefined) items.push({ key: 'reach', name: t('reach.title'), words: aboutReach, go: () => goTo('audience') });
  if (stale !== undefined)
    items.push({
      key: 'stale',
      name: t('reach.title'),
      words: t('stale.finding'),
      go: () => document.getElementById(STALE_CARD_ID)?.focus(),
    });
  if (items.length === 0)
    return (
      <Card>
        <p className="row">
          <IconCircleCheck className="fl-tab-done" aria-hidden />
          {t('designer.check.ready')}
        </p>
      </Card>
    );
  return (
    <Card
      title={
        <span className="row">
          <IconAlertCircle size={18} aria-hidden />
          {t('designer.check.open', { count: items.length })}
        </span>
      }
    >
      <ul className="fl-findings">
        {items.map((item) => (
          <li key={item.key}>
            <span>
              <b className="strong">{item.name}</b> · {item.words}
            </span>
            <button type="button" className="fl-link" onClick={item.go} aria-label={`${t('designer.check.go')}: ${item.name}`}>
              {t('designer.check.go')}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function SummaryCard() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content } = useDesigner();
  const audience = audienceOf(content, market);
  const { reward } = content;
  const rows: { term: ReactNode; value: ReactNode }[] = [];
  const reason = approvalReasons();
  if (audience !== undefined) rows.push({ term: t('content.summary.audience'), value: audienceInWords(audience, market, text.language) });
  if (reward.template === 'percent' && reward.percent !== null)
    rows.push({ term: t('content.summary.reward'), value: t('content.reward.percent-back', { percent: text.count(reward.percent) }) });
  if (reward.template === 'flat_amount' && reward.amountCents !== null)
    rows.push({ term: t('content.summary.reward'), value: t('content.reward.amount-back', { amount: text.money(reward.amountCents) }) });
  if (content.minimumSpendCents !== null)
    rows.push({ term: t('content.field.offer.minimumSpendCents'), value: <MoneyText cents={content.minimumSpendCents} /> });
  if (content.startsOn !== null && content.endsOn !== null && content.endsOn >= content.startsOn)
    rows.push({
      term: t('content.summary.flight'),
      value: t('content.summary.flight-value', {
        from: text.day(content.startsOn),
        until: text.day(content.endsOn),
        days: daysBetween(content.startsOn, content.endsOn) + 1,
        pacing: t(`content.pacing.${content.pacing}`),
      }),
    });
  if (content.channels.length > 0)
    rows.push({
      term: t('content.summary.channels'),
      value: new Intl.ListFormat(text.language).format(content.channels.map((channel) => t(`common.channel.${channel}`))),
    });
  return (
    <Card title={t('designer.check.summary')}>
      <DefinitionList items={rows} />
      {reason === '' ? null : <p className="sub fl-gap-top">{t('designer.check.approval', { reasons: reason })}</p>}
    </Card>
  );

  function approvalReasons(): string {
    const { limits } = market;
    const reasons = [
      ...(content.declarations.alcohol ? [t('designer.check.approval.alcohol')] : []),
      ...(content.declarations.credit ? [t('designer.check.approval.credit')] : []),
      ...(content.budgetCents !== null && content.budgetCents > limits.fourEyesBudgetCents
        ? [t('designer.check.approval.budget', { limit: text.money(limits.fourEyesBudgetCents) })]
        : []),
    ];
    return new Intl.ListFormat(text.language).format(reasons);
  }
}

function LiabilityCard() {
  const { t } = useText();
  const { reach } = useDesigner();
  return (
    <Card title={t('designer.check.liability')}>
      <ForecastLines forecast={reach.kind === 'answered' ? reach.forecast : undefined} />
    </Card>
  );
}

/** The release that was decided on: what the segment was read from, and for a quote the one that gave the channel rates. */
function releaseOf({ sources, channelRateReleaseId }: Receipt): string | undefined {
  return sources.find((source) => source.kind === 'release')?.id ?? channelRateReleaseId ?? undefined;
}
