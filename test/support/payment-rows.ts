import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ImportReport, type ImportTarget, importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import { NOTHING_PUBLISHED } from './temporary-segments.ts';

/** Of files without a header, a payment a row: `anna,2025-03-01,shop,garden,10.00`. To be spread where rows say more. */
export const ROW_MAPPING = {
  format: 'florin-mapping/1',
  columnNames: ['customer', 'date', 'shop', 'category', 'amount'],
  customer: { column: 'customer' },
  timestamp: { column: 'date', format: 'yyyy-MM-dd' },
  merchant: { column: 'shop' },
  category: { column: 'category' },
  amount: { column: 'amount' },
};

export interface RowImport {
  readonly bank: ImportTarget;
  /** Where the file of the rows is written, under a name of its own. */
  readonly folder: string;
}

export interface RowOptions {
  readonly mapping?: unknown;
  readonly publishedWindows?: ReadonlySet<string>;
}

let files = 0;

/** Imports payments as rows of a file. */
export async function importRows(
  { bank, folder }: RowImport,
  rows: readonly string[],
  { mapping = ROW_MAPPING, publishedWindows = NOTHING_PUBLISHED }: RowOptions = {},
): Promise<ImportReport> {
  files += 1;
  const file = path.join(folder, `rows-${files}.csv`);
  await writeFile(file, `${rows.join('\n')}\n`);
  return importPayments(bank, { file, mapping: Mapping.parse(mapping), publishedWindows });
}
