import { AppError } from '#shared/errors.ts';
import { cardPayments } from './berlin-group/card-payments.ts';
import { camtPayments } from './camt/camt-payments.ts';
import { csvPayments } from './csv-payments.ts';
import { loadMapping } from './mapping.ts';
import { EMPTY_DIRECTORY, loadMerchantDirectory } from './merchant-directory.ts';
import { parquetPayments } from './parquet-payments.ts';
import type { PaymentReader } from './payment-reader.ts';
import { loadStatementMapping, PLAIN_STATEMENT_MAPPING } from './statement-mapping.ts';

const IMPORT_FORMATS = ['csv', 'parquet', 'camt', 'berlin-group'] as const;
type ImportFormat = (typeof IMPORT_FORMATS)[number];

export function isImportFormat(text: string): text is ImportFormat {
  return IMPORT_FORMATS.some((format) => format === text);
}

export interface ReaderFiles {
  readonly mapping?: string | undefined;
  readonly directory?: string | undefined;
}

/**
 * Makes the reader of a format out of the files that say how.
 * @throws AppError `invalid_input` where a file is missing or has no use for the format; `file_unreadable`, `mapping_invalid`
 */
export async function openReader(format: ImportFormat, { mapping, directory }: ReaderFiles): Promise<PaymentReader> {
  const refuse = (path: string, problem: string): never => {
    throw new AppError('invalid_input', { issues: [{ path, problem }] });
  };
  switch (format) {
    case 'csv':
    case 'parquet': {
      if (directory !== undefined) refuse('--directory', `${format} files name their merchants themselves`);
      const loaded = await loadMapping(mapping ?? refuse('--mapping', `needed for ${format}`));
      return format === 'csv' ? csvPayments(loaded) : parquetPayments(loaded);
    }
    case 'camt':
    case 'berlin-group': {
      const known = directory === undefined ? EMPTY_DIRECTORY : await loadMerchantDirectory(directory);
      const how = mapping === undefined ? PLAIN_STATEMENT_MAPPING : await loadStatementMapping(mapping);
      return format === 'camt' ? camtPayments(how, known) : cardPayments(how, known);
    }
  }
}
