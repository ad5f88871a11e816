import { useMemo } from 'react';
import type { SpendCondition } from '#shared/audience/audience.ts';
import { closedWindows } from '#shared/market/window.ts';
import { bandHistogram } from '#shared/reach/charts.ts';
import { BandPicker } from '../../charts/band-picker.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { bandRunLabel, categoryLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { countOf } from '../../ui/figures.ts';
import type { LazyTable } from '../../ui/table-rows.ts';
import { TableTwin } from '../../ui/table-twin.tsx';
import { shownFinding, useDesigner } from './designer-context.tsx';
import { findingWords } from './finding-words.ts';

interface SpendCardProps {
  readonly title: string;
  /** Where findings about it are filed. */
  readonly path: 'audience.spend' | 'audience.second';
  readonly spend: SpendCondition;
  /** Present where the condition may be taken out. */
  readonly onRemove?: () => void;
  readonly onChange: (spend: SpendCondition) => void;
}

/** One spend condition: a category, a closed period, and an unbroken run of bands on their histogram. */
export function SpendCard({ title, path, spend, onChange, onRemove }: SpendCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const parts = useDesigner();
  const { content, isReadOnly, shelf } = parts;
  const { releases } = shelf;
  const edges = market.categories.find((category) => category.id === spend.category)?.bandEdges ?? [0];
  const isEverywhere = market.regions.every((region) => content.regions.includes(region.id));
  const { points, showsAllRegions } = useMemo(() => {
    const chosen = isEverywhere || content.regions.length === 0 ? undefined : content.regions;
    const inRegions = bandHistogram(releases, spend.category, spend.window, chosen);
    if (inRegions.length > 0 || chosen === undefined) return { points: inRegions, showsAllRegions: false };
    return { points: bandHistogram(releases, spend.category, spend.window), showsAllRegions: true };
  }, [releases, spend.category, spend.window, content.regions, isEverywhere]);
  const categoryIndex = market.categories.findIndex((category) => category.id === spend.category);
  const isTruncated = categoryIndex >= Math.ceil((market.categories.length * 2) / 3);
  const finding = shownFinding(parts, path);
  const table: LazyTable = {
    caption: `${title}: ${t('designer.bands')}`,
    columns: [t('content.field.audience.spend.bands'), t('common.customers')],
    rows: () => points.map((point) => [bandRunLabel(edges, point.band, point.band, text), countOf(point)]),
    sources: points.flatMap((point) => point.sources),
  };
  return (
    <Card
      title={title}
      aside={
        onRemove === undefined ? null : (
          <button type="button" className="fl-link" disabled={isReadOnly} onClick={onRemove}>
            {t('designer.audience.remove')}
          </button>
        )
      }
    >
      <TableTwin
        table={table}
        head={
          <fieldset className="fl-fieldset row" disabled={isReadOnly}>
            <ChipSelect
              label={t('designer.audience.category')}
              value={spend.category}
              groups={[
                { options: market.categories.map((category) => ({ value: category.id, label: categoryLabel(market, category.id, text) })) },
              ]}
              onChange={(category) => {
                const count = market.categories.find((candidate) => candidate.id === category)?.bandEdges.length ?? 1;
                onChange({
                  ...spend,
                  category,
                  bands: { from: Math.min(spend.bands.from, count - 1), to: Math.min(spend.bands.to, count - 1) },
                });
              }}
            />
            <span className="sub">{t('designer.audience.in')}</span>
            <WindowSelect window={spend.window} onChange={(window) => onChange({ ...spend, window })} />
            <span className="sub">{t('designer.audience.any-shop')}</span>
          </fieldset>
        }
      >
        <BandPicker
          edges={edges}
          points={points}
          run={spend.bands}
          isDisabled={isReadOnly}
          onChange={(bands) => onChange({ ...spend, bands: { ...bands } })}
        />
      </TableTwin>
      <p className="sub fl-gap-top">
        {points.length === 0
          ? t('designer.bands-none')
          : text.rich('designer.bands-help', {
              run: bandRunLabel(edges, spend.bands.from, spend.bands.to, text),
              chosen: spend.bands.to - spend.bands.from + 1,
              all: edges.length,
            })}
      </p>
      {showsAllRegions ? <p className="sub">{t('designer.bands-all-regions')}</p> : null}
      {isTruncated ? <p className="sub">{t('designer.audience.truncated', { count: market.categoriesPerCustomer })}</p> : null}
      {finding === undefined ? null : (
        <p role="alert" className="fl-field-error">
          {findingWords(finding, content, market.today, text)}
        </p>
      )}
    </Card>
  );
}

interface WindowSelectProps {
  readonly window: string;
  readonly onChange: (window: string) => void;
}

function WindowSelect({ window, onChange }: WindowSelectProps) {
  const text = useText();
  const { market } = useDesk();
  const { releases } = useDesigner().shelf;
  const closed = closedWindows(market.today);
  const option = (value: string) => {
    const isReleased = releases.some((release) => release.window === value);
    const label = windowLabel(value, text);
    return { value, label: isReleased ? label : text.t('designer.audience.not-released', { window: label }), isDisabled: !isReleased };
  };
  const known = [...closed.seasons, ...closed.months].includes(window);
  return (
    <ChipSelect
      label={text.t('designer.audience.window')}
      value={window}
      groups={[
        ...(known ? [] : [{ options: [option(window)] }]),
        { label: text.t('designer.audience.seasons'), options: closed.seasons.map(option) },
        { label: text.t('designer.audience.months'), options: closed.months.map(option) },
      ]}
      onChange={onChange}
    />
  );
}
