import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { useMarkSeen } from '../../data/campaign-actions.ts';
import { failureOf } from '../../data/call-failure.ts';
import { useCampaign, useReport } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { PageHead } from '../../ui/card.tsx';
import { EmptyState, LoadingState, QueryState } from '../../ui/states.tsx';
import { Badge, StatusChip } from '../../ui/status-chip.tsx';
import { CampaignFiles } from '../files/campaign-files.tsx';
import { type FileSubject, hasReport } from '../files/subject.ts';
import { InvoiceCard, MoneyCard, NoiseCard, ReceiptCard } from './money-cards.tsx';
import { FunnelCard, RatesCard, VerdictCard, WorthCard } from './outcome-cards.tsx';
import { verdictOf } from './report-words.ts';
import './results.css';

/** The one report of a campaign. */
export function ResultScreen() {
  const { id = '' } = useParams();
  const campaign = useCampaign(id);
  return (
    <QueryState query={campaign} loading={<LoadingState rows={3} height={140} />}>
      {(detail) => <Result key={id} detail={detail} />}
    </QueryState>
  );
}

function Result({ detail }: { readonly detail: CampaignDetail }) {
  const text = useText();
  const { summary } = detail;
  const report = useReport(summary.id);
  const read = useCallback((): FileSubject => ({ kind: 'campaign', detail }), [detail]);
  useMarkSeen(summary.id, report.data === undefined ? undefined : summary.version);
  const dates = text.dayRange(summary.startsOn, summary.endsOn);
  const notYet = report.data === undefined && report.isError && failureOf(report.error).code === 'not_found';
  return (
    <div className="results">
      <Link to="/results" className="fl-link results-back">
        {text.t('results.back')}
      </Link>
      <PageHead
        title={summary.name}
        sub={
          <span className="num results-wrap">
            {report.data === undefined ? dates : text.t('results.line', { dates, when: text.day(report.data.publishedAt.slice(0, 10)) })}
          </span>
        }
        actions={
          <>
            {report.data === undefined ? <StatusChip state={summary.state} /> : <EffectBadge report={report.data} />}
            <Link to={`/campaigns/${summary.id}`} className="fl-link">
              {text.t('results.to-campaign')}
            </Link>
            <CampaignFiles read={read} reportedId={hasReport(summary.state) ? summary.id : undefined} />
          </>
        }
      />
      {notYet ? (
        <EmptyState title={text.t('results.not-reported-title')}>{text.t('results.not-reported-text')}</EmptyState>
      ) : (
        <QueryState query={report} loading={<LoadingState rows={3} height={140} />}>
          {(value) => <Report report={value} detail={detail} />}
        </QueryState>
      )}
    </div>
  );
}

function Report({ report, detail }: { readonly report: CampaignReport; readonly detail: CampaignDetail }) {
  return (
    <div className="results-grid">
      <div className="results-column">
        <VerdictCard report={report} />
        <RatesCard report={report} />
        <FunnelCard report={report} />
        <NoiseCard />
      </div>
      <div className="results-column">
        <WorthCard report={report} />
        <InvoiceCard report={report} budgetCents={detail.summary.budgetCents} />
        <MoneyCard report={report} />
        <ReceiptCard report={report} />
      </div>
    </div>
  );
}

/** "effect shown" or "no effect could be shown": neither is good or bad news by itself. */
export function EffectBadge({ report }: { readonly report: CampaignReport }) {
  const { t } = useText();
  const isShown = verdictOf(report).kind === 'shown';
  return <Badge tone={isShown ? 'good' : 'plain'}>{t(isShown ? 'results.effect-shown' : 'results.no-effect')}</Badge>;
}
