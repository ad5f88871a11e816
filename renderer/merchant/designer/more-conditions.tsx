import { Button } from '@mantine/core';
import { memo } from 'react';
import { type SpendCondition, VISIT_BANDS, type VisitsCondition } from '#shared/audience/audience.ts';
import { paymentsInWords } from '#shared/audience/plain-words.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { categoryLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { type DesignerParts, shownFinding, useDesigner } from './designer-context.tsx';
import { findingWords } from './finding-words.ts';
import { SpendCard } from './spend-card.tsx';

interface MoreConditionsProps {
  /** The first spend condition; what is added begins in its period. */
  readonly spend: SpendCondition;
}

/** A second category and visits, each added by a button and taken out again. */
export function MoreConditions({ spend }: MoreConditionsProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const parts = useDesigner();
  const { content, set, isReadOnly } = parts;
  const { secondSpend, visits } = content;
  const tooMany = shownFinding(parts, 'audience.conditions');
  return (
    <>
      {secondSpend === null ? null : (
        <SpendCard
          title={t('designer.audience.second')}
          path="audience.second"
          spend={secondSpend}
          onChange={(next) => set('secondSpend', next)}
          onRemove={() => set('secondSpend', null)}
        />
      )}
      {visits === null ? null : <VisitsCard visits={visits} />}
      {secondSpend !== null && visits !== null && tooMany === undefined ? null : (
        <Card title={t('designer.audience.more')}>
          {tooMany === undefined ? null : (
            <p role="alert" className="fl-field-error">
              {findingWords(tooMany, content, market.today, text)}
            </p>
          )}
          <AddButtons
            category={spend.category}
            window={spend.window}
            canAddSecond={secondSpend === null}
            canAddVisits={visits === null}
            isReadOnly={isReadOnly}
            set={set}
          />
          <p className="sub fl-gap-top">{t('designer.audience.more-text')}</p>
        </Card>
      )}
    </>
  );
}

interface AddButtonsProps extends Pick<DesignerParts, 'isReadOnly' | 'set'> {
  readonly category: string;
  readonly window: string;
  readonly canAddSecond: boolean;
  readonly canAddVisits: boolean;
}

/** Not drawn again while the bands move. */
const AddButtons = memo(function AddButtons({ category, window, canAddSecond, canAddVisits, isReadOnly, set }: AddButtonsProps) {
  const { t } = useText();
  const { market } = useDesk();
  const other = market.categories.find(({ id }) => id !== category);
  return (
    <div className="row">
      {!canAddSecond || other === undefined ? null : (
        <Button
          variant="default"
          size="xs"
          disabled={isReadOnly}
          onClick={() =>
            set('secondSpend', { kind: 'spend', category: other.id, window, bands: { from: 0, to: other.bandEdges.length - 1 } })
          }
        >
          {t('designer.audience.add-second')}
        </Button>
      )}
      {!canAddVisits ? null : (
        <Button
          variant="default"
          size="xs"
          disabled={isReadOnly}
          onClick={() => set('visits', { kind: 'visits', category, window, visits: { from: 1, to: VISIT_BANDS.length - 1 } })}
        >
          {t('designer.audience.add-visits')}
        </Button>
      )}
    </div>
  );
});

function VisitsCard({ visits }: { readonly visits: VisitsCondition }) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { set, isReadOnly } = useDesigner();
  const { from, to } = visits.visits;
  const options = VISIT_BANDS.map((_, band) => ({
    value: String(band),
    label: t('designer.audience.visits-times', { times: paymentsInWords({ from: band, to: band }, text.language) }),
  }));
  const change = (run: { readonly from: number; readonly to: number }) => set('visits', { ...visits, visits: { ...run } });
  return (
    <Card
      title={t('designer.audience.visits')}
      aside={
        <button type="button" className="fl-link" disabled={isReadOnly} onClick={() => set('visits', null)}>
          {t('designer.audience.remove')}
        </button>
      }
    >
      <fieldset className="fl-fieldset row" disabled={isReadOnly}>
        <ChipSelect
          label={t('designer.audience.visits-from')}
          value={String(from)}
          groups={[{ options }]}
          onChange={(value) => change({ from: Number(value), to: Math.max(Number(value), to) })}
        />
        <span className="sub">{t('designer.audience.visits-to')}</span>
        <ChipSelect
          label={t('designer.audience.visits-to')}
          value={String(to)}
          groups={[{ options }]}
          onChange={(value) => change({ from: Math.min(from, Number(value)), to: Number(value) })}
        />
      </fieldset>
      <p className="sub fl-gap-top">
        {t('designer.audience.visits-text', {
          category: categoryLabel(market, visits.category, text),
          window: windowLabel(visits.window, text),
        })}
      </p>
    </Card>
  );
}
