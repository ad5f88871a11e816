import { z } from 'zod';

/** A figure as a screen shows it: rounded to so many digits after the point, in the unit that its column's heading names. */
const ExportFigure = z.strictObject({ value: z.number(), digits: z.int().min(0).max(4) });
/** Words, a figure, or nothing. */
const ExportCell = z.union([z.string().max(2_000), ExportFigure, z.null()]);
export type ExportCell = z.infer<typeof ExportCell>;

/** A table on its way into a file: what the screen shows, with every figure in columns of its own. */
export const ExportTable = z
  .strictObject({
    title: z.string().min(1).max(300),
    columns: z.array(z.string().max(300)).min(1).max(120),
    rows: z.array(z.array(ExportCell).max(120)).max(5_000),
    /** Where the figures come from: lines below the table, or a sheet of their own. */
    notes: z.array(z.string().max(1_000)).max(80),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), 'a row needs a cell for every column');
export type ExportTable = z.infer<typeof ExportTable>;

/** A figure in the one way that no locale changes: a point for decimals, no grouping. Minus zero is zero. */
export function plainFigure({ value, digits }: z.infer<typeof ExportFigure>): string {
  const text = value.toFixed(digits);
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text;
}
