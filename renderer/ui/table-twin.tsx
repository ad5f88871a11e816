import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import type { ReceiptSource } from '#shared/reach/types.ts';
import { useText } from '../i18n/text.tsx';
import { cellWords, type TwinCell } from './figures.ts';
import { TableMenu } from './table-menu.tsx';
import './ui.css';

export interface TwinTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** First cell of a row is its header. */
  readonly rows: readonly (readonly TwinCell[])[];
  /** The signed artefacts that the figures were read from: said in every file that is made of the table. */
  readonly sources?: readonly ReceiptSource[];
  /** Further lines that a file has to say. */
  readonly notes?: readonly string[];
}

interface TableTwinProps {
  readonly table: TwinTable;
  /** Left of the switch. */
  readonly head?: ReactNode;
  readonly children: ReactNode;
}

/** A chart and the same figures as a table, one key away from each other; both can be taken along as a file. */
export function TableTwin({ table, head, children }: TableTwinProps) {
  const { t } = useText();
  const [isTable, setIsTable] = useState(false);
  const chart = useRef<HTMLDivElement>(null);
  return (
    <div className="fl-twin">
      <div className="fl-twin-head">
        <div className="fl-twin-words">{head}</div>
        <TableMenu table={table} chart={() => chart.current ?? undefined} isChartShown={!isTable} />
        <button type="button" className="fl-twin-switch" onClick={() => setIsTable(!isTable)}>
          {isTable ? <IconChartBar size={15} stroke={1.8} aria-hidden /> : <IconTable size={15} stroke={1.8} aria-hidden />}
          {t(isTable ? 'common.show-chart' : 'common.show-table')}
          <span className="sr-only">: {table.caption}</span>
        </button>
      </div>
      {isTable ? <DataTable table={table} /> : <div ref={chart}>{children}</div>}
    </div>
  );
}

/** Figures in rows and columns, the first cell of a row its header. */
export function DataTable({ table }: { readonly table: TwinTable }) {
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
          {table.rows.map((row, index) => (
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
