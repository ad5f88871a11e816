import { audienceInWords } from '#shared/audience/plain-words.ts';
import type { CampaignContent, Claim } from '#shared/campaign/content.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { addDays, daysBetween } from '#shared/market/working-days.ts';
import type { Text } from '../i18n/text.tsx';
import { useText } from '../i18n/text.tsx';
import './content-summary.css';

interface ContentSummaryProps {
  readonly content: CampaignContent;
  readonly market: MarketInfo;
}

/** Everything a merchant decided, in plain words; the texts of the message are shown elsewhere, as the customer reads them. */
export function ContentSummary({ content, market }: ContentSummaryProps) {
  const text = useText();
  return (
    <>
      <dl className="fl-summary">
        {summaryRows(content, market, text).map((row) => (
          <div key={row.term} className="fl-summary-row">
            <dt>{row.term}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
      <p className="sub fl-summary-note">{text.t('content.summary.always')}</p>
    </>
  );
}

interface SummaryRow {
  readonly term: string;
  readonly value: string;
}

/** The rows of the summary, in the order in which a person would tell it. */
export function summaryRows(content: CampaignContent, market: MarketInfo, text: Text): readonly SummaryRow[] {
  const { offer, schedule } = content;
  const declared = (['alcohol', 'gambling', 'credit', 'tobacco', 'medical', 'political'] as const).filter(
    (goods) => offer.declarations[goods],
  );
  const reward =
    offer.reward.template === 'percent'
      ? text.t('content.reward.percent-back', { percent: text.count(offer.reward.percent) })
      : text.t('content.reward.amount-back', { amount: text.money(offer.reward.amountCents) });
  const minimum =
    offer.minimumSpendCents === 0
      ? text.t('content.value.no-minimum')
      : text.t('content.summary.minimum-spend', { amount: text.money(offer.minimumSpendCents) });
  const caps = text.t('content.summary.caps', {
    redemption: text.money(offer.capPerRedemptionCents),
    customer: text.money(offer.capPerCustomerCents),
    times: offer.redemptionsPerCustomer,
  });
  const activation =
    offer.activation.kind === 'automatic'
      ? text.t('content.activation.automatic')
      : text.t('content.activation.required-within', { days: offer.activation.withinDays });
  return [
    { term: text.t('content.summary.audience'), value: audienceInWords(content.audience, market, text.language) },
    { term: text.t('content.summary.reward'), value: reward },
    { term: text.t('content.summary.conditions'), value: `${minimum}; ${caps}` },
    { term: text.t('content.summary.activation'), value: activation },
    { term: text.t('content.summary.where'), value: text.t(`content.where.${offer.where}`) },
    { term: text.t('content.summary.pay-out'), value: text.t('content.summary.pay-out-value', { days: offer.returnPeriodDays }) },
    {
      term: text.t('content.summary.flight'),
      value: text.t('content.summary.flight-value', {
        from: text.day(schedule.startsOn),
        until: text.day(schedule.endsOn),
        days: daysBetween(schedule.startsOn, schedule.endsOn) + 1,
        pacing: text.t(`content.pacing.${schedule.pacing}`),
      }),
    },
    { term: text.t('content.summary.redeem-until'), value: text.day(addDays(schedule.endsOn, schedule.redemptionExtraDays)) },
    {
      term: text.t('content.summary.budget'),
      value: text.t('content.summary.budget-value', { amount: text.money(content.budgetCents) }),
    },
    {
      term: text.t('content.summary.holdout'),
      value:
        content.holdoutPercent === 0
          ? text.t('content.value.no-holdout')
          : text.t('content.summary.holdout-value', { percent: text.count(content.holdoutPercent) }),
    },
    {
      term: text.t('content.summary.measured'),
      value: text.t('content.summary.measured-value', { days: content.attributionDays }),
    },
    {
      term: text.t('content.summary.channels'),
      value: content.channels.map((channel) => text.t(`common.channel.${channel}`)).join(', '),
    },
    { term: text.t('content.summary.objective'), value: text.t(`content.objective.${content.objective}`) },
    {
      term: text.t('content.summary.declarations'),
      value:
        declared.length === 0 ? text.t('content.value.none') : declared.map((goods) => text.t(`content.declaration.${goods}`)).join(', '),
    },
    ...(offer.claim === undefined ? [] : [{ term: text.t('content.summary.claim'), value: claimInWords(offer.claim, text) }]),
  ];
}

function claimInWords(claim: Claim, text: Text): string {
  if (claim.kind !== 'was_now') return text.t(`evidence.claim.${claim.kind}`);
  return text.t('evidence.claim.was_now-value', {
    from: text.money(claim.fromCents),
    to: text.money(claim.toCents),
    lowest: text.money(claim.lowest30DaysCents),
  });
}
