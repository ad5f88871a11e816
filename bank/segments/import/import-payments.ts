import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { publishNext } from '../duckdb/build.ts';
import { csvPayments } from './csv-payments.ts';
import type { Mapping } from './mapping.ts';
import type { PaymentReader, ReadCounts } from './payment-reader.ts';
import { startProgress } from './progress.ts';
import { openRejectionLog, type Rejection } from './rejection-log.ts';
import { openStage } from './stage.ts';

/** rowsRead = imported + duplicates + rejected. Blank lines are no rows. */
export interface ImportReport extends ReadCounts {
  readonly file: string;
  readonly imported: number;
  /** Rows that are stored already. */
  readonly duplicates: number;
  readonly rejected: number;
  readonly byReason: Readonly<Record<string, number>>;
  /** The first ones. */
  readonly rejections: readonly Rejection[];
  /** Every rejection, one JSON object a line; absent where there is none. */
  readonly rejectionsFile?: string;
}

/** The parts of a bank that an import touches: never its database. */
export type ImportTarget = Pick<Bank, 'directory' | 'segmentsDirectory' | 'profile' | 'clock'>;

/** A mapping alone stands for a CSV file. */
export type ImportOptions = ImportFile & ({ readonly mapping: Mapping } | { readonly reader: PaymentReader });

interface ImportFile {
  readonly file: string;
  /** Months and seasons that have a release: what is booked for them counts in the next window that has none. Held until the import ends. */
  readonly publishedWindows: ReadonlySet<string>;
  readonly onProgress?: (text: string) => void;
  /** Of the engine, beyond which it spills to disk. As it writes it: `512MB`. */
  readonly memoryLimit?: string;
}

/**
 * Imports the payments of a file: all rows that can be read, each once for ever. A file that was imported before, or overlaps with one, adds only
 * what is new. Nothing changes unless the import ends.
 * @throws AppError `file_unreadable`, `import_failed` (the file as a whole cannot be read as its format), `mapping_invalid`, `data_directory_busy`
 */
export async function importPayments(bank: ImportTarget, options: ImportOptions): Promise<ImportReport> {
  const { publishedWindows, onProgress, memoryLimit } = options;
  const file = path.resolve(options.file);
  const reader = 'reader' in options ? options.reader : csvPayments(options.mapping);
  const size = await sizeOf(file);
  const { today } = await bank.clock.read();
  const folder = path.join(bank.directory, 'imports');
  await mkdir(folder, { recursive: true });
  const progress = startProgress(size, onProgress ?? (() => undefined), () => performance.now());
  return publishNext(
    bank.segmentsDirectory,
    async (build) => {
      const log = openRejectionLog(folder, path.basename(file));
      try {
        const stage = await openStage(build, bank.profile, reader.hasPaymentIds, publishedWindows);
        const counts = await reader.read({
          file,
          profile: bank.profile,
          today,
          stage,
          log,
          progress,
          connection: build.connection,
          folder,
        });
        progress.say('comparing them with what is stored');
        const { imported, duplicates, reusedLines } = await stage.finish();
        for (const line of reusedLines) log.add({ line, reason: 'payment_id_reused' });
        const rejectionsFile = await log.close();
        const report: ImportReport = {
          ...counts,
          file: options.file,
          imported,
          duplicates,
          rejected: log.count(),
          byReason: log.byReason(),
          rejections: log.first(),
          ...(rejectionsFile === undefined ? {} : { rejectionsFile }),
        };
        return { publish: imported > 0, result: report };
      } catch (error) {
        await log.discard();
        throw error;
      }
    },
    { ...(reader.isReadByEngine === true ? { readableFile: file } : {}), ...(memoryLimit === undefined ? {} : { memoryLimit }) },
  );
}

async function sizeOf(file: string): Promise<number> {
  const facts = await stat(file).catch((error: unknown) => {
    throw new AppError('file_unreadable', { file }, { cause: error });
  });
  if (!facts.isFile()) throw new AppError('file_unreadable', { file });
  return facts.size;
}
