import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { addMonths } from '#shared/market/window.ts';
import { monthCurve, type MonthPoint } from '#shared/reach/charts.ts';
import type { Release } from '#shared/reach/release.ts';
import { MonthCurve } from '../../charts/month-curve.tsx';
import { useDesk } from '../../data/desk-context.tsx';
import { categoryLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ChipSelect } from '../../ui/fields.tsx';
import { countOf } from '../../ui/figures.ts';
import { ReceiptLink } from '../../ui/receipt.tsx';
import { TableTwin } from '../../ui/table-twin.tsx';

interface CompareCardProps {
  readonly categoryId: string;
  readonly releases: readonly Release[];
}

/** The value of the choice that compares with the year before. */
const YEAR_BEFORE = 'year-before';

/** Two categories, or two years of one, side by side on one scale. */
export function CompareCard({ categoryId, releases }: CompareCardProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { ref, width } = useElementSize();
  const others = market.categories.filter(({ id }) => id !== categoryId);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const left = useMemo(() => monthCurve(releases, categoryId), [releases, categoryId]);
  const yearBefore = useMemo<readonly MonthPoint[]>(() => {
    const newest = left.at(-1)?.month;
    return newest === undefined ? [] : monthCurve(releases, categoryId, undefined, undefined, addMonths(newest, -12));
  }, [releases, categoryId, left]);
  // Until the reader chooses: the year before where some of it is published, else the next category.
  const standard = yearBefore.some(({ point }) => point !== null) ? YEAR_BEFORE : (others[0]?.id ?? YEAR_BEFORE);
  const other = chosen === undefined || chosen === categoryId ? standard : chosen;
  const isYear = other === YEAR_BEFORE;
  const right = useMemo(() => (isYear ? yearBefore : monthCurve(releases, other)), [releases, other, isYear, yearBefore]);
  if (left.length === 0) return null;
  const category = categoryLabel(market, categoryId, text);
  const spanOf = (points: readonly MonthPoint[]) =>
    t('explore.compare-span', { from: text.monthLong(points[0]?.month ?? ''), to: text.monthLong(points.at(-1)?.month ?? '') });
  const names = isYear ? [spanOf(left), spanOf(right)] : [category, categoryLabel(market, other, text)];
  const caption = t('explore.compare-caption', { first: names[0] ?? '', second: names[1] ?? '' });
  const highest = Math.max(...[...left, ...right].map(({ point }) => (point === null ? 0 : point.value.estimate + point.together)));
  const missing = right.filter(({ point }) => point === null).length;
  const chartWidth = Math.floor(((width === 0 ? 900 : width) - 24) / 2);
  return (
    <Card title={t('explore.compare')} aside={<ReceiptLink sources={[...left, ...right].flatMap(({ point }) => point?.sources ?? [])} />}>
      <TableTwin
        head={
          <ChipSelect
            label={t('explore.compare-with')}
            value={other}
            groups={[
              { options: [{ value: YEAR_BEFORE, label: t('explore.compare-year') }] },
              {
                label: t('explore.compare-categories'),
                options: others.map(({ id }) => ({ value: id, label: categoryLabel(market, id, text) })),
              },
            ]}
            onChange={setChosen}
          />
        }
        table={{
          caption,
          columns: [t('common.month'), ...names],
          rows: left.map(({ month, point }, index) => [
            isYear ? text.monthLong(month).replace(/\s*\d{4}$/, '') : text.monthLong(month),
            countOf(point),
            countOf(right[index]?.point ?? null),
          ]),
          sources: [...left, ...right].flatMap(({ point }) => point?.sources ?? []),
        }}
      >
        <div ref={ref} className="fl-compare">
          {[left, right].map((points, side) => (
            <figure key={side}>
              <figcaption className="sub">{names[side]}</figcaption>
              <MonthCurve
                label={t('explore.compare-chart', { name: names[side] ?? '' })}
                points={points.map((item) => ({ ...item, isLastYear: isYear && side === 1 }))}
                width={chartWidth}
                plotHeight={120}
                top={12}
                bottom={26}
                atLeast={highest}
              />
            </figure>
          ))}
        </div>
      </TableTwin>
      {isYear && missing > 0 ? (
        <p className="sub">{t('explore.compare-missing', { count: right.length - missing, all: right.length })}</p>
      ) : null}
    </Card>
  );
}
