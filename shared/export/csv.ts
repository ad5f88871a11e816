import { type ExportCell, type ExportTable, plainFigure } from './table.ts';

/** Says to spreadsheets that the bytes are UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/**
 * A table as RFC 4180: commas, CRLF, every record as long as the head, quotes where a field needs them. Figures use a point whatever the locale.
 * The notes stand below the table, one in the first field of a record each, after an empty record.
 */
export function csvOf(table: ExportTable): string {
  const width = table.columns.length;
  const alone = (words: string): readonly ExportCell[] => [words, ...Array.from({ length: width - 1 }, () => null)];
  const below = table.notes.length === 0 ? [] : [alone(''), alone(table.title), ...table.notes.map(alone)];
  const records: readonly (readonly ExportCell[])[] = [table.columns, ...table.rows, ...below];
  return BYTE_ORDER_MARK + records.map((record) => `${record.map((cell) => quoted(fieldOf(cell))).join(',')}${LINE_END}`).join('');
}

/** The table for the clipboard: tabs between cells, no notes. Tabs and line ends inside a cell become spaces, so that it stays one cell. */
export function tsvOf(table: ExportTable): string {
  const records: readonly (readonly ExportCell[])[] = [table.columns, ...table.rows];
  return records.map((record) => record.map((cell) => fieldOf(cell).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}

/** What a spreadsheet would take for the beginning of a formula, in its wide forms too. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/** Words that a spreadsheet would compute get an apostrophe in front, which shows them as words; figures are figures. */
function fieldOf(cell: ExportCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return plainFigure(cell);
  return FORMULA_START.test(cell) ? `'${cell}` : cell;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
