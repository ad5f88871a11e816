import type { ExportCell, ExportTable } from '#shared/export/table.ts';
import type { ShownCount } from '#shared/reach/types.ts';
import type { Text } from '../i18n/text.tsx';

/**
 * A figure of a table before it is words: the screen and every file are made from the same one, so that they cannot differ. What is suppressed here has no
 * estimate in it, and so none in a file.
 */
export type Figure =
  /** `360 ± 28`, `fewer than 50`, or that it is not published. */
  | { readonly kind: 'count'; readonly shown: ShownCount | null }
  /** The same without its half-width, which another column says. */
  | { readonly kind: 'customers'; readonly shown: ShownCount | null }
  | { readonly kind: 'range'; readonly ends: { readonly low: number; readonly high: number } | null }
  | { readonly kind: 'whole'; readonly value: number }
  | { readonly kind: 'percent'; readonly share: number | null; readonly digits: number };

export type TwinCell = string | Figure;

/** A point of a chart as a figure; null where the bank has not published it. */
export function countOf(point: { readonly shown: ShownCount } | null): Figure {
  return { kind: 'count', shown: point?.shown ?? null };
}

const NOTHING = '–';

/** A cell as the screen says it. */
export function cellWords(cell: TwinCell, text: Text): string {
  if (typeof cell === 'string') return cell;
  switch (cell.kind) {
    case 'count':
      if (cell.shown === null) return text.t('explore.not-released');
      return cell.shown.kind === 'suppressed'
        ? text.t('common.fewer-than', { limit: text.count(cell.shown.fewerThan) })
        : text.t('explore.cell', { customers: text.count(cell.shown.customers), halfWidth: text.count(cell.shown.halfWidth) });
    case 'customers':
      if (cell.shown === null) return NOTHING;
      return cell.shown.kind === 'suppressed'
        ? text.t('common.fewer-than', { limit: text.count(cell.shown.fewerThan) })
        : text.count(cell.shown.customers);
    case 'range':
      return cell.ends === null ? NOTHING : text.t('common.range', { low: text.count(cell.ends.low), high: text.count(cell.ends.high) });
    case 'whole':
      return text.count(cell.value);
    case 'percent':
      return cell.share === null ? NOTHING : text.percent(cell.share, cell.digits);
  }
}

interface FiguredTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TwinCell[])[];
}

/** The table for a file: a figure with its interval takes a column for each of its numbers, in digits that no language changes. */
export function exportTableOf(table: FiguredTable, notes: readonly string[], text: Text): ExportTable {
  const columns = table.columns.map((heading, index) =>
    columnOf(
      heading,
      table.rows.map((row) => row[index] ?? ''),
      text,
    ),
  );
  return {
    title: table.caption,
    columns: columns.flatMap((column) => column.headings),
    rows: table.rows.map((_, row) => columns.flatMap((column) => column.cells[row] ?? [])),
    notes: [...notes],
  };
}

interface Column {
  readonly headings: readonly string[];
  readonly cells: readonly (readonly ExportCell[])[];
}

function columnOf(heading: string, cells: readonly TwinCell[], text: Text): Column {
  const kind = cells.flatMap((cell) => (typeof cell === 'string' ? [] : [cell.kind]))[0];
  const headings = headingsOf(heading, kind, text);
  const width = headings.length;
  return {
    headings,
    cells: cells.map((cell) => {
      const parts = typeof cell === 'string' ? [cell] : figuresOf(cell);
      return [...parts, ...Array.from({ length: width - parts.length }, () => null)];
    }),
  };
}

function headingsOf(column: string, kind: Figure['kind'] | undefined, text: Text): readonly string[] {
  switch (kind) {
    case 'count':
      return [column, text.t('exports.column.half-width', { column }), text.t('exports.column.fewer', { column })];
    case 'customers':
      return [column, text.t('exports.column.fewer', { column })];
    case 'range':
      return [text.t('exports.column.low', { column }), text.t('exports.column.high', { column })];
    case 'percent':
      return [text.t('exports.column.percent', { column })];
    case 'whole':
    case undefined:
      return [column];
  }
}

function figuresOf(figure: Figure): readonly ExportCell[] {
  switch (figure.kind) {
    case 'count':
      if (figure.shown === null) return [null, null, null];
      return figure.shown.kind === 'suppressed'
        ? [null, null, whole(figure.shown.fewerThan)]
        : [whole(figure.shown.customers), whole(figure.shown.halfWidth), null];
    case 'customers':
      if (figure.shown === null) return [null, null];
      return figure.shown.kind === 'suppressed' ? [null, whole(figure.shown.fewerThan)] : [whole(figure.shown.customers), null];
    case 'range':
      return figure.ends === null ? [null, null] : [whole(figure.ends.low), whole(figure.ends.high)];
    case 'whole':
      return [whole(figure.value)];
    case 'percent':
      return [figure.share === null ? null : { value: shownPercent(figure.share, figure.digits), digits: figure.digits }];
  }
}

/** Rounded as `Format.count` rounds. */
function whole(value: number): ExportCell {
  return { value: Math.round(value) + 0, digits: 0 };
}

/** Rounded by the same rule as `Format.percent`, so that a half goes the same way in a file as on the screen. */
function shownPercent(share: number, digits: number): number {
  const format = new Intl.NumberFormat('en', {
    style: 'percent',
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return Number(format.format(share).replace('%', ''));
}
