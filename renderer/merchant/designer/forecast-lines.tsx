import { priorsOf } from '#shared/market/priors.ts';
import type { Forecast } from '#shared/reach/types.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { MoneyText, RangeText } from '../../ui/numbers.tsx';
import { Badge } from '../../ui/status-chip.tsx';
import { useDesigner } from './designer-context.tsx';

interface ForecastLinesProps {
  readonly forecast: Forecast | undefined;
}

const STRENGTH_TONES = { weak: 'warn', fair: 'info', strong: 'good' } as const;

/** What it can cost, what to expect, and what a report will be able to prove. */
export function ForecastLines({ forecast }: ForecastLinesProps) {
  const text = useText();
  const { t } = text;
  const { content } = useDesigner();
  const { account, market } = useDesk();
  if (forecast === undefined) return <p className="sub">{t('reach.cost-later')}</p>;
  const { measurability } = forecast;
  const prior = priorsOf(market.planning, { category: account.merchant?.categoryId, template: content.reward.template }).redemptionPrior;
  const isAssumed = prior.source === 'assumption';
  const fee = account.merchant?.feePerRedeemingCustomerCents ?? 0;
  return (
    <>
      <DefinitionList
        items={[
          {
            term: t('reach.budget'),
            value: content.budgetCents === null ? t('reach.no-budget') : <MoneyText cents={content.budgetCents} />,
            isStrong: true,
          },
          { term: t('reach.worst-case'), value: <MoneyText cents={Math.ceil(forecast.worstCaseCents / 100) * 100} /> },
          ...(forecast.activations === undefined
            ? []
            : [
                {
                  term: t('reach.activations'),
                  value: <RangeText low={forecast.activations.low} high={forecast.activations.high} unit="count" />,
                },
              ]),
          {
            term: t('reach.redemptions'),
            value: <RangeText low={forecast.redemptions.low} high={forecast.redemptions.high} unit="count" />,
          },
          {
            term: t('reach.cost'),
            value: <RangeText low={wholeUnits(forecast.costCents.low)} high={wholeUnits(forecast.costCents.high)} unit="money" />,
          },
          {
            term: t('reach.sales'),
            value: <RangeText low={wholeUnits(forecast.salesCents.low)} high={wholeUnits(forecast.salesCents.high)} unit="money" />,
          },
          {
            term: t('reach.lift'),
            value:
              measurability.kind === 'measurable' ? (
                <>
                  {t('reach.points', { points: text.decimal(measurability.smallestLiftPoints, 1) })}{' '}
                  <Badge tone={STRENGTH_TONES[measurability.strength]}>{t(`reach.strength.${measurability.strength}`)}</Badge>
                </>
              ) : (
                <Badge tone="warn">{t('reach.lift-none')}</Badge>
              ),
          },
        ]}
      />
      {measurability.kind === 'measurable' ? null : (
        <p className="sub">{t(measurability.reason === 'no_holdout' ? 'reach.lift-no-holdout' : 'reach.lift-too-small')}</p>
      )}
      <p className="sub">
        {t(isAssumed ? 'reach.prior-assumed' : 'reach.prior-cited', { source: prior.source })}
        {fee === 0 ? null : ` ${t('reach.fee-too', { fee: text.money(fee) })}`}
      </p>
    </>
  );
}

/** A forecast is not known to the cent. */
function wholeUnits(cents: number): number {
  return Math.round(cents / 100) * 100;
}
