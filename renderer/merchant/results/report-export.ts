import type { ExportCell, ExportTable } from '#shared/export/table.ts';
import { saysNothing } from '#shared/results/intervals.ts';
import type { CampaignReport, IntervalFigure, NoisyFigure } from '#shared/results/report.ts';
import type { Text } from '../../i18n/text.tsx';
import { isAnyCountSuppressed, reportNotes, stepsOf } from './report-tables.ts';
import { billedCountText, figureText, invoiceOf, isSuppressed, rateText, shownCustomers, shownMoney, verdictOf } from './report-words.ts';

type Row = readonly [
  label: string,
  figure: ExportCell,
  halfWidth: ExportCell,
  low: ExportCell,
  high: ExportCell,
  fewer: ExportCell,
  unit: string,
];

/**
 * All figures of a report as one table: what the screen gives as a number is one here, what it says in words is words here, and what is lost in its noise
 * has neither number nor error, only the bound that the screen names.
 */
export function reportExport(report: CampaignReport, campaignName: string, text: Text): ExportTable {
  const { t } = text;
  const rows = [...customerRows(report, text), ...moneyRowsOf(report, text), ...effectRows(report, text), ...invoiceRows(report, text)];
  const isLost = isAnyCountSuppressed(report) || isSuppressed(report.spendCents) || isSuppressed(report.rewardCents);
  return {
    title: t('exports.results.title', { name: campaignName }).slice(0, 300),
    columns: [
      t('exports.results.figure'),
      t('exports.results.value'),
      t('exports.results.half-width'),
      t('results.column.low'),
      t('results.column.high'),
      t('exports.results.fewer'),
      t('exports.results.unit'),
    ],
    rows: rows.map((row) => [...row]),
    notes: [
      ...(isLost ? [t('results.suppressed')] : []),
      ...(isSuppressed(report.redeemingCustomers)
        ? [t('results.invoice-count-noisy', { customers: figureText(report.redeemingCustomers, 'customers', text) })]
        : []),
      ...reportNotes(report, text),
    ],
  };
}

function customerRows(report: CampaignReport, text: Text): readonly Row[] {
  const unit = text.t('exports.unit.customers');
  const counted = [...stepsOf(report, text), { label: text.t('results.holdout'), figure: report.holdout }];
  return counted.map(({ label, figure }) => noisyRow(label, shownCustomers(figure), unit));
}

function moneyRowsOf({ spendCents, rewardCents }: CampaignReport, text: Text): readonly Row[] {
  const row = (label: string, figure: NoisyFigure) => noisyRow(label, shownMoney(figure), text.t('exports.unit.money'));
  return [row(text.t('results.spend'), spendCents), row(text.t('results.reward'), rewardCents)];
}

/** Rates, lift and what the campaign was worth. */
function effectRows(report: CampaignReport, text: Text): readonly Row[] {
  const { t } = text;
  const { buyingRateDelivered, buyingRateHoldout, incrementalCustomers, incrementalSalesCents, iroas } = report;
  const percent = (share: number) => number(share * 100, 1);
  const rate = (group: string, figure: IntervalFigure): Row => [
    t('exports.results.rate', { group }),
    saysNothing(figure) ? rateText(figure, text) : percent(figure.value),
    null,
    percent(figure.low),
    percent(figure.high),
    null,
    '%',
  ];
  const verdict = verdictOf(report);
  const worth = (label: string, figure: IntervalFigure | undefined, format: (value: number) => ExportCell, unit: string): Row =>
    verdict.kind === 'shown' && figure !== undefined
      ? [label, format(figure.value), null, format(figure.low), format(figure.high), null, unit]
      : [label, t('results.not-shown'), null, null, null, null, unit];
  return [
    rate(t('results.delivered'), buyingRateDelivered),
    ...(buyingRateHoldout === undefined ? [] : [rate(t('results.holdout'), buyingRateHoldout)]),
    [
      t('exports.results.lift'),
      verdict.kind === 'shown' ? percent(verdict.points.value) : t('results.no-effect-title'),
      null,
      verdict.points === undefined ? null : percent(verdict.points.low),
      verdict.points === undefined ? null : percent(verdict.points.high),
      null,
      t('exports.unit.points'),
    ],
    worth(t('results.incremental-customers'), incrementalCustomers, (value) => number(value, 0), t('exports.unit.customers')),
    worth(t('results.incremental-sales'), incrementalSalesCents, (cents) => number(cents / 100, 0), t('exports.unit.money')),
    worth(t('results.iroas'), iroas, (value) => number(value, 1), ''),
  ];
}

function invoiceRows(report: CampaignReport, text: Text): readonly Row[] {
  const { t } = text;
  const { invoice } = report;
  const words = invoiceOf(report);
  const cents = (label: string, amount: number): Row => [label, number(amount / 100, 2), null, null, null, null, t('exports.unit.money')];
  return [
    // The number that is paid for, in the words of the screen: it is named even where the same figure is suppressed above.
    [t('results.invoice-count'), billedCountText(report, text), null, null, null, null, t('exports.unit.customers')],
    cents(t('results.invoice-price'), invoice.rewardPriceCents),
    cents(t('results.invoice-fee'), invoice.feeCents),
    cents(t(words.kind === 'credit' ? 'results.credit-amount' : 'results.invoice-amount'), words.amountCents),
    ...(words.kind === 'invoice' && words.creditAppliedCents > 0
      ? [
          cents(t('results.credit-applied'), -words.creditAppliedCents),
          cents(t('results.invoice-left'), words.amountCents - words.creditAppliedCents),
        ]
      : []),
    ...(invoice.shares ?? []).map((share) =>
      cents(t('cooperation.invoice-share', { shop: share.shopName, percent: text.count(share.sharePercent) }), share.amountCents),
    ),
  ];
}

function noisyRow(label: string, shown: ReturnType<typeof shownCustomers>, unit: string): Row {
  return shown.kind === 'suppressed'
    ? [label, null, null, null, null, number(shown.fewerThan, 0), unit]
    : [label, number(shown.customers, 0), number(shown.halfWidth, 0), null, null, null, unit];
}

function number(value: number, digits: number): ExportCell {
  return { value: Number(value.toFixed(digits)) + 0, digits };
}
