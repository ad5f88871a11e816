import type { ReactNode } from 'react';
import type { ChartPoint } from '#shared/reach/charts.ts';
import { useText } from '../i18n/text.tsx';
import './charts.css';

interface HeatGridProps {
  readonly caption: string;
  readonly corner: string;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  /** What a cell's shade is measured against: the strongest cell of the grid (as left out), or of its row. */
  readonly shadeBy?: 'grid' | 'row';
  readonly rows: readonly { readonly key: string; readonly label: string; readonly cells: readonly (ChartPoint | null)[] }[];
}

/** Counts in a grid, shaded by size; a real table, so that it can be read and walked cell by cell. A suppressed cell is hatched and says "fewer than". */
export function HeatGrid({ caption, corner, columns, rows, shadeBy = 'grid' }: HeatGridProps) {
  const { t } = useText();
  const highestOf = (some: HeatGridProps['rows']) =>
    Math.max(1, ...some.flatMap((row) => row.cells.map((cell) => cell?.value.estimate ?? 0)));
  const highest = highestOf(rows);
  return (
    <div className="fl-heat-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="fl-heat num">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {row.cells.map((cell, index) => (
                <HeatCell
                  key={columns[index]?.key ?? index}
                  cell={cell}
                  highest={shadeBy === 'row' ? highestOf([row]) : highest}
                  missing={t('explore.not-released')}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeatCellProps {
  readonly cell: ChartPoint | null;
  readonly highest: number;
  readonly missing: string;
}

function HeatCell({ cell, highest, missing }: HeatCellProps): ReactNode {
  const text = useText();
  if (cell === null)
    return (
      <td className="fl-heat-none">
        <span className="sr-only">{missing}</span>–
      </td>
    );
  const { shown, value } = cell;
  if (shown.kind === 'suppressed')
    return <td className="fl-heat-fewer">{text.t('explore.cell-fewer', { limit: text.count(shown.fewerThan) })}</td>;
  // At most 45 % of the data colour, so that the ink on top keeps its contrast in both themes.
  const share = Math.round(6 + 39 * Math.sqrt(Math.max(0, value.estimate) / highest));
  return (
    <td style={{ background: `color-mix(in srgb, var(--fl-data) ${share}%, var(--fl-surface))` }}>
      <b>{text.count(shown.customers)}</b>
      <span className="fl-heat-pm"> {text.t('common.plus-minus', { halfWidth: text.count(shown.halfWidth) })}</span>
    </td>
  );
}
