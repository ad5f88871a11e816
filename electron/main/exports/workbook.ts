import type { Cell, Sheet } from 'write-excel-file/universal';
import type { ExportCell, ExportTable } from '#shared/export/table.ts';

const FIRST_COLUMN_WIDTH = 30;
const COLUMN_WIDTH = 18;
const NOTE_WIDTH = 110;

interface SheetNames {
  readonly table: string;
  readonly notes: string;
}

/**
 * A table as an Excel workbook: figures are numbers with as many digits as the screen shows, words are words and never formulas, the head stays in sight.
 * Where the figures come from is on a sheet of its own.
 */
export async function workbookOf(table: ExportTable, names: SheetNames): Promise<Uint8Array> {
  // Loaded with the first workbook: starting the application does not wait for it.
  const { default: writeWorkbook } = await import('write-excel-file/universal');
  const head = table.columns.map(
    (column): Cell => ({ value: column, type: String, fontWeight: 'bold', bottomBorderStyle: 'thin', wrap: true }),
  );
  const sheets: Sheet<Blob>[] = [
    {
      sheet: names.table,
      data: [head, ...table.rows.map((row) => row.map(cellOf))],
      columns: table.columns.map((_, index) => ({ width: index === 0 ? FIRST_COLUMN_WIDTH : COLUMN_WIDTH })),
      stickyRowsCount: 1,
    },
    {
      sheet: names.notes,
      data: [
        [{ value: table.title, type: String, fontWeight: 'bold' }],
        ...table.notes.map((note): Cell[] => [{ value: note, type: String }]),
      ],
      columns: [{ width: NOTE_WIDTH }],
    },
  ];
  return new Uint8Array(await (await writeWorkbook(sheets).toBlob()).arrayBuffer());
}

function cellOf(cell: ExportCell): Cell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string') return { value: cell, type: String };
  return {
    value: Number(cell.value.toFixed(cell.digits)),
    type: Number,
    format: cell.digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(cell.digits)}`,
  };
}
