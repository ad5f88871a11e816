import { divideFractions, formatFraction, fractionToNumber, parseFraction } from '#shared/fraction.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import type { MessageKey } from '../../i18n/messages/index.ts';
import { usePrivacy } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { moneyRows } from './report-tables.ts';
import { billedCountText, figureText, invoiceOf, isSuppressed } from './report-words.ts';

interface ReportProps {
  readonly report: CampaignReport;
}

/** What is invoiced and how it came about; below zero it is a credit and says so. */
export function InvoiceCard({ report, budgetCents }: ReportProps & { readonly budgetCents: number }) {
  const text = useText();
  const { invoice } = report;
  const words = invoiceOf(report);
  const isCredit = words.kind === 'credit';
  return (
    <Card title={text.t(isCredit ? 'results.credit' : 'results.invoice')}>
      <p>
        <span className="results-big num">{text.money(words.amountCents)}</span>
        <span className="sub results-block">{text.t(isCredit ? 'results.credit-amount' : 'results.invoice-amount')}</span>
      </p>
      <div className="results-gap">
        <DefinitionList
          items={[
            { term: text.t('results.invoice-count'), value: <span className="num">{billedCountText(report, text)}</span> },
            { term: text.t('results.invoice-price'), value: text.money(invoice.rewardPriceCents) },
            { term: text.t('results.invoice-fee'), value: text.money(invoice.feeCents) },
            ...(words.kind === 'invoice' && words.creditAppliedCents > 0
              ? [
                  { term: text.t('results.invoice-amount'), value: text.money(words.amountCents) },
                  { term: text.t('results.credit-applied'), value: `−${text.money(words.creditAppliedCents)}` },
                  { term: text.t('results.invoice-left'), value: text.money(words.amountCents - words.creditAppliedCents), isStrong: true },
                ]
              : []),
          ]}
        />
      </div>
      {isSuppressed(report.redeemingCustomers) ? (
        <p className="sub results-gap">
          {text.t('results.invoice-count-noisy', { customers: figureText(report.redeemingCustomers, 'customers', text) })}
        </p>
      ) : null}
      {invoice.shares === undefined ? null : (
        <div className="results-gap">
          <h3>{text.t('cooperation.invoice-title')}</h3>
          <DefinitionList
            items={invoice.shares.map((share) => ({
              term: text.t('cooperation.invoice-share', { shop: share.shopName, percent: text.count(share.sharePercent) }),
              value: <span className="num">{text.money(share.amountCents)}</span>,
            }))}
          />
        </div>
      )}
      {words.kind === 'invoice' && words.isCapped ? (
        <p className="results-gap">{text.t('results.invoice-capped', { budget: text.money(budgetCents) })}</p>
      ) : null}
      {isCredit ? <p className="results-gap">{text.t('results.credit-why')}</p> : null}
      <p className="sub results-gap">{text.t('results.invoice-why')}</p>
    </Card>
  );
}

/** Spend and reward, each with its ± or as "less than". */
export function MoneyCard({ report }: ReportProps) {
  const text = useText();
  return (
    <Card title={text.t('results.money')}>
      <DefinitionList items={moneyRows(report, text).map(({ term, value }) => ({ term, value: <span className="num">{value}</span> }))} />
      {isSuppressed(report.spendCents) || isSuppressed(report.rewardCents) ? (
        <p className="sub results-gap">{text.t('results.suppressed')}</p>
      ) : null}
    </Card>
  );
}

/** Why every number is noisy. */
export function NoiseCard() {
  const { t } = useText();
  return (
    <Card title={t('results.noise')}>
      <p className="sub results-prose">{t('results.noise-text')}</p>
    </Card>
  );
}

const OUTCOMES: Readonly<Record<string, MessageKey>> = { bought_at_merchant: 'results.receipt.outcome.bought' };

/** Method and charge: what was measured, over which days, with which bounds, at which privacy loss. */
export function ReceiptCard({ report }: ReportProps) {
  const text = useText();
  const { method } = report;
  const outcome = OUTCOMES[method.outcome];
  const account = usePrivacy().data?.account;
  const shareOfYear = (rho: string, cap: string) => {
    const share = divideFractions(parseFraction(rho), parseFraction(cap));
    return text.t('receipt.share-value', { fraction: formatFraction(share), percent: text.percent(fractionToNumber(share), 1) });
  };
  return (
    <Card title={text.t('results.receipt')}>
      <DefinitionList
        items={[
          { term: text.t('results.receipt.outcome'), value: outcome === undefined ? method.outcome : text.t(outcome) },
          { term: text.t('results.receipt.window'), value: text.t('results.receipt.window-value', { days: method.attributionDays }) },
          { term: text.t('results.receipt.clip-spend'), value: text.money(method.clipSpendCents) },
          { term: text.t('results.receipt.clip-reward'), value: text.money(method.clipRewardCents) },
          { term: text.t('results.receipt.rho'), value: report.rho },
          ...(account === undefined ? [] : [{ term: text.t('receipt.share'), value: shareOfYear(report.rho, account.cap) }]),
          ...(account === undefined
            ? []
            : [{ term: text.t('receipt.bound'), value: text.t('receipt.report-bound', { count: account.bounds.campaigns }) }]),
          { term: text.t('results.receipt.published'), value: text.instant(report.publishedAt) },
          { term: text.t('results.receipt.format'), value: report.format },
        ]}
      />
      <p className="sub results-gap">{text.t('results.receipt.once')}</p>
    </Card>
  );
}
