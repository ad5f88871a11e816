import { memo } from 'react';
import type { MonthPoint } from '#shared/reach/charts.ts';
import { useText } from '../i18n/text.tsx';
import './charts.css';

interface SmallMonthsProps {
  readonly label: string;
  readonly points: readonly MonthPoint[];
  /** Months of the chosen period, `2025-03`. */
  readonly chosen: readonly string[];
}

const WIDTH = 320;
const HEIGHT = 56;
const TOP = 4;

/** The year in a corner: the interval as a band, the months that may be shown as a line, the chosen period marked behind them. */
export const SmallMonths = memo(function SmallMonths({ label, points, chosen }: SmallMonthsProps) {
  const text = useText();
  const slot = WIDTH / Math.max(1, points.length);
  const highest = Math.max(1, ...points.map(({ point }) => (point === null ? 0 : point.value.estimate + point.together)));
  const y = (value: number) => TOP + (HEIGHT - TOP) * (1 - Math.max(0, value) / highest);
  const x = (index: number) => (index + 0.5) * slot;
  const at = (index: number) => points[index]?.point ?? null;
  return (
    <div className="fl-small">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label} className="fl-small-plot">
        {points.map(({ month }, index) =>
          chosen.includes(month) ? (
            <rect key={month} data-month={month} x={index * slot} y={0} width={slot} height={HEIGHT} fill="var(--fl-accent-soft)" />
          ) : null,
        )}
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--fl-line)" vectorEffect="non-scaling-stroke" />
        {points.map(({ month }, index) => {
          const [here, next] = [at(index), at(index + 1)];
          if (here === null || next === null) return null;
          const [top, nextTop] = [y(here.value.estimate + here.together), y(next.value.estimate + next.together)];
          const [bottom, nextBottom] = [y(here.value.estimate - here.together), y(next.value.estimate - next.together)];
          return (
            <g key={month}>
              <polygon
                points={`${x(index)},${top} ${x(index + 1)},${nextTop} ${x(index + 1)},${nextBottom} ${x(index)},${bottom}`}
                fill="var(--fl-data-band)"
              />
              {here.shown.kind === 'suppressed' || next.shown.kind === 'suppressed' ? null : (
                <line
                  x1={x(index)}
                  y1={y(here.value.estimate)}
                  x2={x(index + 1)}
                  y2={y(next.value.estimate)}
                  stroke="var(--fl-data)"
                  strokeWidth={2}
                  strokeLinecap="round"
                  vectorEffect="non-scaling-stroke"
                />
              )}
            </g>
          );
        })}
      </svg>
      <div className="fl-small-labels" aria-hidden style={{ gridTemplateColumns: `repeat(${points.length}, 1fr)` }}>
        {points.map(({ month }) => (
          <span key={month} data-chosen={chosen.includes(month)}>
            {text.monthShort(month).slice(0, 1).toLocaleUpperCase(text.language)}
          </span>
        ))}
      </div>
    </div>
  );
});
