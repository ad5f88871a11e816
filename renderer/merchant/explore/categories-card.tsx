import { useMemo, useState } from 'react';
import { closedWindows } from '#shared/market/window.ts';
import { chartPoint } from '#shared/reach/charts.ts';
import { releaseOfWindow } from '#shared/reach/find-release.ts';
import type { Release } from '#shared/reach/release.ts';
import { HeatGrid } from '../../charts/heat-grid.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { categoryLabel, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { countOf } from '../../ui/figures.ts';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';

interface CategoriesCardProps {
  readonly releases: readonly Release[];
}

/** Every category over the months or seasons of the year, each shaded by its own strongest period: when whose season is. */
export function CategoriesCard({ releases }: CategoriesCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const [kind, setKind] = useState<'months' | 'seasons'>('months');
  const windows = useMemo(() => closedWindows(market.today)[kind], [market.today, kind]);
  const cells = useMemo(
    () =>
      market.categories.map(({ id, bandEdges }) =>
        windows.map((window) => {
          const release = releaseOfWindow(releases, window);
          if (release === undefined) return null;
          const query = { category: id, bands: { from: 0, to: bandEdges.length - 1 } };
          return chartPoint(releases, release, query, market.categories.length * windows.length) ?? null;
        }),
      ),
    [releases, market.categories, windows],
  );
  const columns = windows.map((window) => ({
    key: window,
    label: kind === 'months' ? text.monthShort(window) : windowLabel(window, text, 'short'),
  }));
  const rows = market.categories.map(({ id }, index) => ({ key: id, label: categoryLabel(market, id, text), cells: cells[index] ?? [] }));
  const caption = t('explore.categories-caption');
  return (
    <Card title={t('explore.categories')} aside={<ReceiptLink sources={cells.flat().flatMap((cell) => cell?.sources ?? [])} />}>
      <TableTwin
        head={
          <RadioChips
            label={t('explore.categories-by')}
            options={(['months', 'seasons'] as const).map((value) => ({ value, label: t(`explore.grid-${value}`) }))}
            value={kind}
            onChange={setKind}
          />
        }
        table={{
          caption,
          columns: [t('explore.category'), ...columns.map((column) => column.label)],
          rows: rows.map((row) => [row.label, ...row.cells.map((cell) => countOf(cell))]),
          sources: cells.flat().flatMap((cell) => cell?.sources ?? []),
        }}
      >
        <HeatGrid caption={caption} corner={t('explore.category')} columns={columns} rows={rows} shadeBy="row" />
      </TableTwin>
      <p className="sub">{t('explore.categories-help')}</p>
    </Card>
  );
}
