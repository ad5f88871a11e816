import path from 'node:path';
import { z } from 'zod';
import { Slug } from '#shared/units.ts';
import { loadJsonFile } from './json-file.ts';

/** How CAMT and Berlin Group files become payments, as far as they do not say it themselves. Documented for people in docs/import.md. */
export const StatementMapping = z.strictObject({
  format: z.literal('florin-statement-mapping/1'),
  /** A CSV file beside the mapping: which account is which customer's. Absent: the account's number is the customer's id. */
  accounts: z.strictObject({ file: z.string().min(1).max(1_000) }).optional(),
  category: z
    .strictObject({
      /** What happens to a payment whose merchant category code is of no category: refuse it, or count it under this category. */
      unknown: z.union([z.literal('reject'), z.strictObject({ category: Slug })]).default('reject'),
    })
    .prefault({}),
  /** Card transactions only: the file writes a payment as a negative amount. */
  amount: z.strictObject({ invertSign: z.boolean().default(false) }).prefault({}),
  /** Local dates, both included, outside which a payment is refused. Default: 1990-01-01 to the bank's today. */
  dates: z.strictObject({ earliest: z.iso.date().optional(), latest: z.iso.date().optional() }).default({}),
});
export type StatementMapping = z.infer<typeof StatementMapping>;

/** What holds where no mapping is given. */
export const PLAIN_STATEMENT_MAPPING: StatementMapping = StatementMapping.parse({ format: 'florin-statement-mapping/1' });

/**
 * Reads a mapping file; the path of its accounts is then absolute.
 * @throws AppError `file_unreadable`, `mapping_invalid`
 */
export async function loadStatementMapping(file: string): Promise<StatementMapping> {
  const mapping = await loadJsonFile(file, StatementMapping);
  if (mapping.accounts === undefined) return mapping;
  return { ...mapping, accounts: { file: path.resolve(path.dirname(file), mapping.accounts.file) } };
}
