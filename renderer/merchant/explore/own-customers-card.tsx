import { useMemo, useState } from 'react';
import type { Relation } from '#shared/audience/audience.ts';
import { closedWindows } from '#shared/market/window.ts';
import type { ChartPoint } from '#shared/reach/charts.ts';
import { releaseOfWindow, sliceOfWindow } from '#shared/reach/find-release.ts';
import { simultaneousHalfWidthFactor } from '#shared/reach/normal.ts';
import { sourcesOf } from '#shared/reach/receipt.ts';
import { estimateRelation } from '#shared/reach/relation.ts';
import type { Release } from '#shared/reach/release.ts';
import { showCount } from '#shared/reach/show-count.ts';
import { IntervalBars } from '../../charts/interval-bars.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';

const SHOWN = ['loyal', 'lapsed', 'new'] as const satisfies readonly Relation[];

interface OwnCustomersCardProps {
  readonly categoryId: string;
  readonly bandCount: number;
  readonly releases: readonly Release[];
}

/** Loyal, lapsed and new customers of the merchant's own shops in a season; and why they read "fewer than L" where the slice is too noisy. */
export function OwnCustomersCard({ categoryId, bandCount, releases }: OwnCustomersCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const seasons = closedWindows(market.today).seasons.filter((season) => sliceOfWindow(releases, season, categoryId) !== undefined);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const season = chosen !== undefined && seasons.includes(chosen) ? chosen : seasons[0];
  const bands = useMemo(() => ({ from: 0, to: bandCount - 1 }), [bandCount]);
  const points = useMemo(
    () => (season === undefined ? [] : relationPoints(releases, categoryId, season, bands)),
    [releases, categoryId, season, bands],
  );
  if (season === undefined || points.length === 0)
    return (
      <Card title={t('explore.own')}>
        <p className="sub">{t('explore.own-none')}</p>
      </Card>
    );
  const caption = t('explore.own-caption', { window: windowLabel(season, text) });
  const widest = Math.max(...points.map(({ point }) => point.value.halfWidth));
  return (
    <Card title={t('explore.own')} aside={<ReceiptLink sources={points.flatMap(({ point }) => point.sources)} />}>
      <TableTwin
        head={
          <ChipSelect
            label={t('explore.regions-season')}
            value={season}
            groups={[{ options: seasons.map((value) => ({ value, label: windowLabel(value, text) })) }]}
            onChange={setChosen}
          />
        }
        table={{
          caption,
          columns: [t('explore.own-relation'), t('common.customers')],
          rows: points.map(({ relation, point }) => [
            t(`designer.audience.relation.${relation}`),
            point.shown.kind === 'released'
              ? t('explore.cell', { customers: text.count(point.shown.customers), halfWidth: text.count(point.shown.halfWidth) })
              : t('common.fewer-than', { limit: text.count(point.shown.fewerThan) }),
          ]),
        }}
      >
        <IntervalBars
          label={caption}
          bars={points.map(({ relation, point }) => ({ key: relation, label: t(`designer.audience.relation.${relation}`), point }))}
        />
      </TableTwin>
      {points.some(({ point }) => point.shown.kind === 'suppressed') ? (
        <p className="sub">{t('explore.own-why', { halfWidth: text.count(widest) })}</p>
      ) : null}
    </Card>
  );
}

function relationPoints(
  releases: readonly Release[],
  category: string,
  season: string,
  bands: { readonly from: number; readonly to: number },
): readonly { readonly relation: (typeof SHOWN)[number]; readonly point: ChartPoint }[] {
  const release = releaseOfWindow(releases, season);
  const slice = sliceOfWindow(releases, season, category);
  if (release === undefined || slice === undefined) return [];
  return SHOWN.flatMap((relation) => {
    const answer = estimateRelation(release, slice, { category, bands, relation });
    if (answer.kind !== 'estimated') return [];
    const { value, tables, sliceTables } = answer;
    const sources = sourcesOf(releases, [
      { release: slice, tables: sliceTables },
      { release, tables },
    ]);
    const together = simultaneousHalfWidthFactor(SHOWN.length) * value.sd;
    return [{ relation, point: { value, shown: showCount(value), together, sources } }];
  });
}
