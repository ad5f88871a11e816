import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import { useAnswerRevision, useLeaveCampaign } from '../../data/cooperation.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { shortHash } from '../../i18n/age.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ShopsTable } from '../../ui/shops-table.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { joinedShop } from './shops.ts';

interface ShopsCardProps {
  readonly detail: CampaignDetail;
}

/** Who has this campaign together; nothing where it is one shop's own. */
export function ShopsCard({ detail }: ShopsCardProps) {
  const { t } = useText();
  if (detail.shops === undefined) return null;
  return (
    <Card title={t('cooperation.shops')}>
      <ShopsTable shops={detail.shops} />
      <p className="sub fl-gap-top">{t('cooperation.shops-note')}</p>
    </Card>
  );
}

/** What a shop that joined can do now: accept exactly this revision, send it back, or leave. */
export function PartnerAnswer({ detail }: ShopsCardProps) {
  const text = useText();
  const { t } = text;
  const { mayEdit, isOnline } = useDesk();
  const navigate = useNavigate();
  const answer = useAnswerRevision();
  const leave = useLeaveCampaign();
  const mine = joinedShop(detail);
  const { summary, legal } = detail;
  if (mine === undefined || !legal.some((name) => name === 'agree' || name === 'disagree' || name === 'leave')) return null;
  const isWorking = answer.isPending || leave.isPending || !mayEdit || !isOnline;
  const say = (kind: 'accept' | 'decline') => {
    leave.reset();
    answer.mutate({ campaignId: summary.id, revisionHash: summary.revisionHash, answer: kind });
  };
  const go = () => {
    answer.reset();
    leave.mutate(
      { campaignId: summary.id, campaignName: summary.name },
      { onSuccess: ({ confirmed }) => (confirmed ? void navigate('/campaigns') : undefined) },
    );
  };
  const most = text.money(Math.ceil((summary.budgetCents * mine.sharePercent) / 100));
  const percent = text.count(mine.sharePercent);
  return (
    <Card title={t('cooperation.answer')} tone={legal.includes('agree') ? 'accent' : 'plain'}>
      <div className="stack">
        {mine.accepted ? <p role="status">{t('cooperation.have-accepted')}</p> : null}
        {legal.includes('agree') ? <p>{t('cooperation.answer-text', { hash: shortHash(summary.revisionHash) })}</p> : null}
        <p className="num">{t('cooperation.answer-cost', { amount: most, percent })}</p>
        <FailureNote error={answer.error ?? leave.error} />
        <div className="row">
          {legal.includes('agree') ? (
            <Button disabled={isWorking} onClick={() => say('accept')}>
              {t('cooperation.accept')}
            </Button>
          ) : null}
          {legal.includes('disagree') ? (
            <Button variant="default" disabled={isWorking} onClick={() => say('decline')}>
              {t('cooperation.send-back')}
            </Button>
          ) : null}
          {legal.includes('leave') ? (
            <Button variant="default" className="campaign-danger" disabled={isWorking} onClick={go}>
              {t('cooperation.leave')}
            </Button>
          ) : null}
        </div>
        {legal.includes('disagree') ? <p className="sub">{t('cooperation.send-back-note')}</p> : null}
        <p className="sub">{t('cooperation.leave-note')}</p>
      </div>
    </Card>
  );
}
