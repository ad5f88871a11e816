import { useMemo, useState } from 'react';
import { closedWindows } from '#shared/market/window.ts';
import { bandHistogram } from '#shared/reach/charts.ts';
import type { Release } from '#shared/reach/release.ts';
import { BandBars } from '../../charts/band-picker.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { bandRunLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { cellWords, countOf } from '../../ui/figures.ts';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';

interface HistogramCardProps {
  readonly categoryId: string;
  readonly category: string;
  readonly edges: readonly number[];
  readonly releases: readonly Release[];
}

/** Customers per spend band in one period, with intervals. */
export function HistogramCard({ categoryId, category, edges, releases }: HistogramCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const closed = closedWindows(market.today);
  const released = (windows: readonly string[]) =>
    [...windows].reverse().filter((window) => releases.some((release) => release.window === window));
  const [seasons, months] = [released(closed.seasons), released(closed.months)];
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const window = chosen !== undefined && [...seasons, ...months].includes(chosen) ? chosen : (seasons[0] ?? months[0]);
  const points = useMemo(() => (window === undefined ? [] : bandHistogram(releases, categoryId, window)), [releases, categoryId, window]);
  if (window === undefined || points.length === 0) return null;
  const option = (value: string) => ({ value, label: windowLabel(value, text) });
  const caption = t('explore.histogram-caption', { category, window: windowLabel(window, text) });
  return (
    <Card title={t('explore.histogram')} aside={<ReceiptLink sources={points.flatMap((point) => point.sources)} />}>
      <TableTwin
        head={
          <ChipSelect
            label={t('explore.histogram-period')}
            value={window}
            groups={[
              { label: t('designer.audience.seasons'), options: seasons.map(option) },
              { label: t('designer.audience.months'), options: months.map(option) },
            ]}
            onChange={setChosen}
          />
        }
        table={{
          caption,
          columns: [t('explore.band'), t('common.customers')],
          rows: points.map((point) => [bandRunLabel(edges, point.band, point.band, text), countOf(point)]),
          sources: points.flatMap((point) => point.sources),
        }}
      >
        <div className="fl-bands">
          <div className="fl-bands-plot" role="img" aria-label={caption}>
            <BandBars edges={edges} points={points} run={undefined} />
          </div>
          <div className="fl-bands-labels num" aria-hidden style={{ gridTemplateColumns: `repeat(${edges.length}, 1fr)` }}>
            {points.map((point) => (
              <span key={point.band}>
                {bandRunLabel(edges, point.band, point.band, text)}
                <span className="fl-band-figure">{cellWords(countOf(point), text)}</span>
              </span>
            ))}
          </div>
        </div>
      </TableTwin>
    </Card>
  );
}
