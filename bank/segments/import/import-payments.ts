import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';
import type { Bank } from '../../storage/data-directory.ts';
import { publishNext } from '../duckdb/files.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import type { Mapping } from './mapping.ts';
import { checkHeader, createRowParser, type RowParser, type RowRefusal } from './row-parser.ts';
import { openStage, type Stage } from './stage.ts';

const MAX_REJECTIONS_SHOWN = 100;
const PROGRESS_ROWS = 1_000_000;

export interface Rejection extends RowRefusal {
  /** Line of the file, the header being line 1. */
  readonly line: number;
}

/** rowsRead = imported + duplicates + rejected. Blank lines are no rows. */
export interface ImportReport {
  readonly file: string;
  readonly rowsRead: number;
  readonly imported: number;
  /** Rows that are stored already. */
  readonly duplicates: number;
  readonly rejected: number;
  readonly blankLines: number;
  readonly byReason: Readonly<Record<string, number>>;
  /** The first ones. */
  readonly rejections: readonly Rejection[];
  /** Every rejection, one JSON object a line; absent where there is none. */
  readonly rejectionsFile?: string;
}

/** The parts of a bank that an import touches: never its database. */
export type ImportTarget = Pick<Bank, 'directory' | 'segmentsDirectory' | 'profile' | 'clock'>;

export interface ImportOptions {
  readonly file: string;
  readonly mapping: Mapping;
  /** Months and seasons that have a release: what is booked for them counts in the next window that has none. Held until the import ends. */
  readonly publishedWindows: ReadonlySet<string>;
  readonly onProgress?: (text: string) => void;
}

/**
 * Imports the payments of a CSV file: all rows that can be read, each once for ever. A file that was imported before, or overlaps with one, adds only
 * what is new. Nothing changes unless the import ends.
 * @throws AppError `file_unreadable`, `import_failed` (columns differ from the mapping), `mapping_invalid`, `data_directory_busy`
 */
export async function importPayments(
  bank: ImportTarget,
  { file, mapping, publishedWindows, onProgress }: ImportOptions,
): Promise<ImportReport> {
  await refuseUnlessFile(file);
  const { today } = await bank.clock.read();
  const folder = path.join(bank.directory, 'imports');
  await mkdir(folder, { recursive: true });
  return publishNext(bank.segmentsDirectory, async ({ connection }) => {
    const log = openRejectionLog(folder, path.basename(file));
    try {
      const stage = await openStage(connection, bank.profile, mapping.paymentId !== undefined, publishedWindows);
      const counts = await readRows({
        file,
        mapping,
        stage,
        log,
        onProgress,
        parserFor: (header) => createRowParser({ mapping, profile: bank.profile, header, today }),
      });
      const { imported, duplicates, reusedLines } = await stage.finish();
      for (const line of reusedLines) log.add({ line, reason: 'payment_id_reused' });
      const rejectionsFile = await log.close();
      const report: ImportReport = {
        file,
        rowsRead: counts.rowsRead,
        imported,
        duplicates,
        rejected: log.count(),
        blankLines: counts.blankLines,
        byReason: log.byReason(),
        rejections: log.first(),
        ...(rejectionsFile === undefined ? {} : { rejectionsFile }),
      };
      return { publish: imported > 0, result: report };
    } catch (error) {
      await log.discard();
      throw error;
    }
  });
}

interface ReadRowsOptions {
  readonly file: string;
  readonly mapping: Mapping;
  readonly stage: Stage;
  readonly log: RejectionLog;
  readonly onProgress: ((text: string) => void) | undefined;
  readonly parserFor: (header: readonly string[]) => RowParser;
}

async function readRows({
  file,
  mapping,
  stage,
  log,
  onProgress,
  parserFor,
}: ReadRowsOptions): Promise<{ rowsRead: number; blankLines: number }> {
  let parse: RowParser | undefined;
  let rowsRead = 0;
  let blankLines = 0;
  const begin = (header: readonly string[]) => {
    checkHeader(header, mapping);
    parse = parserFor(header);
  };
  const read = (record: CsvRecord, parser: RowParser) => {
    rowsRead += 1;
    if (rowsRead % PROGRESS_ROWS === 0) onProgress?.(`${rowsRead} rows read`);
    const row = record.problem === undefined ? parser(record.fields) : { reason: record.problem };
    if (!('reason' in row)) stage.add(record.line, row);
    else if (record.isLastUnfinished && record.problem !== 'line_too_long') log.add({ line: record.line, reason: 'truncated_line' });
    else log.add({ line: record.line, ...row });
  };
  if (mapping.columnNames !== undefined) begin(mapping.columnNames);
  for await (const records of readCsv(file, mapping, () => (blankLines += 1)))
    for (const record of records)
      if (parse !== undefined) read(record, parse);
      else if (record.problem !== undefined)
        throw new AppError('import_failed', { problem: `the header line cannot be read: ${record.problem}` });
      else begin(record.fields.map((name) => name.trim()));
  if (parse === undefined) throw new AppError('import_failed', { problem: 'the file is empty' });
  return { rowsRead, blankLines };
}

async function refuseUnlessFile(file: string): Promise<void> {
  const facts = await stat(file).catch((error: unknown) => {
    throw new AppError('file_unreadable', { file }, { cause: error });
  });
  if (!facts.isFile()) throw new AppError('file_unreadable', { file });
}

type RejectionLog = ReturnType<typeof openRejectionLog>;

/** Counts rejections, keeps the first and writes all of them to a file that is there only when it is whole. */
function openRejectionLog(folder: string, name: string) {
  const target = path.join(folder, `${name}.rejections.jsonl`);
  const temporary = `${target}.${process.pid}.new`;
  const first: Rejection[] = [];
  const reasons = new Map<string, number>();
  let total = 0;
  let stream: ReturnType<typeof createWriteStream> | undefined;
  return {
    add(rejection: Rejection) {
      total += 1;
      reasons.set(rejection.reason, (reasons.get(rejection.reason) ?? 0) + 1);
      if (first.length < MAX_REJECTIONS_SHOWN) first.push(rejection);
      stream ??= createWriteStream(temporary, { mode: 0o600 });
      stream.write(`${JSON.stringify(rejection)}\n`);
    },
    count: () => total,
    byReason: () => Object.fromEntries([...reasons].sort(([left], [right]) => (left < right ? -1 : 1))),
    first: () => first,
    async close(): Promise<string | undefined> {
      if (stream === undefined) return undefined;
      stream.end();
      await finished(stream);
      await rename(temporary, target);
      return target;
    },
    async discard() {
      stream?.destroy();
      await rm(temporary, { force: true });
    },
  };
}
