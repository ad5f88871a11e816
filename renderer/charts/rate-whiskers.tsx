import { saysNothing } from '#shared/results/intervals.ts';
import { useText } from '../i18n/text.tsx';
import './whiskers.css';

export interface RateRow {
  readonly label: string;
  /** Shares between 0 and 1. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The row that the eye should find first is solid, the one it is compared with is tinted. */
  readonly isComparison?: boolean;
}

interface RateWhiskersProps {
  readonly rows: readonly RateRow[];
  /** What the chart says, for those who do not see it. */
  readonly description: string;
}

const WIDTH = 640;
const ROW = 46;
const LEFT = 118;
const RIGHT = 96;

/** One line per group: the rate as a dot on its 95 % interval, on a common axis that begins where the data does. A rate whose interval says nothing is not drawn. */
export function RateWhiskers({ rows, description }: RateWhiskersProps) {
  const text = useText();
  const axis = axisOf(rows.filter((row) => !saysNothing(row)));
  const x = (share: number) => LEFT + ((share - axis.from) / (axis.to - axis.from)) * (WIDTH - LEFT - RIGHT);
  const height = rows.length * ROW + 30;
  return (
    <svg className="whiskers" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={description}>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={4} y2={height - 24} className="whiskers-grid" />
          <text x={x(tick)} y={height - 8} textAnchor="middle">
            {text.percent(tick, axis.digits)}
          </text>
        </g>
      ))}
      {rows.map((row, index) => {
        const y = index * ROW + ROW / 2 + 2;
        return (
          <g key={row.label} className={row.isComparison === true ? 'whiskers-row whiskers-comparison' : 'whiskers-row'}>
            <text x={0} y={y + 4} className="whiskers-label">
              {row.label}
            </text>
            {saysNothing(row) ? null : (
              <>
                <line x1={x(row.low)} x2={x(row.high)} y1={y} y2={y} className="whiskers-interval" />
                <line x1={x(row.low)} x2={x(row.low)} y1={y - 7} y2={y + 7} className="whiskers-end" />
                <line x1={x(row.high)} x2={x(row.high)} y1={y - 7} y2={y + 7} className="whiskers-end" />
                <circle cx={x(row.value)} cy={y} r={6} className="whiskers-dot" />
              </>
            )}
            <text x={WIDTH} y={y + 5} textAnchor="end" className="whiskers-value">
              {saysNothing(row) ? text.t('results.not-shown') : text.percent(row.value, 1)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;

/** Round ticks around the intervals: at most six, steps of 1, 2 or 5; the whole scale where there is none. */
function axisOf(drawn: readonly RateRow[]) {
  const rows = drawn.length === 0 ? [{ low: 0, high: 1 }] : drawn;
  const low = Math.min(...rows.map((row) => row.low));
  const high = Math.max(...rows.map((row) => row.high));
  const span = Math.max(high - low, 0.01);
  const step = STEPS.find((candidate) => span / candidate <= 5) ?? 0.5;
  const from = Math.floor(low / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  return { from, to, ticks, digits: step < 0.01 ? 1 : 0 };
}
