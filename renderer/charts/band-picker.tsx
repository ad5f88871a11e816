import { useRef } from 'react';
import type { BandPoint } from '#shared/reach/charts.ts';
import { bandRunLabel } from '../i18n/labels.ts';
import { useText } from '../i18n/text.tsx';
import './charts.css';

export interface BandRun {
  readonly from: number;
  readonly to: number;
}

interface BandPickerProps {
  /** Lower edges in whole currency units; their number is the number of bands. */
  readonly edges: readonly number[];
  /** Customers per band; empty where no release answers. */
  readonly points: readonly BandPoint[];
  readonly run: BandRun;
  readonly isDisabled: boolean;
  readonly onChange: (run: BandRun) => void;
}

const WIDTH = 600;
const PLOT = 108;
const TOP = 10;
const GAP = 14;

/**
 * The bands as a histogram on which a run is chosen: drag across the bars, or move either end with the arrow keys. Chosen bands are solid, the
 * others tinted; a whisker is the 95 % interval of the band.
 */
export function BandPicker({ edges, points, run, isDisabled, onChange }: BandPickerProps) {
  const text = useText();
  const plot = useRef<HTMLDivElement>(null);
  const drag = useRef<((band: number) => void) | undefined>(undefined);
  const last = edges.length - 1;

  const bandAt = (clientX: number): number => {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return Math.min(last, Math.max(0, Math.floor(((clientX - box.left) / box.width) * edges.length)));
  };
  const choose = (next: BandRun) => {
    if (next.from !== run.from || next.to !== run.to) onChange(next);
  };
  const begin = (event: React.PointerEvent<HTMLDivElement>) => {
    if (isDisabled || event.button !== 0) return;
    const anchor = event.shiftKey ? run.from : bandAt(event.clientX);
    const end = (band: number) => choose({ from: Math.min(anchor, band), to: Math.max(anchor, band) });
    drag.current = end;
    event.currentTarget.setPointerCapture?.(event.pointerId);
    end(bandAt(event.clientX));
  };
  const release = () => {
    drag.current = undefined;
  };
  const handleProps = (edge: 'from' | 'to') => ({
    edge,
    run,
    last,
    isDisabled,
    position: ((edge === 'from' ? run.from : run.to + 1) / edges.length) * 100,
    valueText: bandRunLabel(edges, edge === 'from' ? run.from : run.to, edge === 'from' ? last : run.to, text),
    onMove: (band: number) =>
      choose(edge === 'from' ? { from: Math.min(band, run.to), to: run.to } : { from: run.from, to: Math.max(band, run.from) }),
    bandAt,
  });

  return (
    <div className="fl-bands" role="group" aria-label={text.t('designer.bands')}>
      <div
        ref={plot}
        className={`fl-bands-plot ${isDisabled ? '' : 'fl-bands-live'}`}
        onPointerDown={begin}
        onPointerMove={(event) => drag.current?.(bandAt(event.clientX))}
        onPointerUp={release}
        onPointerCancel={release}
      >
        <BandBars edges={edges} points={points} run={run} />
        <div
          className="fl-bands-frame"
          style={{ left: `${(run.from / edges.length) * 100}%`, width: `${((run.to - run.from + 1) / edges.length) * 100}%` }}
        />
        <Handle {...handleProps('from')} label={text.t('designer.band-lowest')} />
        <Handle {...handleProps('to')} label={text.t('designer.band-highest')} />
      </div>
      <div className="fl-bands-labels num" aria-hidden style={{ gridTemplateColumns: `repeat(${edges.length}, 1fr)` }}>
        {edges.map((edge, band) => (
          <span key={edge}>{bandRunLabel(edges, band, band, text)}</span>
        ))}
      </div>
    </div>
  );
}

interface BandBarsProps {
  readonly edges: readonly number[];
  readonly points: readonly BandPoint[];
  readonly run: BandRun | undefined;
}

