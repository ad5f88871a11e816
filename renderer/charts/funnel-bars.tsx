import './whiskers.css';

export interface FunnelStep {
  readonly label: string;
  /** Customers as published; may be negative, which is drawn as nothing. */
  readonly value: number;
  readonly halfWidth: number;
  /** The figure in words. */
  readonly words: string;
  /** False where the figure is lost in its noise: only its words stand there then, because a bar or a whisker would give it away. */
  readonly isDrawn: boolean;
}

interface FunnelBarsProps {
  readonly steps: readonly FunnelStep[];
  readonly description: string;
}

const WIDTH = 640;
const ROW = 44;
const LEFT = 118;
const RIGHT = 140;

/** One bar per step that may be shown, each with its 95 % interval as a whisker, all from the same zero. */
export function FunnelBars({ steps, description }: FunnelBarsProps) {
  const most = Math.max(1, ...steps.filter((step) => step.isDrawn).map((step) => step.value + step.halfWidth));
  const x = (customers: number) => LEFT + (Math.max(0, customers) / most) * (WIDTH - LEFT - RIGHT);
  return (
    <svg className="whiskers" viewBox={`0 0 ${WIDTH} ${steps.length * ROW + 4}`} role="img" aria-label={description}>
      {steps.map((step, index) => {
        const y = index * ROW + ROW / 2;
        return (
          <g key={step.label}>
            <text x={0} y={y + 4} className="whiskers-label">
              {step.label}
            </text>
            {step.isDrawn ? <Bar step={step} x={x} y={y} /> : null}
            <text x={WIDTH} y={y + 5} textAnchor="end" className="whiskers-value">
              {step.words}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

interface BarProps {
  readonly step: FunnelStep;
  readonly x: (customers: number) => number;
  readonly y: number;
}

function Bar({ step: { value, halfWidth }, x, y }: BarProps) {
  const [low, high] = [x(value - halfWidth), x(value + halfWidth)];
  return (
    <>
      <rect x={LEFT} y={y - 11} width={Math.max(1, x(value) - LEFT)} height={22} rx={3} className="whiskers-bar" />
      <line x1={low} x2={high} y1={y} y2={y} className="whiskers-over" />
      <line x1={high} x2={high} y1={y - 5} y2={y + 5} className="whiskers-over" />
      <line x1={low} x2={low} y1={y - 5} y2={y + 5} className="whiskers-over" />
    </>
  );
}
