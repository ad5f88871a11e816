import { type ReactNode, useMemo, useState } from 'react';
import type { ChartPoint } from '#shared/reach/charts.ts';
import { IntervalBars } from '../../charts/interval-bars.tsx';
import { windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { countOf } from '../../ui/figures.ts';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';

export interface SeasonBar {
  readonly key: string;
  readonly label: string;
  readonly point: ChartPoint;
}

interface SeasonBarsCardProps {
  readonly title: string;
  /** Said in the place of a chart where no season has figures. */
  readonly none: string;
  /** Heading of the table's first column. */
  readonly column: string;
  /** The seasons that can be chosen; the first one is shown. */
  readonly seasons: readonly string[];
  /** The bars of a season; must keep its identity while what it reads is the same. */
  readonly barsOf: (season: string) => readonly SeasonBar[];
  readonly captionOf: (window: string) => string;
  /** What else can be chosen, beside the season. */
  readonly controls?: ReactNode;
  /** A second picture of the same bars, left of them. */
  readonly beside?: (bars: readonly SeasonBar[], caption: string) => ReactNode;
  /** What stands below the chart. */
  readonly children?: (bars: readonly SeasonBar[]) => ReactNode;
}

/** Bars with intervals of one season that the reader chooses, with their table twin and their receipt. */
export function SeasonBarsCard({ title, none, column, seasons, barsOf, captionOf, beside, controls, children }: SeasonBarsCardProps) {
  const text = useText();
  const { t } = text;
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const season = chosen !== undefined && seasons.includes(chosen) ? chosen : seasons[0];
  const bars = useMemo(() => (season === undefined ? [] : barsOf(season)), [season, barsOf]);
  if (season === undefined || bars.length === 0)
    return (
      <Card title={title}>
        <p className="sub">{none}</p>
      </Card>
    );
  const caption = captionOf(windowLabel(season, text));
  return (
    <Card title={title} aside={<ReceiptLink sources={bars.flatMap(({ point }) => point.sources)} />}>
      <TableTwin
        head={
          <div className="row">
            <ChipSelect
              label={t('explore.regions-season')}
              value={season}
              groups={[{ options: seasons.map((value) => ({ value, label: windowLabel(value, text) })) }]}
              onChange={setChosen}
            />
            {controls}
          </div>
        }
        table={{
          caption,
          columns: [column, t('common.customers')],
          rows: bars.map(({ label, point }) => [label, countOf(point)]),
          sources: bars.flatMap(({ point }) => point.sources),
        }}
      >
        {beside === undefined ? (
          <IntervalBars label={caption} bars={bars} />
        ) : (
          <div className="fl-beside">
            <div className="fl-beside-picture">{beside(bars, caption)}</div>
            <IntervalBars label={caption} bars={bars} />
          </div>
        )}
      </TableTwin>
      {children?.(bars)}
    </Card>
  );
}
