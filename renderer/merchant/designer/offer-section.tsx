import { Checkbox } from '@mantine/core';
import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { MoneyField, WholeField } from '../../ui/fields.tsx';
import { ClaimCard } from './claim-card.tsx';
import { shownFinding, useDesigner } from './designer-context.tsx';
import { findingWords } from './finding-words.ts';

const OBJECTIVES = ['drive_sales', 'build_loyalty', 'acquire_new', 'win_back'] as const;
const DECLARATIONS = ['alcohol', 'credit', 'medical', 'gambling', 'tobacco', 'political'] as const;

/** The words for a finding beside the field of this path. */
export function useFieldError(): (path: string) => string | undefined {
  const text = useText();
  const { market } = useDesk();
  const parts = useDesigner();
  return (path) => {
    const finding = shownFinding(parts, path);
    return finding === undefined ? undefined : findingWords(finding, parts.content, market.today, text);
  };
}

/** What the customer gets back, and on which conditions. */
export function OfferSection() {
  const text = useText();
  const { t } = text;
  const { content, edit, set, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  const { reward } = content;
  const minimum = CAMPAIGN_LIMITS.minimumSpendCents;
  return (
    <fieldset className="fl-fieldset fl-section" disabled={isReadOnly}>
      <Card title={t('designer.offer.goal')}>
        <RadioChips
          label={t('designer.offer.goal')}
          options={OBJECTIVES.map((value) => ({ value, label: t(`content.objective.${value}`) }))}
          value={content.objective}
          isDisabled={isReadOnly}
          onChange={(objective) => set('objective', objective)}
        />
      </Card>
      <Card title={t('designer.offer.reward')}>
        <div className="stack">
          <RadioChips
            label={t('designer.offer.kind')}
            options={(['percent', 'flat_amount'] as const).map((value) => ({ value, label: t(`content.reward.${value}`) }))}
            value={reward.template}
            isDisabled={isReadOnly}
            onChange={(template) => edit('reward', (before) => ({ ...before, reward: { ...before.reward, template } }))}
          />
          <div className="fl-grid-2">
            {reward.template === 'percent' ? (
              <WholeField
                label={t('designer.offer.percent')}
                suffix={text.marks.afterPercent}
                path="offer.reward.percent"
                value={reward.percent}
                error={errorAt('offer.reward.percent')}
                onChange={(percent) => edit('reward.percent', (before) => ({ ...before, reward: { ...before.reward, percent } }))}
              />
            ) : (
              <MoneyField
                label={t('designer.offer.amount')}
                path="offer.reward.amountCents"
                cents={reward.amountCents}
                error={errorAt('offer.reward.amountCents')}
                onChange={(amountCents) => edit('reward.amount', (before) => ({ ...before, reward: { ...before.reward, amountCents } }))}
              />
            )}
            <MoneyField
              label={t('content.field.offer.minimumSpendCents')}
              path="offer.minimumSpendCents"
              hint={
                reward.template === 'percent'
                  ? t('designer.offer.minimum-spend-hint', { min: text.money(minimum.min), max: text.money(minimum.max) })
                  : t('designer.rule.minimum_spend_too_low')
              }
              cents={content.minimumSpendCents}
              error={errorAt('offer.minimumSpendCents')}
              onChange={(cents) => set('minimumSpendCents', cents)}
            />
            <MoneyField
              label={t('content.field.offer.capPerRedemptionCents')}
              path="offer.capPerRedemptionCents"
              hint={t('designer.offer.cap-hint')}
              cents={content.capPerRedemptionCents}
              error={errorAt('offer.capPerRedemptionCents')}
              onChange={(cents) => set('capPerRedemptionCents', cents)}
            />
            <MoneyField
              label={t('content.field.offer.capPerCustomerCents')}
              path="offer.capPerCustomerCents"
              hint={t('designer.offer.cap-customer-hint')}
              cents={content.capPerCustomerCents}
              error={errorAt('offer.capPerCustomerCents')}
              onChange={(cents) => set('capPerCustomerCents', cents)}
            />
          </div>
          <p className="sub">{t('designer.offer.reward-hint')}</p>
        </div>
      </Card>
      <ConditionsCard />
      <ClaimCard />
      <Card title={t('designer.offer.declarations')}>
        <div className="fl-grid-2">
          {DECLARATIONS.map((name) => (
            <Checkbox
              key={name}
              label={t(`content.declaration.${name}`)}
              checked={content.declarations[name]}
              data-path={`offer.declarations.${name}`}
              error={errorAt(`offer.declarations.${name}`)}
              onChange={(event) => {
                const isOn = event.currentTarget.checked;
                edit(`declarations.${name}`, (before) => ({ ...before, declarations: { ...before.declarations, [name]: isOn } }));
              }}
            />
          ))}
        </div>
        <p className="sub fl-gap-top">{t('designer.offer.declarations-hint')}</p>
      </Card>
    </fieldset>
  );
}

function ConditionsCard() {
  const { t } = useText();
  const { content, edit, set, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  return (
    <Card title={t('designer.offer.conditions')}>
      <div className="stack">
        <div>
          <h3 className="fl-label">{t('designer.offer.where')}</h3>
          <RadioChips
            label={t('designer.offer.where')}
            options={(['in_store', 'online', 'both'] as const).map((value) => ({ value, label: t(`content.where.${value}`) }))}
            value={content.where}
            isDisabled={isReadOnly}
            onChange={(where) => set('where', where)}
          />
        </div>
        <div>
          <h3 className="fl-label">{t('designer.offer.activation')}</h3>
          <RadioChips
            label={t('designer.offer.activation')}
            options={(['required', 'automatic'] as const).map((value) => ({ value, label: t(`content.activation.${value}`) }))}
            value={content.activation.kind}
            isDisabled={isReadOnly}
            onChange={(kind) => edit('activation', (before) => ({ ...before, activation: { ...before.activation, kind } }))}
          />
        </div>
        <div className="fl-grid-2">
          {content.activation.kind === 'required' ? (
            <WholeField
              label={t('designer.offer.within-days')}
              path="offer.activation.withinDays"
              value={content.activation.withinDays}
              error={errorAt('offer.activation.withinDays')}
              onChange={(withinDays) =>
                edit('activation.days', (before) => ({ ...before, activation: { ...before.activation, withinDays } }))
              }
            />
          ) : null}
          <WholeField
            label={t('designer.offer.redemptions')}
            path="offer.redemptionsPerCustomer"
            value={content.redemptionsPerCustomer}
            error={errorAt('offer.redemptionsPerCustomer')}
            onChange={(value) => set('redemptionsPerCustomer', value)}
          />
          <WholeField
            label={t('designer.offer.return-days')}
            path="offer.returnPeriodDays"
            value={content.returnPeriodDays}
            error={errorAt('offer.returnPeriodDays')}
            onChange={(value) => set('returnPeriodDays', value)}
          />
        </div>
      </div>
    </Card>
  );
}
