import './whiskers.css';

export interface FunnelStep {
  readonly label: string;
  /** Customers as published; may be negative, which is drawn as nothing. */
  readonly value: number;
  readonly halfWidth: number;
  /** The figure in words. */
  readonly words: string;
  /** False where the figure is lost in its noise: the whisker stands without a bar then. */
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

/** One bar per step, each with its 95 % interval as a whisker, all from the same zero. */
export function FunnelBars({ steps, description }: FunnelBarsProps) {
  const most = Math.max(1, ...steps.map((step) => step.value + step.halfWidth));
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
            {step.isDrawn ? (
              <rect x={LEFT} y={y - 11} width={Math.max(1, x(step.value) - LEFT)} height={22} rx={3} className="whiskers-bar" />
            ) : null}
            <line x1={x(step.value - step.halfWidth)} x2={x(step.value + step.halfWidth)} y1={y} y2={y} className="whiskers-over" />
            <line x1={x(step.value + step.halfWidth)} x2={x(step.value + step.halfWidth)} y1={y - 5} y2={y + 5} className="whiskers-over" />
            <line x1={x(step.value - step.halfWidth)} x2={x(step.value - step.halfWidth)} y1={y - 5} y2={y + 5} className="whiskers-over" />
            <text x={WIDTH} y={y + 5} textAnchor="end" className="whiskers-value">
              {step.words}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
