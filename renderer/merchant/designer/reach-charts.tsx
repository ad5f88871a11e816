import { useMemo } from 'react';
import { monthsOfWindow } from '#shared/market/window.ts';
import { bandHistogram, type ChartPoint, monthCurve } from '#shared/reach/charts.ts';
import { simultaneousHalfWidthFactor } from '#shared/reach/normal.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { canDrawMap, type MapRegion, ProvinceMap } from '../../charts/province-map.tsx';
import { SmallBands } from '../../charts/small-bands.tsx';
import { SmallMonths } from '../../charts/small-months.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { bandRunLabel, categoryLabel, regionLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { countOf } from '../../ui/figures.ts';
import { TableTwin } from '../../ui/table-twin.tsx';
import { useDesigner, useSettledAudience } from './designer-context.tsx';
import { type AudienceDraft, audienceOf, type Published } from './reach.ts';

/** The first spend condition in pictures: its bands, its year and where its customers live; each with its table. */
export function ReachCharts() {
  return (
    <div className="fl-reach-charts">
      <BandsChart />
      <MonthsChart />
      <RegionsChart />
    </div>
  );
}

function BandsChart() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content, shelf } = useDesigner();
  const { releases } = shelf;
  const { spend, regions } = content;
  const [category, window] = [spend?.category, spend?.window];
  const points = useMemo(() => {
    if (category === undefined || window === undefined) return [];
    const isEverywhere = market.regions.every(({ id }) => regions.includes(id));
    const inside = bandHistogram(releases, category, window, isEverywhere ? undefined : regions);
    return inside.length > 0 ? inside : bandHistogram(releases, category, window);
  }, [releases, category, window, regions, market.regions]);
  const edges = market.categories.find(({ id }) => id === category)?.bandEdges;
  if (spend === null || edges === undefined || points.length === 0) return null;
  const label = t('reach.bands-label', {
    run: bandRunLabel(edges, spend.bands.from, spend.bands.to, text),
    category: categoryLabel(market, spend.category, text),
  });
  return (
    <TableTwin
      head={<h3>{t('reach.bands')}</h3>}
      table={{
        caption: label,
        columns: [t('explore.band'), t('common.customers')],
        rows: () => points.map((point) => [bandRunLabel(edges, point.band, point.band, text), countOf(point)]),
        sources: points.flatMap((point) => point.sources),
      }}
    >
      <SmallBands label={label} edges={edges} points={points} from={spend.bands.from} to={spend.bands.to} />
    </TableTwin>
  );
}

function MonthsChart() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content, shelf } = useDesigner();
  const { releases } = shelf;
  const { spend } = content;
  const [category, from, to, window] = [spend?.category, spend?.bands.from, spend?.bands.to, spend?.window];
  const points = useMemo(
    () => (category === undefined || from === undefined || to === undefined ? [] : monthCurve(releases, category, { from, to })),
    [releases, category, from, to],
  );
  const chosen = useMemo(() => (window === undefined ? [] : monthsOfWindow(window)), [window]);
  if (spend === null || points.length === 0) return null;
  const edges = market.categories.find(({ id }) => id === spend.category)?.bandEdges ?? [0];
  const label = t('reach.months-label', {
    run: bandRunLabel(edges, spend.bands.from, spend.bands.to, text),
    window: windowLabel(spend.window, text),
  });
  return (
    <TableTwin
      head={<h3>{t('reach.months')}</h3>}
      table={{
        caption: label,
        columns: [t('common.month'), t('common.customers')],
        rows: () => points.map(({ month, point }) => [text.monthLong(month), countOf(point)]),
        sources: points.flatMap(({ point }) => point?.sources ?? []),
      }}
    >
      <SmallMonths label={label} points={points} chosen={chosen} />
    </TableTwin>
  );
}

function RegionsChart() {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content, published } = useDesigner();
  const settled = useSettledAudience();
  const points = useMemo(
    () => new Map(market.regions.map(({ id }) => [id, pointOf(settled, id, published, market)])),
    [settled, published, market],
  );
  const shown = useMemo<readonly MapRegion[]>(
    () =>
      market.regions.map(({ id, parts }) => ({
        id,
        parts,
        label: regionLabel(market, id, text),
        point: points.get(id),
        isChosen: settled.regions.includes(id),
      })),
    [market, points, settled.regions, text],
  );
  if (content.spend === null || !canDrawMap(market.market, shown) || shown.every(({ point }) => point === undefined)) return null;
  const label = t('reach.map-label');
  return (
    <TableTwin
      head={<h3>{t('reach.map')}</h3>}
      table={{
        caption: label,
        columns: [t('explore.region'), t('common.customers'), t('reach.map-chosen')],
        rows: () => shown.map((region) => [region.label, countOf(region.point ?? null), t(region.isChosen ? 'common.yes' : 'common.no')]),
        sources: [...points.values()].flatMap((point) => point?.sources ?? []),
      }}
    >
      <div className="fl-reach-map">
        <ProvinceMap country={market.market} label={label} regions={shown} hasFigures={false} />
      </div>
    </TableTwin>
  );
}

/** Deliverable customers of the draft in one region; undefined where the releases cannot say. */
function pointOf(
  draft: AudienceDraft,
  region: string,
  published: Published,
  market: Parameters<typeof audienceOf>[1],
): ChartPoint | undefined {
  const audience = audienceOf({ ...draft, regions: [region] }, market);
  if (audience === undefined || draft.channels.length === 0) return undefined;
  const reach = computeReach({ ...published, audience, channels: draft.channels, holdoutPercent: draft.holdoutPercent });
  if (reach.kind !== 'answered') return undefined;
  const { deliverable: value, shownDeliverable: shown, receipt } = reach;
  const sources = receipt.channelRate === null ? receipt.sources : [...receipt.sources, receipt.channelRate];
  return { value, shown, together: simultaneousHalfWidthFactor(market.regions.length) * value.sd, sources };
}
