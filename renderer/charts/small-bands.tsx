import { memo } from 'react';
import type { BandPoint } from '#shared/reach/charts.ts';
import { useText } from '../i18n/text.tsx';
import { BandBars, type BandRun } from './band-picker.tsx';
import './charts.css';

interface SmallBandsProps {
  readonly label: string;
  /** Lower edges in whole currency units. */
  readonly edges: readonly number[];
  readonly points: readonly BandPoint[];
  readonly from: number;
  readonly to: number;
}

/** The bands in a corner: chosen ones solid, the others tinted, each with its whisker; lower edges below. */
export const SmallBands = memo(function SmallBands({ label, edges, points, from, to }: SmallBandsProps) {
  const text = useText();
  const run: BandRun = { from, to };
  return (
    <div className="fl-small">
      <div role="img" aria-label={label} className="fl-small-plot">
        <BandBars edges={edges} points={points} run={run} />
      </div>
      <div className="fl-small-labels num" aria-hidden style={{ gridTemplateColumns: `repeat(${edges.length}, 1fr)` }}>
        {edges.map((edge, band) => (
          <span key={edge} data-chosen={band >= from && band <= to}>
            {band === 0
              ? text.t('reach.bands-first', { to: text.count(edges[1] ?? 0) })
              : text.t('reach.bands-from', { from: text.count(edge) })}
          </span>
        ))}
      </div>
    </div>
  );
});
