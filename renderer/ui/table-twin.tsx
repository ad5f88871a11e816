import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { cellWords } from './figures.ts';
import { TableMenu } from './table-menu.tsx';
import { rowsOf, type LazyTable } from './table-rows.ts';
import './ui.css';

interface TableTwinProps {
  readonly table: LazyTable;
  /** Left of the switch. */
  readonly head?: ReactNode;
  readonly children: ReactNode;
}

/** A chart and the same figures as a table, one key away from each other; both can be taken along as a file. */
export function TableTwin({ table, head, children }: TableTwinProps) {
  const { t } = useText();
  const [isTable, setIsTable] = useState(false);
  const chart = useRef<HTMLDivElement>(null);
  const shows = t(isTable ? 'common.show-chart' : 'common.show-table');
  return (
    <div className="fl-twin">
      <div className="fl-twin-head">
        <div className="fl-twin-words">{head}</div>
        <TableMenu table={table} chart={() => chart.current ?? undefined} isChartShown={!isTable} />
        <button
          type="button"
          className="fl-twin-switch"
          aria-label={`${shows}: ${table.caption}`}
          title={shows}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? <IconChartBar size={15} stroke={1.8} aria-hidden /> : <IconTable size={15} stroke={1.8} aria-hidden />}
          <span className="fl-twin-label">{shows}</span>
        </button>
      </div>
      {isTable ? <DataTable table={table} /> : <div ref={chart}>{children}</div>}
    </div>
  );
}

/** Figures in rows and columns, the first cell of a row its header. */
export function DataTable({ table }: { readonly table: LazyTable }) {
  const text = useText();
  return (
    <div className="fl-table-scroll" tabIndex={0} role="region" aria-label={table.caption}>
      <table className="fl-table">
        <caption className="sr-only">{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th key={index} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(table).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cellWords(cell, text)}
                  </th>
                ) : (
                  <td key={column} className="num">
                    {cellWords(cell, text)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
