import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import { closedWindows } from '#shared/market/window.ts';
import { bandHistogram, monthCurve } from '#shared/reach/charts.ts';
import { HeatGrid } from '../../charts/heat-grid.tsx';
import { canDrawMap, ProvinceMap } from '../../charts/province-map.tsx';
import { MonthCurve } from '../../charts/month-curve.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { type Shelf, useShelf } from '../../data/shelf.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { bandRunLabel, categoryLabel, regionLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { Card, PageHead } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { LoadingReleases } from '../../ui/loading-releases.tsx';
import { countOf } from '../../ui/figures.ts';
import { EmptyState, FailedState, FailureNote } from '../../ui/states.tsx';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';
import { newDraftContent } from '../designer/new-draft.ts';
import { CategoriesCard } from './categories-card.tsx';
import { CompareCard } from './compare-card.tsx';
import { HistogramCard } from './histogram-card.tsx';
import { OwnCustomersCard } from './own-customers-card.tsx';
import { regionPoints } from './region-points.ts';
import { SeasonBarsCard } from './season-bars-card.tsx';
import './explore.css';

/** One category: the year, the bands over months or seasons, and the regions. All of it read from the stored releases. */
export function ExploreScreen() {
  const text = useText();
  const { t } = text;
  const { market, account } = useDesk();
  const shelf = useShelf();
  const draft = useStartDraft();
  const chosen = useFlorin((state) => state.exploreCategory);
  const choose = useFlorin((state) => state.chooseExploreCategory);
  const categoryId = chosen ?? account.merchant?.categoryId ?? market.categories[0]?.id ?? '';
  const edges = market.categories.find((category) => category.id === categoryId)?.bandEdges ?? [0];
  const position = market.categories.findIndex((category) => category.id === categoryId);
  const isTruncated = position >= Math.ceil((market.categories.length * 2) / 3);
  const category = categoryLabel(market, categoryId, text);
  const window = closedWindows(market.today).seasons[0];
  const begin = () => {
    const content = newDraftContent(market, account);
    draft.start({
      ...content,
      spend:
        window === undefined ? content.spend : { kind: 'spend', category: categoryId, window, bands: { from: 0, to: edges.length - 1 } },
    });
  };
  return (
    <>
      <PageHead
        title={t('explore.title')}
        sub={t('explore.sub')}
        actions={
          draft.canStart ? (
            <Button variant="default" onClick={begin} loading={draft.isStarting}>
              {t('explore.draft')}
            </Button>
          ) : undefined
        }
      />
      <FailureNote error={draft.error} />
      <div className="fl-explore">
        <RadioChips
          label={t('explore.category')}
          options={market.categories.map(({ id }) => ({ value: id, label: categoryLabel(market, id, text) }))}
          value={categoryId}
          onChange={choose}
        />
        {isTruncated ? <p className="sub">{t('explore.truncated', { count: market.categoriesPerCustomer, category })}</p> : null}
        {shelf.phase === 'loading' ? (
          <LoadingReleases progress={shelf.progress} rows={3} height={180} />
        ) : shelf.phase === 'failed' && shelf.failure !== undefined ? (
          <FailedState failure={shelf.failure} onRetry={shelf.retry} />
        ) : shelf.releases.length === 0 ? (
          <EmptyState title={t('season.empty-title')}>{t('season.empty-text')}</EmptyState>
        ) : (
          <>
            <MonthsCard categoryId={categoryId} category={category} edges={edges} releases={shelf.releases} />
            <CompareCard categoryId={categoryId} releases={shelf.releases} />
            <HistogramCard categoryId={categoryId} category={category} edges={edges} releases={shelf.releases} />
            <BandsCard categoryId={categoryId} category={category} edges={edges} releases={shelf.releases} />
            {categoryId === account.merchant?.categoryId ? (
              <OwnCustomersCard categoryId={categoryId} edges={edges} releases={shelf.releases} />
            ) : null}
            <RegionsCard categoryId={categoryId} category={category} edges={edges} releases={shelf.releases} />
            <CategoriesCard releases={shelf.releases} />
          </>
        )}
      </div>
    </>
  );
}

interface CategoryProps {
  readonly categoryId: string;
  readonly category: string;
  readonly edges: readonly number[];
  readonly releases: Shelf['releases'];
}

function MonthsCard({ categoryId, category, edges, releases }: CategoryProps) {
  const text = useText();
  const { t } = text;
  const { ref, width } = useElementSize();
  const [from, setFrom] = useState(0);
  const last = edges.length - 1;
  const curve = useMemo(
    () => monthCurve(releases, categoryId, { from: Math.min(from, last), to: last }),
    [releases, categoryId, from, last],
  );
  const band = bandRunLabel(edges, from, last, text);
  const label = t('explore.months-chart', { category, band });
  const isRough = curve.some(({ point }) => point?.shown.kind === 'suppressed');
  return (
    <Card title={t('explore.months')} aside={<ReceiptLink sources={curve.flatMap(({ point }) => point?.sources ?? [])} />}>
      <TableTwin
        head={
          <ChipSelect
            label={t('explore.band')}
            value={String(from)}
            groups={[{ options: edges.map((_, index) => ({ value: String(index), label: bandRunLabel(edges, index, last, text) })) }]}
            onChange={(value) => setFrom(Number(value))}
          />
        }
        table={{
          caption: label,
          columns: [t('common.month'), t('common.customers')],
          rows: curve.map(({ month, point }) => [text.monthLong(month), countOf(point)]),
          sources: curve.flatMap(({ point }) => point?.sources ?? []),
        }}
      >
        <div ref={ref}>
          <MonthCurve
            label={label}
            points={curve.map((item) => ({ ...item, isLastYear: false }))}
            width={width === 0 ? 900 : Math.floor(width)}
            plotHeight={150}
            top={12}
            bottom={26}
          />
        </div>
      </TableTwin>
      {isRough ? <p className="sub">{t('explore.rough')}</p> : null}
    </Card>
  );
}

function BandsCard({ categoryId, category, edges, releases }: CategoryProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const [kind, setKind] = useState<'seasons' | 'months'>('seasons');
  const windows = closedWindows(market.today)[kind];
  const caption = t('explore.grid-caption', { category });
  const columns = windows.map((window) => ({
    key: window,
    label: kind === 'months' ? text.monthShort(window) : windowLabel(window, text, 'short'),
  }));
  const histograms = useMemo(() => windows.map((window) => bandHistogram(releases, categoryId, window)), [windows, releases, categoryId]);
  const rows = edges.map((edge, band) => ({
    key: String(edge),
    label: bandRunLabel(edges, band, band, text),
    cells: histograms.map((points) => points.find((point) => point.band === band) ?? null),
  }));
  return (
    <Card title={t('explore.grid')} aside={<ReceiptLink sources={histograms.flat().flatMap((point) => point.sources)} />}>
      <TableTwin
        head={
          <RadioChips
            label={t('explore.grid-by')}
            options={(['seasons', 'months'] as const).map((value) => ({ value, label: t(`explore.grid-${value}`) }))}
            value={kind}
            onChange={setKind}
          />
        }
        table={{
          caption,
          columns: [t('explore.band'), ...columns.map((column) => column.label)],
          rows: rows.map((row) => [row.label, ...row.cells.map((cell) => countOf(cell))]),
          sources: histograms.flat().flatMap((point) => point.sources),
        }}
      >
        <HeatGrid caption={caption} corner={t('explore.band')} columns={columns} rows={rows} />
      </TableTwin>
      <p className="sub">{t('explore.grid-help')}</p>
    </Card>
  );
}

function RegionsCard({ categoryId, category, edges, releases }: CategoryProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const barsOf = useCallback(
    (season: string) =>
      regionPoints(
        releases,
        categoryId,
        season,
        edges.length,
        market.regions.map(({ id }) => id),
      ).map(({ region, point }) => ({ key: region, label: regionLabel(market, region, text), point })),
    [releases, categoryId, edges.length, market, text],
  );
  return (
    <SeasonBarsCard
      title={t('explore.regions')}
      none={t('explore.regions-none')}
      column={t('explore.region')}
      seasons={closedWindows(market.today).seasons.filter((season) => releases.some((release) => release.window === season))}
      barsOf={barsOf}
      captionOf={(window) => t('explore.regions-caption', { category, window })}
      beside={(bars, caption) => {
        const regions = bars.map(({ key, label, point }) => ({
          id: key,
          label,
          parts: market.regions.find(({ id }) => id === key)?.parts ?? [],
          point,
          isChosen: true,
        }));
        return canDrawMap(market.market, regions) ? (
          <ProvinceMap country={market.market} label={caption} regions={regions} hasFigures />
        ) : null;
      }}
    />
  );
}
