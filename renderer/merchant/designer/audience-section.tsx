import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { SpendCondition } from '#shared/audience/audience.ts';
import { closedWindows, seasonOfMonth, windowKind } from '#shared/market/window.ts';
import { bandHistogram } from '#shared/reach/charts.ts';
import { BandPicker } from '../../charts/band-picker.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { useShelf } from '../../data/shelf.ts';
import { bandRunLabel, categoryLabel, labelOf, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ToggleChip } from '../../ui/chip.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { type TwinTable, TableTwin } from '../../ui/table-twin.tsx';
import { CountText } from '../../ui/numbers.tsx';
import { shownFinding, useDesigner } from './designer-context.tsx';
import { findingWords } from './finding-words.ts';

/** Who: one category in one closed period, an unbroken run of spend bands, and where they live. */
export function AudienceSection() {
  const { content, edit } = useDesigner();
  const { market, account } = useDesk();
  const category = market.categories.find((candidate) => candidate.id === account.merchant?.categoryId) ?? market.categories[0];
  const fallback: SpendCondition | undefined =
    category === undefined
      ? undefined
      : {
          kind: 'spend',
          category: category.id,
          window: closedWindows(market.today).seasons[0] ?? closedWindows(market.today).months[0] ?? '',
          bands: { from: 0, to: category.bandEdges.length - 1 },
        };
  const spend = content.spend ?? fallback;
  if (spend === undefined) return null;
  return (
    <div className="fl-section">
      <SpendCard spend={spend} onChange={(next) => edit('spend', (before) => ({ ...before, spend: next }))} />
      <RegionsCard />
    </div>
  );
}

interface SpendCardProps {
  readonly spend: SpendCondition;
  readonly onChange: (spend: SpendCondition) => void;
}

function SpendCard({ spend, onChange }: SpendCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const parts = useDesigner();
  const { content, isReadOnly } = parts;
  const { releases } = useShelf();
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
  const finding = shownFinding(parts, 'audience.spend');
  const table: TwinTable = {
    caption: t('designer.bands'),
    columns: [t('content.field.audience.spend.bands'), t('common.customers')],
    rows: points.map((point) => [
      bandRunLabel(edges, point.band, point.band, text),
      point.shown.kind === 'released' ? (
        <CountText key="count" customers={point.shown.customers} halfWidth={point.shown.halfWidth} />
      ) : (
        t('common.fewer-than', { limit: text.count(point.shown.fewerThan) })
      ),
    ]),
  };
  return (
    <Card title={t('designer.audience.spent-on')}>
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
  const { releases } = useShelf();
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

function RegionsCard() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { releases } = useShelf();
  const { content, edit, isReadOnly } = useDesigner();
  const all = market.regions.map((region) => region.id);
  const isEverywhere = all.every((region) => content.regions.includes(region));
  const choose = (regions: readonly string[]) =>
    edit('regions', (before) => ({ ...before, regions: all.filter((region) => regions.includes(region)) }));
  const month = content.spend !== null && windowKind(content.spend.window) === 'month' ? content.spend.window : undefined;
  const needsChoice =
    month !== undefined && !isEverywhere && content.regions.length > 0 && bandsOfRegion(releases, content.spend, content.regions) === 0;
  const season = month === undefined ? undefined : seasonOfMonth(month);
  const isSeasonReleased = releases.some((release) => release.window === season);
  return (
    <Card title={t('designer.audience.living-in')}>
      <fieldset className="fl-fieldset" disabled={isReadOnly}>
        <div className="row" role="group" aria-label={t('designer.audience.regions')}>
          <ToggleChip isOn={isEverywhere} onToggle={() => choose(isEverywhere ? [] : all)}>
            {t('designer.audience.everywhere')}
          </ToggleChip>
          {market.regions.map((region) => {
            const isOn = content.regions.includes(region.id);
            return (
              <ToggleChip
                key={region.id}
                isOn={isOn}
                onToggle={() => choose(isOn ? content.regions.filter((other) => other !== region.id) : [...content.regions, region.id])}
              >
                {labelOf(market.regions, region.id, text.language)}
              </ToggleChip>
            );
          })}
        </div>
      </fieldset>
      {content.regions.length === 0 ? (
        <p role="alert" className="fl-field-error">
          {t('designer.audience.regions-none')}
        </p>
      ) : null}
      {needsChoice && season !== undefined ? (
        <div className="fl-choice" role="alert">
          <p>{t('designer.audience.month-regions')}</p>
          <div className="row">
            {isSeasonReleased ? (
              <Button
                size="xs"
                disabled={isReadOnly}
                onClick={() =>
                  edit('spend', (before) => (before.spend === null ? before : { ...before, spend: { ...before.spend, window: season } }))
                }
              >
                {t('designer.audience.use-season', { season: windowLabel(season, text, 'short') })}
              </Button>
            ) : null}
            <Button size="xs" variant="default" disabled={isReadOnly} onClick={() => choose(all)}>
              {t('designer.audience.use-everywhere', { month: windowLabel(month, text) })}
            </Button>
          </div>
        </div>
      ) : null}
      <p className="sub fl-gap-top">{t('designer.audience.always')}</p>
    </Card>
  );
}

function bandsOfRegion(releases: Parameters<typeof bandHistogram>[0], spend: SpendCondition | null, regions: readonly string[]): number {
  return spend === null ? 0 : bandHistogram(releases, spend.category, spend.window, regions).length;
}
