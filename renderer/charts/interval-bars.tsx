import type { ChartPoint } from '#shared/reach/charts.ts';
import { useText } from '../i18n/text.tsx';
import './charts.css';

interface IntervalBarsProps {
  readonly label: string;
  readonly bars: readonly { readonly key: string; readonly label: string; readonly point: ChartPoint }[];
}

/** Horizontal bars with the whisker of their interval; a suppressed one is its words alone, because a bar or a whisker would give its figure away. */
export function IntervalBars({ label, bars }: IntervalBarsProps) {
  const text = useText();
  const highest = Math.max(1, ...bars.map(({ point }) => (point.shown.kind === 'released' ? point.value.estimate + point.together : 0)));
  const at = (value: number) => `${(Math.max(0, value) / highest) * 100}%`;
  return (
    <ul className="fl-bars" aria-label={label}>
      {bars.map(({ key, label: name, point }) => {
        const { estimate } = point.value;
        return (
          <li key={key}>
            <span>{name}</span>
            <span className="fl-bar-track" aria-hidden>
              {point.shown.kind === 'released' ? (
                <>
                  <span className="fl-bar-fill" style={{ width: at(estimate) }} />
                  <span
                    className="fl-bar-whisker"
                    style={{
                      left: at(estimate - point.together),
                      width: `calc(${at(estimate + point.together)} - ${at(estimate - point.together)})`,
                    }}
                  />
                </>
              ) : null}
            </span>
            <span className="num fl-bar-figure">
              {point.shown.kind === 'released'
                ? text.t('common.count-with-interval', {
                    customers: text.count(point.shown.customers),
                    halfWidth: text.count(point.shown.halfWidth),
                  })
                : text.t('common.fewer-than', { limit: text.count(point.shown.fewerThan) })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
