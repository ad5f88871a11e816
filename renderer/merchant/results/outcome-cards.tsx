import type { CampaignReport, IntervalFigure } from '#shared/results/report.ts';
import { saysNothing } from '#shared/results/intervals.ts';
import { FunnelBars } from '../../charts/funnel-bars.tsx';
import { RateWhiskers } from '../../charts/rate-whiskers.tsx';
import type { Text } from '../../i18n/text.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';
import { funnelTable, heldOutWords, isAnyCountSuppressed, ratesTable, stepsOf, worthRows } from './report-tables.ts';
import {
  figureText,
  intervalText,
  iroasKey,
  isSuppressed,
  liftText,
  pointsText,
  rateText,
  type Verdict,
  verdictOf,
} from './report-words.ts';

interface ReportProps {
  readonly report: CampaignReport;
}

/** Did it work? An effect with its interval, or calmly that none could be shown and why. */
export function VerdictCard({ report }: ReportProps) {
  const text = useText();
  const verdict = verdictOf(report);
  return (
    <Card title={text.t('results.verdict')} className="results-verdict">
      {verdict.kind === 'shown' ? (
        <>
          <p>
            <span className="results-big num">{liftText(verdict.points.value, text)}</span>{' '}
            <span className="results-interval num">
              {text.t('results.lift-interval', { low: pointsText(verdict.points.low, text), high: pointsText(verdict.points.high, text) })}
            </span>
          </p>
          <p>{text.t(`results.lift-${verdict.direction}`)}</p>
        </>
      ) : (
        <NoEffect report={report} verdict={verdict} />
      )}
    </Card>
  );
}

function NoEffect({ report, verdict }: ReportProps & { readonly verdict: Extract<Verdict, { kind: 'no-effect' }> }) {
  const text = useText();
  const { points, reason } = verdict;
  const why =
    reason === 'interval' && points !== undefined
      ? text.t('results.no-effect.interval', { low: pointsText(points.low, text), high: pointsText(points.high, text) })
      : text.t(reason === 'no-holdout' ? 'results.no-effect.no-holdout' : 'results.no-effect.too-small');
  return (
    <>
      <p className="results-calm">{text.t('results.no-effect-title')}</p>
      <p>{why}</p>
      {points === undefined ? null : (
        <p className="sub">
          {text.t('results.no-effect.smaller', {
            delivered: figureText(report.delivered, 'customers', text),
            holdout: figureText(report.holdout, 'customers', text),
            points: pointsText((points.high - points.low) / 2, text),
          })}
        </p>
      )}
      <p className="sub">{text.t('results.no-effect.advice')}</p>
    </>
  );
}

/** Extra customers, extra sales and iROAS; only where an effect was shown, otherwise it is said why not. */
export function WorthCard({ report }: ReportProps) {
  const text = useText();
  const { iroas } = report;
  const isShown = verdictOf(report).kind === 'shown';
  return (
    <Card title={text.t('results.worth')}>
      {isShown && iroas !== undefined ? (
        <p>
          <span className="results-big num">{text.decimal(iroas.value, 1)}</span>{' '}
          <span className="results-interval num">
            {text.t('results.interval', { low: text.decimal(iroas.low, 1), high: text.decimal(iroas.high, 1) })}
          </span>
          <span className="sub results-block">{text.t('results.iroas')}</span>
        </p>
      ) : null}
      {isShown && iroas === undefined ? null : (
        <p className="results-gap">{text.t(isShown && iroas !== undefined ? iroasKey(iroas) : 'results.worth-none')}</p>
      )}
      <div className="results-gap">
        <DefinitionList
          items={[...worthRows(report, text).filter(({ term }) => iroas === undefined || !isShown || term !== text.t('results.iroas'))]}
        />
      </div>
    </Card>
  );
}

/** Buying rates of both groups on one axis, with their intervals; the same as a table. */
export function RatesCard({ report }: ReportProps) {
  const text = useText();
  return (
    <Card title={text.t('results.rates')}>
      <TableTwin
        head={<p className="sub">{text.t('results.rates-lead', { days: report.method.attributionDays })}</p>}
        table={ratesTable(report, text)}
      >
        <RatesChart report={report} />
      </TableTwin>
      {report.buyingRateHoldout === undefined ? <p className="sub">{text.t('results.no-holdout')}</p> : null}
    </Card>
  );
}

export function RatesChart({ report }: ReportProps) {
  const text = useText();
  const { buyingRateDelivered: delivered, buyingRateHoldout: holdout } = report;
  const rows = [
    { label: text.t('results.delivered'), ...delivered },
    ...(holdout === undefined ? [] : [{ label: text.t('results.holdout'), ...holdout, isComparison: true }]),
  ];
  return <RateWhiskers rows={rows} description={ratesDescription(report, text)} />;
}

function ratesDescription({ buyingRateDelivered, buyingRateHoldout }: CampaignReport, text: Text): string {
  const words = (rate: IntervalFigure) =>
    saysNothing(rate) ? rateText(rate, text) : intervalText(rate, (share) => text.percent(share, 1), text);
  const delivered = words(buyingRateDelivered);
  if (buyingRateHoldout === undefined) return text.t('results.rates-chart-alone', { delivered });
  return text.t('results.rates-chart', { delivered, holdout: words(buyingRateHoldout) });
}

/** From delivered customers to activations to redeeming customers, each with its ± or as "fewer than". */
export function FunnelCard({ report }: ReportProps) {
  const text = useText();
  return (
    <Card title={text.t('results.funnel')}>
      <TableTwin head={<p className="sub">{heldOutWords(report, text)}</p>} table={funnelTable(report, text)}>
        <FunnelChart report={report} />
      </TableTwin>
      {isAnyCountSuppressed(report) ? <p className="sub">{text.t('results.suppressed')}</p> : null}
    </Card>
  );
}

export function FunnelChart({ report }: ReportProps) {
  const text = useText();
  const steps = stepsOf(report, text).map(({ label, figure }) => ({
    label,
    ...figure,
    words: figureText(figure, 'customers', text),
    isDrawn: !isSuppressed(figure),
  }));
  return (
    <FunnelBars
      steps={steps}
      description={text.t('results.funnel-chart', {
        delivered: figureText(report.delivered, 'customers', text),
        activated: figureText(report.activations, 'customers', text),
        redeemed: figureText(report.redeemingCustomers, 'customers', text),
      })}
    />
  );
}
