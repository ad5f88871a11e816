import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import { useCampaigns, useReport } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { Card, PageHead } from '../../ui/card.tsx';
import { EmptyState, FailureNote, LoadingState, QueryState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { intervalText, liftText, pointsText, verdictOf } from './report-words.ts';
import { EffectBadge } from './result-screen.tsx';
import './results.css';

const REPORTED: readonly CampaignSummary['state'][] = ['reported', 'archived'];
const MEASURING: readonly CampaignSummary['state'][] = ['ended', 'measuring'];

/** The reports there are, and the campaigns whose report is on its way. */
export function ResultsScreen() {
  const { t } = useText();
  const campaigns = useCampaigns();
  return (
    <div className="results">
      <PageHead title={t('results.title')} sub={t('results.lead')} />
      <QueryState
        query={campaigns}
        loading={<LoadingState rows={3} height={84} />}
        isEmpty={(value) => !value.campaigns.some(({ state }) => REPORTED.includes(state) || MEASURING.includes(state))}
        empty={
          <EmptyState
            title={t('results.empty-title')}
            action={
              <Button component={Link} to="/campaigns" variant="default">
                {t('results.to-campaigns')}
              </Button>
            }
          >
            {t('results.empty-text')}
          </EmptyState>
        }
      >
        {(value) => <Lists campaigns={value.campaigns} />}
      </QueryState>
    </div>
  );
}

function Lists({ campaigns }: { readonly campaigns: readonly CampaignSummary[] }) {
  const { t } = useText();
  const latestFirst = campaigns.toSorted((left, right) => right.endsOn.localeCompare(left.endsOn));
  const reported = latestFirst.filter(({ state }) => REPORTED.includes(state));
  const measuring = latestFirst.filter(({ state }) => MEASURING.includes(state));
  return (
    <>
      {reported.length === 0 ? null : (
        <ul className="results-list" aria-label={t('results.list')}>
          {reported.map((campaign) => (
            <ReportedRow key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      )}
      {measuring.length === 0 ? null : (
        <Card title={t('results.measuring')}>
          <ul className="results-measuring">
            {measuring.map((campaign) => (
              <MeasuringRow key={campaign.id} campaign={campaign} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function ReportedRow({ campaign }: { readonly campaign: CampaignSummary }) {
  const text = useText();
  const report = useReport(campaign.id);
  const dates = text.dayRange(campaign.startsOn, campaign.endsOn);
  const verdict = report.data === undefined ? undefined : verdictOf(report.data);
  return (
    <li className="fl-card results-row">
      <div className="results-row-name">
        <Link to={`/results/${campaign.id}`} className="results-open">
          {campaign.name}
        </Link>
        <span className="sub num results-wrap">
          {report.data === undefined ? dates : text.t('results.line', { dates, when: text.day(report.data.publishedAt.slice(0, 10)) })}
        </span>
      </div>
      {report.isError ? <FailureNote error={report.error} /> : null}
      {verdict?.kind === 'shown' ? (
        <div className="results-row-figures num">
          <b>{liftText(verdict.points.value, text)}</b>{' '}
          <span className="sub">
            [{pointsText(verdict.points.low, text)}, {pointsText(verdict.points.high, text)}]
          </span>
          {report.data?.iroas === undefined ? null : (
            <span className="sub results-block">iROAS {intervalText(report.data.iroas, (value) => text.decimal(value, 1), text)}</span>
          )}
        </div>
      ) : null}
      {report.data === undefined ? null : <EffectBadge report={report.data} />}
    </li>
  );
}

function MeasuringRow({ campaign }: { readonly campaign: CampaignSummary }) {
  const text = useText();
  const dates = text.dayRange(campaign.startsOn, campaign.endsOn);
  return (
    <li className="row apart">
      <span>
        <Link to={`/campaigns/${campaign.id}`} className="results-name">
          {campaign.name}
        </Link>{' '}
        <span className="sub">{text.t('results.measuring-text', { dates })}</span>
      </span>
      <StatusChip state={campaign.state} />
    </li>
  );
}
