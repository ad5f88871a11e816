import type { ReceiptSource } from '#shared/reach/types.ts';
import type { TwinCell } from './figures.ts';

type TwinRows = readonly (readonly TwinCell[])[];

export interface TwinTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** First cell of a row is its header. */
  readonly rows: TwinRows;
  /** The signed artefacts that the figures were read from: said in every file that is made of the table. */
  readonly sources?: readonly ReceiptSource[];
  /** Further lines that a file has to say. */
  readonly notes?: readonly string[];
}

/** A table beside a chart. Where the figures follow a slider its rows are a function, asked when the table is shown or taken along. */
export interface LazyTable extends Omit<TwinTable, 'rows'> {
  readonly rows: TwinRows | (() => TwinRows);
}

/** The rows of a table, now. */
export function rowsOf({ rows }: Pick<LazyTable, 'rows'>): TwinRows {
  return typeof rows === 'function' ? rows() : rows;
}