/**
 * Bars of customers per band with the whiskers of their intervals; without a run every bar is solid. A suppressed band has a dashed foot, which is the same
 * whatever its figure is.
 */
export function BandBars({ edges, points, run }: BandBarsProps) {
  const slot = WIDTH / edges.length;
  const top = Math.max(1, ...points.map((point) => (point.shown.kind === 'released' ? point.value.estimate + point.together : 0)));
  const y = (value: number) => TOP + PLOT - (Math.max(0, value) / top) * PLOT;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${TOP + PLOT + 1}`} preserveAspectRatio="none" aria-hidden focusable="false">
      <line x1={0} x2={WIDTH} y1={TOP + PLOT + 0.5} y2={TOP + PLOT + 0.5} stroke="var(--fl-line)" vectorEffect="non-scaling-stroke" />
      {points.map((point) => {
        const isChosen = run === undefined || (point.band >= run.from && point.band <= run.to);
        const middle = point.band * slot + slot / 2;
        const { estimate } = point.value;
        if (point.shown.kind === 'suppressed')
          return (
            <g key={point.band} data-band={point.band} data-chosen={isChosen}>
              <line
                x1={point.band * slot + GAP / 2}
                x2={(point.band + 1) * slot - GAP / 2}
                y1={TOP + PLOT - 4}
                y2={TOP + PLOT - 4}
                stroke={isChosen ? 'var(--fl-data)' : 'var(--fl-data-tint)'}
                strokeWidth={2}
                strokeDasharray="3 4"
                vectorEffect="non-scaling-stroke"
              />
            </g>
          );
        return (
          <g key={point.band} data-band={point.band} data-chosen={isChosen}>
            <rect
              x={point.band * slot + GAP / 2}
              y={y(estimate)}
              width={slot - GAP}
              height={TOP + PLOT - y(estimate)}
              rx={3}
              fill={isChosen ? 'var(--fl-data)' : 'var(--fl-data-tint)'}
            />
            <line
              x1={middle}
              x2={middle}
              y1={y(estimate + point.together)}
              y2={y(estimate - point.together)}
              stroke="var(--fl-ink)"
              strokeWidth={1.4}
              strokeOpacity={0.65}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}

interface HandleProps {
  readonly label: string;
  readonly edge: 'from' | 'to';
  readonly run: BandRun;
  readonly last: number;
  readonly isDisabled: boolean;
  /** Where it stands, in per cent of the width. */
  readonly position: number;
  readonly valueText: string;
  readonly onMove: (band: number) => void;
  readonly bandAt: (clientX: number) => number;
}

/** One end of the run: a slider over the bands. */
function Handle({ label, edge, run, last, isDisabled, position, valueText, onMove, bandAt }: HandleProps) {
  const now = edge === 'from' ? run.from : run.to;
  const limits = edge === 'from' ? { min: 0, max: run.to } : { min: run.from, max: last };
  const isHeld = useRef(false);
  const move = (band: number) => onMove(Math.min(limits.max, Math.max(limits.min, band)));
  const press = (event: React.KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      Home: limits.min,
      End: limits.max,
    };
    const target = moves[event.key];
    if (target === undefined || isDisabled) return;
    event.preventDefault();
    move(target);
  };
  const letGo = () => {
    isHeld.current = false;
  };
  return (
    <div
      role="slider"
      tabIndex={isDisabled ? -1 : 0}
      aria-label={label}
      aria-valuemin={limits.min}
      aria-valuemax={limits.max}
      aria-valuenow={now}
      aria-valuetext={valueText}
      aria-disabled={isDisabled}
      className="fl-bands-handle"
      style={{ left: `${position}%` }}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.stopPropagation();
        if (isDisabled) return;
        isHeld.current = true;
        event.currentTarget.setPointerCapture?.(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (isHeld.current) move(bandAt(event.clientX));
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    />
  );
}
