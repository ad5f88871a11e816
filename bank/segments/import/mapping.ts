import { z } from 'zod';
import { Slug } from '#shared/units.ts';
import { loadJsonFile } from './json-file.ts';

/** A mapping says how a CSV file's columns become payments. Documented for people in docs/import.md. */
const ColumnName = z.string().min(1).max(200);
const Column = z.strictObject({ column: ColumnName });
const Constant = z.strictObject({ constant: z.string().min(1).max(120) });
const TextSource = z.union([Column, Constant]);
/** Text in the file → id of the profile. Without it the text itself is the id. */
const Values = z.record(z.string().max(200), z.string().min(1).max(64));

const CategorySource = z.union([
  z.strictObject({
    column: ColumnName,
    /** `name`: the text, translated by `values`. `mcc`: a merchant category code, looked up in the profile. */
    kind: z.enum(['name', 'mcc']).default('name'),
    values: Values.optional(),
    /** Only the first characters of the text count. */
    firstCharacters: z.int().min(1).max(40).optional(),
    /** What happens to a row whose category is not known: refuse it, or count it under this category. */
    unknown: z.union([z.literal('reject'), z.strictObject({ category: Slug })]).default('reject'),
  }),
  Constant,
]);

const AmountSource = z.strictObject({
  column: ColumnName.optional(),
  /** Two columns that are multiplied, such as a quantity and a price. */
  product: z.tuple([ColumnName, ColumnName]).optional(),
  decimalSign: z.enum(['.', ',']).default('.'),
  /** Written between groups of three digits; absent where there is none. */
  groupSeparator: z.enum(['.', ',', ' ', "'"]).optional(),
  /** `major`: euros with a decimal sign. `minor`: whole cents. */
  unit: z.enum(['major', 'minor']).default('major'),
  /** The file writes a payment as a negative number. */
  invertSign: z.boolean().default(false),
});

const NameSource = z.union([z.strictObject({ column: ColumnName, values: Values.optional() }), Constant]);
const OneCharacter = z.string().length(1);

export const Mapping = z
  .strictObject({
    format: z.literal('florin-mapping/1'),
    delimiter: OneCharacter.default(','),
    quote: OneCharacter.default('"'),
    encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-1', 'utf-16le']).default('utf-8'),
    /** Whether a quoted field may hold line breaks. Without them an unclosed quote costs one row, never the rest of the file. */
    multilineFields: z.boolean().default(false),
    /** Given: the file has no header line, and these are its columns in order. */
    columnNames: z.array(ColumnName).min(1).max(1_000).optional(),
    /** Columns of the file that are not read. Every other column must be used below. */
    ignoredColumns: z.array(ColumnName).default([]),
    customer: Column,
    timestamp: z.strictObject({
      column: ColumnName,
      /** Letters as in `yyyy-MM-dd HH:mm:ss`; or `iso`, `epoch-seconds`, `epoch-milliseconds`. */
      format: z.string().min(3).max(60),
    }),
    merchant: TextSource,
    category: CategorySource,
    amount: AmountSource,
    /** Merchant category code beside a category name: only to find sensitive merchants. */
    mcc: Column.optional(),
    region: NameSource.optional(),
    ageBand: NameSource.optional(),
    /** One column or several that together identify a payment. Absent: see docs/import.md on identity. */
    paymentId: z.strictObject({ columns: z.array(ColumnName).min(1).max(5) }).optional(),
    /** Local dates, both included, outside which a row is refused. Default: 1990-01-01 to the bank's today. */
    dates: z.strictObject({ earliest: z.iso.date().optional(), latest: z.iso.date().optional() }).default({}),
  })
  .superRefine((mapping, context) => {
    const { column, product, decimalSign, groupSeparator } = mapping.amount;
    if ((column === undefined) === (product === undefined))
      context.addIssue({ code: 'custom', path: ['amount'], message: 'either column or product expected' });
    if (groupSeparator === decimalSign)
      context.addIssue({ code: 'custom', path: ['amount', 'groupSeparator'], message: 'is the decimal sign' });
    if (mapping.delimiter === mapping.quote) context.addIssue({ code: 'custom', path: ['quote'], message: 'is the delimiter' });
    const used = columnsOf(mapping);
    const both = mapping.ignoredColumns.find((name) => used.includes(name));
    if (both !== undefined) context.addIssue({ code: 'custom', path: ['ignoredColumns'], message: `${both} is used as well` });
  });
export type Mapping = z.infer<typeof Mapping>;

/** Every column that a mapping reads, each once. */
export function columnsOf(mapping: Mapping): readonly string[] {
  const sources = [mapping.customer, mapping.timestamp, mapping.merchant, mapping.category, mapping.mcc, mapping.region, mapping.ageBand];
  const names = sources.flatMap((source) => (source !== undefined && 'column' in source ? [source.column] : []));
  const amounts = mapping.amount.product ?? (mapping.amount.column === undefined ? [] : [mapping.amount.column]);
  return [...new Set([...names, ...amounts, ...(mapping.paymentId?.columns ?? [])])];
}

/**
 * Reads a mapping file.
 * @throws AppError `file_unreadable`, or `mapping_invalid` saying what is wrong and where
 */
export async function loadMapping(file: string): Promise<Mapping> {
  return loadJsonFile(file, Mapping);
}
