import { createReadStream } from 'node:fs';
import { JSONParser } from '@streamparser/json';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';

const READ_BYTES = 262_144;
/** Most bytes between two transactions; what else a report holds is small. */
const MAX_BYTES_BETWEEN = 16_777_216;

/** Whose card account a report is. Banks add keys of their own, which are left out. */
export const CardAccount = z.object({
  iban: z.string().optional(),
  bban: z.string().optional(),
  pan: z.string().optional(),
  maskedPan: z.string().optional(),
});
export type CardAccount = z.infer<typeof CardAccount>;

/** One element of a list of card transactions, not yet parsed. */
export interface ReportedTransaction {
  readonly account: CardAccount;
  readonly isBooked: boolean;
  readonly value: unknown;
}

const LISTS = ['booked', 'pending'];
const PATHS = ['$', '$.*'].flatMap((report) => [`${report}.cardAccount`, ...LISTS.map((list) => `${report}.cardTransactions.${list}.*`)]);

/**
 * Streams the card transactions of a NextGenPSD2 report, or of an array of reports, in batches. A report's `cardAccount` must stand before its
 * `cardTransactions`, so that nothing has to be kept.
 * @throws AppError `file_unreadable`; `import_failed` where the file is no such JSON to its end
 */
export async function* readCardTransactions(
  file: string,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<readonly ReportedTransaction[]> {
  const parser = createParser();
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) {
      const bytes: Uint8Array = chunk;
      onBytes(bytes.length);
      const found = parser.take(bytes);
      if (found.length > 0) yield found;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error) throw new AppError('file_unreadable', { file }, { cause: error });
    throw error;
  }
  parser.end();
}

function createParser() {
  const parser = new JSONParser({ paths: PATHS, keepStack: false });
  let found: ReportedTransaction[] = [];
  let isReport = false;
  let bytesSince = 0;
  let account: { readonly report: string; readonly value: CardAccount } | undefined;

  const fail = (problem: string, cause?: unknown): never => {
    throw new AppError('import_failed', { problem }, { cause });
  };
  parser.onValue = ({ key, value, stack }) => {
    // Below the root lie, in an array of reports, the report's number, and then the names of the lists.
    const path = stack.slice(1).map((each) => String(each.key));
    const report = /^\d+$/.test(path[0] ?? String(key)) ? (path[0] ?? '') : '';
    isReport = true;
    bytesSince = 0;
    if (key === 'cardAccount') {
      const parsed = CardAccount.safeParse(value);
      if (!parsed.success) return fail('a cardAccount is not what the format says');
      account = { report, value: parsed.data };
      return;
    }
    if (account === undefined || account.report !== report) return fail('cardTransactions stand before their cardAccount, or without one');
    found.push({ account: account.value, isBooked: path.at(-1) === 'booked', value });
  };
  parser.onError = (error) => fail(`not JSON: ${error.message.slice(0, 200)}`, error);

  return {
    take(bytes: Uint8Array): readonly ReportedTransaction[] {
      bytesSince += bytes.length;
      parser.write(bytes);
      if (bytesSince > MAX_BYTES_BETWEEN) fail('too much lies between two transactions');
      const taken = found;
      found = [];
      return taken;
    },
    end(): void {
      if (!parser.isEnded) fail('the file ends in the middle');
      if (!isReport) fail('the file holds no cardAccount');
    },
  };
}
