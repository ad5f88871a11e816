import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import { startDateRange } from '#shared/campaign/validate.ts';
import { addDays, daysBetween } from '#shared/market/working-days.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips, ToggleChip } from '../../ui/chip.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { MoneyField, WholeField } from '../../ui/fields.tsx';
import { useDesigner } from './designer-context.tsx';
import { TogetherCard } from '../cooperation/together-card.tsx';
import { useFieldError } from './offer-section.tsx';

const PACINGS = ['even', 'front', 'asap'] as const;
const LENGTHS = [7, 14, 21, 30, 42] as const;

/** When, through which channels, for how much, and how the effect is measured. */
export function WhenSection() {
  const { t } = useText();
  const { market } = useDesk();
  const { content, edit, set, isReadOnly } = useDesigner();
  const draftId = useFlorin((state) => state.designer?.draft.id);
  const errorAt = useFieldError();
  return (
    <fieldset className="fl-fieldset fl-section" disabled={isReadOnly}>
      <DatesCard />
      <Card title={t('designer.when.channels')}>
        <div className="row" role="group" aria-label={t('designer.when.channels')}>
          {market.channels.map((channel) => {
            const isOn = content.channels.includes(channel);
            return (
              <ToggleChip
                key={channel}
                isOn={isOn}
                onToggle={() =>
                  edit('channels', (before) => ({
                    ...before,
                    channels: market.channels.filter((other) => (other === channel ? !isOn : before.channels.includes(other))),
                  }))
                }
              >
                {t(`common.channel.${channel}`)}
              </ToggleChip>
            );
          })}
        </div>
        {content.channels.length === 0 ? (
          <p role="alert" className="fl-field-error">
            {t('designer.when.channels-none')}
          </p>
        ) : null}
        <p className="sub fl-gap-top">
          {t('designer.when.frequency', {
            push: market.frequency.pushPer7Days,
            offers: market.frequency.offersPer30Days,
            from: market.frequency.quietFrom,
            until: market.frequency.quietUntil,
          })}
        </p>
      </Card>
      <Card title={t('designer.when.budget-card')}>
        <div className="stack">
          <div className="fl-grid-2">
            <MoneyField
              label={t('content.field.budgetCents')}
              hint={t('designer.when.budget-hint')}
              path="budgetCents"
              cents={content.budgetCents}
              error={errorAt('budgetCents')}
              onChange={(cents) => set('budgetCents', cents)}
            />
          </div>
          <div>
            <h3 className="fl-label">{t('designer.when.pacing')}</h3>
            <RadioChips
              label={t('designer.when.pacing')}
              options={PACINGS.map((value) => ({ value, label: t(`content.pacing.${value}`) }))}
              value={content.pacing}
              isDisabled={isReadOnly}
              onChange={(pacing) => set('pacing', pacing)}
            />
          </div>
        </div>
      </Card>
      <MeasuringCard />
      {draftId === undefined ? null : <TogetherCard campaignId={draftId} name={content.name} isReadOnly={isReadOnly} />}
    </fieldset>
  );
}

function DatesCard() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content, edit, set, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  const range = startDateRange(market.today);
  const { startsOn, endsOn } = content;
  const days = startsOn === null || endsOn === null ? undefined : daysBetween(startsOn, endsOn) + 1;
  const redeemUntil = endsOn === null ? undefined : addDays(endsOn, content.redemptionExtraDays ?? 0);
  const setStart = (next: string | null) =>
    edit('startsOn', (before) => {
      // Moving the start keeps the length; the first start gets the usual one.
      if (next === null) return { ...before, startsOn: null };
      const length =
        before.startsOn !== null && before.endsOn !== null
          ? daysBetween(before.startsOn, before.endsOn)
          : CAMPAIGN_LIMITS.flightDays.default - 1;
      return { ...before, startsOn: next, endsOn: addDays(next, Math.max(0, length)) };
    });
  return (
    <Card title={t('designer.when.dates')}>
      <div className="stack">
        <div className="fl-grid-2">
          <DateField
            label={t('content.field.schedule.startsOn')}
            hint={t('designer.when.starts-hint', { earliest: text.dayShort(range.earliest), latest: text.dayShort(range.latest) })}
            path="schedule.startsOn"
            value={startsOn}
            min={range.earliest}
            max={range.latest}
            error={errorAt('schedule.startsOn')}
            onChange={setStart}
          />
          <DateField
            label={t('content.field.schedule.endsOn')}
            hint={t('designer.when.ends-hint', { days: CAMPAIGN_LIMITS.flightDays.max })}
            path="schedule.endsOn"
            value={endsOn}
            {...(startsOn === null ? {} : { min: startsOn, max: addDays(startsOn, CAMPAIGN_LIMITS.flightDays.max - 1) })}
            error={errorAt('schedule.endsOn')}
            onChange={(next) => set('endsOn', next)}
          />
        </div>
        {startsOn === null ? null : (
          <div>
            <h3 className="fl-label">{t('designer.when.duration')}</h3>
            <RadioChips
              label={t('designer.when.duration')}
              options={LENGTHS.map((value) => ({
                value,
                label: value === 30 ? t('designer.when.month') : t('designer.when.weeks', { weeks: value / 7 }),
              }))}
              value={LENGTHS.find((length) => length === days)}
              isDisabled={isReadOnly}
              onChange={(length) => set('endsOn', addDays(startsOn, length - 1))}
            />
          </div>
        )}
        <div className="fl-grid-2">
          <WholeField
            label={t('content.field.schedule.redemptionExtraDays')}
            path="schedule.redemptionExtraDays"
            value={content.redemptionExtraDays}
            error={errorAt('schedule.redemptionExtraDays')}
            onChange={(value) => set('redemptionExtraDays', value)}
          />
        </div>
        {days === undefined || days < 1 || redeemUntil === undefined ? null : (
          <p className="sub">{t('designer.when.length', { days, until: text.day(redeemUntil) })}</p>
        )}
      </div>
    </Card>
  );
}

function MeasuringCard() {
  const text = useText();
  const { t } = text;
  const { content, set, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  return (
    <Card title={t('designer.when.measure')}>
      <div className="stack">
        <div>
          <h3 className="fl-label">{t('designer.when.holdout')}</h3>
          <RadioChips
            label={t('designer.when.holdout')}
            options={CAMPAIGN_LIMITS.holdoutPercents.map((value) => ({
              value,
              label: value === 0 ? t('designer.when.holdout-none') : text.percent(value / 100),
            }))}
            value={content.holdoutPercent}
            isDisabled={isReadOnly}
            onChange={(value) => set('holdoutPercent', value)}
          />
        </div>
        <div className="fl-grid-2">
          <WholeField
            label={t('content.field.attributionDays')}
            path="attributionDays"
            value={content.attributionDays}
            error={errorAt('attributionDays')}
            onChange={(value) => set('attributionDays', value)}
          />
        </div>
      </div>
    </Card>
  );
}
