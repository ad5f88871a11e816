import type { ReactNode } from 'react';
import type { ChartPoint } from '#shared/reach/charts.ts';
import { useText } from '../i18n/text.tsx';

export interface CurvePoint {
  readonly month: string;
  readonly point: ChartPoint | null;
  /** The point is that of the same month a year earlier. */
  readonly isLastYear: boolean;
}

interface MonthCurveProps {
  readonly points: readonly CurvePoint[];
  /** In pixels. */
  readonly width: number;
  readonly plotHeight: number;
  /** Room above and below the plot, in pixels. */
  readonly top: number;
  readonly bottom: number;
  readonly label: string;
  /** The scale reaches at least so many customers, so that two curves can be compared. */
  readonly atLeast?: number;
  /** Drawn over the plot; x runs from 0 to 12 months through `monthX`. */
  readonly overlay?: (geometry: CurveGeometry) => ReactNode;
}

export interface CurveGeometry {
  /** Pixels of a position in months from the left end. */
  readonly monthX: (position: number) => number;
  readonly plotBottom: number;
  readonly plotTop: number;
  readonly width: number;
}

const RIGHT = 14;
/** A figure of the chart's labels is less wide than this, in pixels. */
const FIGURE_WIDTH = 7;

/**
 * Customers per month: the 95 % interval as a band, and a line through the months whose figure may be shown. A month whose half-width exceeds half
 * its value has the band and no line. Months of a year earlier are dashed.
 */
export function MonthCurve({ points, width, plotHeight, top, bottom, label, atLeast = 1, overlay }: MonthCurveProps) {
  const text = useText();
  const highest = Math.max(1, atLeast, ...points.map(({ point }) => (point === null ? 0 : point.value.estimate + point.together)));
  const scale = niceScale(highest);
  const left = roomForLabels(scale.ticks.map((tick) => text.count(tick)));
  const step = (width - left - RIGHT) / Math.max(1, points.length);
  const monthX = (position: number) => left + position * step;
  const plotBottom = top + plotHeight;
  const y = (value: number) => plotBottom - (Math.min(scale.top, Math.max(0, value)) / scale.top) * plotHeight;
  const middle = (index: number) => monthX(index + 0.5);
  const runs = connected(points);
  return (
    <svg width={width} height={plotBottom + bottom} role="group" aria-label={label} className="fl-chart">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--fl-grid)" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end" className="num">
            {text.count(tick)}
          </text>
        </g>
      ))}
      {points.map((item, index) => (
        <text key={item.month} x={middle(index)} y={plotBottom + 18} textAnchor="middle">
          {text.monthShort(item.month)}
        </text>
      ))}
      {runs.map((run) => (
        <polygon
          key={`band-${run[0]?.index}`}
          fill="var(--fl-data-band)"
          points={[
            ...run.map(({ index, point }) => `${middle(index)},${y(point.value.estimate + point.together)}`),
            ...[...run].reverse().map(({ index, point }) => `${middle(index)},${y(point.value.estimate - point.together)}`),
          ].join(' ')}
        />
      ))}
      {runs.flatMap((run) =>
        run.flatMap((item, position) => {
          const next = run[position + 1];
          if (next === undefined || item.point.shown.kind === 'suppressed' || next.point.shown.kind === 'suppressed') return [];
          const isDashed = item.isLastYear || next.isLastYear;
          return [
            <line
              key={`line-${item.index}`}
              x1={middle(item.index)}
              y1={y(item.point.value.estimate)}
              x2={middle(next.index)}
              y2={y(next.point.value.estimate)}
              stroke="var(--fl-data)"
              strokeWidth={2.4}
              strokeLinecap="round"
              strokeDasharray={isDashed ? '2 6' : undefined}
            />,
          ];
        }),
      )}
      {runs
        .flat()
        .map(({ index, point }) =>
          point.shown.kind === 'suppressed' ? null : (
            <circle
              key={`point-${index}`}
              cx={middle(index)}
              cy={y(point.value.estimate)}
              r={3.4}
              fill="var(--fl-surface)"
              stroke="var(--fl-data)"
              strokeWidth={2}
            />
          ),
        )}
      {overlay?.({ monthX, plotBottom, plotTop: top, width })}
    </svg>
  );
}

interface RunItem {
  readonly index: number;
  readonly point: ChartPoint;
  readonly isLastYear: boolean;
}

/** Stretches of months that have a point; a missing month is a gap, not a zero. */
function connected(points: readonly CurvePoint[]): readonly (readonly RunItem[])[] {
  const runs: RunItem[][] = [];
  points.forEach(({ point, isLastYear }, index) => {
    if (point === null) return;
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1)?.index === index - 1) last.push({ index, point, isLastYear });
    else runs.push([{ index, point, isLastYear }]);
  });
  return runs;
}

/** Pixels left of the plot: as much as the widest label takes, and not less than four figures, so that most charts share an edge. */
export function roomForLabels(labels: readonly string[]): number {
  return Math.max(44, 8 + FIGURE_WIDTH * Math.max(...labels.map((label) => label.length)));
}

/** A round top above the highest value and three or four ticks below it, from 0. */
export function niceScale(highest: number): { readonly top: number; readonly ticks: readonly number[] } {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const whole = Math.max(1, Math.round(step));
  const count = Math.ceil(highest / whole);
  return { top: count * whole, ticks: Array.from({ length: count + 1 }, (_, index) => index * whole) };
}
