import { useCallback, useState } from 'react';
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
import { bandRunLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { SeasonBarsCard } from './season-bars-card.tsx';

const SHOWN = ['loyal', 'lapsed', 'new'] as const satisfies readonly Relation[];

interface OwnCustomersCardProps {
  readonly categoryId: string;
  /** Lower edges of the category's spend bands, in whole units. */
  readonly edges: readonly number[];
  readonly releases: readonly Release[];
}

/** Loyal, lapsed and new customers of the merchant's own shops in a season; and why they read "fewer than L" where the slice is too noisy. */
export function OwnCustomersCard({ categoryId, edges, releases }: OwnCustomersCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const [chosen, setChosen] = useState(0);
  const last = edges.length - 1;
  const from = Math.min(chosen, last);
  const barsOf = useCallback(
    (season: string) =>
      relationPoints(releases, categoryId, season, { from, to: last }).map(({ relation, point }) => ({
        key: relation,
        label: text.t(`designer.audience.relation.${relation}`),
        point,
      })),
    [releases, categoryId, from, last, text],
  );
  return (
    <SeasonBarsCard
      title={t('explore.own')}
      none={t('explore.own-none')}
      column={t('explore.own-relation')}
      seasons={closedWindows(market.today).seasons.filter((season) => sliceOfWindow(releases, season, categoryId) !== undefined)}
      barsOf={barsOf}
      captionOf={(window) => t('explore.own-caption', { window, band: bandRunLabel(edges, from, last, text) })}
      controls={
        <ChipSelect
          label={t('explore.band')}
          value={String(from)}
          groups={[{ options: edges.map((_, index) => ({ value: String(index), label: bandRunLabel(edges, index, last, text) })) }]}
          onChange={(value) => setChosen(Number(value))}
        />
      }
    >
      {(bars) =>
        bars.some(({ point }) => point.shown.kind === 'suppressed') ? (
          <p className="sub fl-gap-top">
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
