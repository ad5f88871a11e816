import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import './ui.css';

export interface TwinTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** First cell of a row is its header. */
  readonly rows: readonly (readonly ReactNode[])[];
}

interface TableTwinProps {
  readonly table: TwinTable;
  /** Left of the switch. */
  readonly head?: ReactNode;
  readonly children: ReactNode;
}

/** A chart and the same figures as a table, one key away from each other. */
export function TableTwin({ table, head, children }: TableTwinProps) {
  const { t } = useText();
  const [isTable, setIsTable] = useState(false);
  return (
    <div className="fl-twin">
      <div className="fl-twin-head">
        <div className="fl-twin-words">{head}</div>
        <button type="button" className="fl-twin-switch" onClick={() => setIsTable(!isTable)}>
          {isTable ? <IconChartBar size={15} stroke={1.8} aria-hidden /> : <IconTable size={15} stroke={1.8} aria-hidden />}
          {t(isTable ? 'common.show-chart' : 'common.show-table')}
          <span className="sr-only">: {table.caption}</span>
        </button>
      </div>
      {isTable ? <DataTable table={table} /> : children}
    </div>
  );
}

/** Figures in rows and columns, the first cell of a row its header. */
export function DataTable({ table }: { readonly table: TwinTable }) {
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
                    {cell}
                  </th>
                ) : (
                  <td key={column} className="num">
                    {cell}
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
