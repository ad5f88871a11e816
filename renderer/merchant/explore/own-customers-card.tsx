import { useCallback } from 'react';
import type { Relation } from '#shared/audience/audience.ts';
import { closedWindows } from '#shared/market/window.ts';
import type { ChartPoint } from '#shared/reach/charts.ts';
import { releaseOfWindow, sliceOfWindow } from '#shared/reach/find-release.ts';
import { simultaneousHalfWidthFactor } from '#shared/reach/normal.ts';
import { sourcesOf } from '#shared/reach/receipt.ts';
import { estimateRelation } from '#shared/reach/relation.ts';
import type { Release } from '#shared/reach/release.ts';
import { showCount } from '#shared/reach/show-count.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { SeasonBarsCard } from './season-bars-card.tsx';

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
  const barsOf = useCallback(
    (season: string) =>
      relationPoints(releases, categoryId, season, { from: 0, to: bandCount - 1 }).map(({ relation, point }) => ({
        key: relation,
        label: text.t(`designer.audience.relation.${relation}`),
        point,
      })),
    [releases, categoryId, bandCount, text],
  );
  return (
    <SeasonBarsCard
      title={t('explore.own')}
      none={t('explore.own-none')}
      column={t('explore.own-relation')}
      seasons={closedWindows(market.today).seasons.filter((season) => sliceOfWindow(releases, season, categoryId) !== undefined)}
      barsOf={barsOf}
      captionOf={(window) => t('explore.own-caption', { window })}
    >
      {(bars) =>
        bars.some(({ point }) => point.shown.kind === 'suppressed') ? (
          <p className="sub">
            {t('explore.own-why', { halfWidth: text.count(Math.max(...bars.map(({ point }) => point.value.halfWidth))) })}
          </p>
        ) : null
      }
    </SeasonBarsCard>
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
