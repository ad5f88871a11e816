import { saysNothing } from '#shared/results/intervals.ts';
import type { CampaignReport, IntervalFigure, NoisyFigure } from '#shared/results/report.ts';
import type { Text } from '../../i18n/text.tsx';
import { countOf, type TwinCell } from '../../ui/figures.ts';
import type { TwinTable } from '../../ui/table-rows.ts';
import { figureText, intervalText, isSuppressed, rateText, shownCustomers, verdictOf } from './report-words.ts';

export interface ReportRow {
  readonly term: string;
  readonly value: string;
}

/** Buying rates of both groups with their intervals. */
export function ratesTable(report: CampaignReport, text: Text): TwinTable {
  const { buyingRateDelivered: delivered, buyingRateHoldout: holdout } = report;
  const percent = (share: number) => ({ kind: 'percent' as const, share, digits: 1 });
  const row = (label: string, rate: IntervalFigure): readonly TwinCell[] => [
    label,
    saysNothing(rate) ? rateText(rate, text) : percent(rate.value),
    percent(rate.low),
    percent(rate.high),
  ];
  return {
    caption: text.t('results.rates'),
    columns: [text.t('results.column.group'), text.t('results.column.rate'), text.t('results.column.low'), text.t('results.column.high')],
    rows: [row(text.t('results.delivered'), delivered), ...(holdout === undefined ? [] : [row(text.t('results.holdout'), holdout)])],
    notes: reportNotes(report, text),
  };
}

export interface ReportStep {
  readonly label: string;
  readonly figure: NoisyFigure;
}

/** From delivered customers to activations to redeeming customers. */
export function stepsOf({ delivered, activations, redeemingCustomers }: CampaignReport, text: Text): readonly ReportStep[] {
  return [
    { label: text.t('results.step.delivered'), figure: delivered },
    { label: text.t('results.step.activated'), figure: activations },
    { label: text.t('results.step.redeemed'), figure: redeemingCustomers },
  ];
}

/** Customers per step, each with its ± or as "fewer than", and its share of those who were delivered where both are shown. */
export function funnelTable(report: CampaignReport, text: Text): TwinTable {
  const { delivered } = report;
  const share = (figure: NoisyFigure) => (isSuppressed(figure) || isSuppressed(delivered) ? null : figure.value / delivered.value);
  return {
    caption: text.t('results.funnel'),
    columns: [text.t('results.column.step'), text.t('results.column.customers'), text.t('results.column.share')],
    rows: stepsOf(report, text).map(({ label, figure }) => [
      label,
      countOf({ shown: shownCustomers(figure) }),
      { kind: 'percent' as const, share: share(figure), digits: 1 },
    ]),
    notes: [...(isAnyCountSuppressed(report) ? [text.t('results.suppressed')] : []), ...reportNotes(report, text)],
  };
}

/** Whether a number of customers, held out or of a step, is lost in its noise. */
export function isAnyCountSuppressed({ holdout, delivered, activations, redeemingCustomers }: CampaignReport): boolean {
  return [holdout, delivered, activations, redeemingCustomers].some(isSuppressed);
}

/** How many customers were held out, with their ± or as "fewer than". */
export function heldOutWords({ holdout }: CampaignReport, text: Text): string {
  return text.t('results.held-out', { customers: figureText(holdout, 'customers', text) });
}

/** Extra customers, extra sales and iROAS, each with its interval; in words that they are not shown where no effect could be. */
export function worthRows(report: CampaignReport, text: Text): readonly ReportRow[] {
  const { iroas, incrementalCustomers, incrementalSalesCents } = report;
  const isShown = verdictOf(report).kind === 'shown';
  const none = text.t('results.not-shown');
  const money = (cents: number) => text.money(Math.round(cents / 100) * 100);
  return [
    {
      term: text.t('results.iroas'),
      value: isShown && iroas !== undefined ? intervalText(iroas, (value) => text.decimal(value, 1), text) : none,
    },
    {
      term: text.t('results.incremental-customers'),
      value: isShown && incrementalCustomers !== undefined ? intervalText(incrementalCustomers, text.count, text) : none,
    },
    {
      term: text.t('results.incremental-sales'),
      value: isShown && incrementalSalesCents !== undefined ? intervalText(incrementalSalesCents, money, text) : none,
    },
  ];
}

/** Spend and reward, each with its ± or as "less than". */
export function moneyRows(report: CampaignReport, text: Text): readonly ReportRow[] {
  return [
    { term: text.t('results.spend'), value: figureText(report.spendCents, 'money', text) },
    { term: text.t('results.reward'), value: figureText(report.rewardCents, 'money', text) },
  ];
}

/** What every file of a report says of where its figures come from. */
export function reportNotes(report: CampaignReport, text: Text): readonly string[] {
  return [
    text.t('exports.report-line', {
      id: report.campaignId,
      rho: report.rho,
      published: text.instant(report.publishedAt),
      format: report.format,
    }),
    text.t('results.receipt.once'),
  ];
}
