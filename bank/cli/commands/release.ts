import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { Window } from '#shared/market/window.ts';
import { cellCount, decodeTable } from '#shared/reach/decode-table.ts';
import { openNamedRelease } from '../../releases/find-release-file.ts';
import { correctWindow, publishDueWindows, publishWindow, withdrawWindow } from '../../releases/publish-window.ts';
import { withBank, writeWhole } from '../../storage/data-directory.ts';
import { bringWindowsUpToDate } from '../../segments/duckdb/lagging-windows.ts';
import { segmentsOfBank } from '../../segments/bank-segments.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';
import { parseInput } from '../parse-json-file.ts';

interface PublishOptions extends GlobalOptions {
  readonly window?: string;
  readonly due?: boolean;
  readonly out?: string;
}
interface CorrectOptions extends GlobalOptions {
  readonly window: string;
  readonly tables?: string;
  readonly out?: string;
}
interface WithdrawOptions extends GlobalOptions {
  readonly window: string;
  readonly reason: string;
}
interface ReadOptions extends GlobalOptions {
  readonly release?: string;
  readonly window?: string;
  readonly key?: string;
}

/** `bank release publish | correct | withdraw | show | verify`. */
export const releaseCommand: CommandModule = (program) => {
  const release = program.command('release').description('publish, correct, withdraw, show and verify releases');
  addPublish(release);
  addCorrect(release);
  addWithdraw(release);
  addShow(release);
  addVerify(release);
};

function addPublish(release: Command): void {
  withGlobalOptions(release.command('publish'))
    .description('publish the release of a closed window, once; or of every window that is due')
    .option('--window <window>', 'a month such as 2025-03 or a season such as 2025-spring')
    .option('--due', 'every closed window of the last twelve months that has no release yet')
    .option('--out <file>', 'also write the signed file here')
    .action((options: PublishOptions) => {
      const window = options.due === true && options.window === undefined ? undefined : parseWindow(options.window);
      return withBank(options.data, async (bank) => {
        if (options.out !== undefined) await assertWritable(options.out);
        await bringWindowsUpToDate(bank);
        const segments = segmentsOfBank(bank);
        try {
          // A window is published once for ever: nobody should spend it on a bank that was never filled.
          if ((await segments.summary()).payments === 0)
            throw new AppError('invalid_input', {
              issues: [{ path: '--data', problem: 'the bank has no payments yet: import or seed first' }],
            });
          if (window === undefined) {
            const startedMs = performance.now();
            const published = await publishDueWindows(bank, segments, undefined, ({ id }, done, due) =>
              process.stderr.write(`release: ${id}, ${done} of ${due} (${((performance.now() - startedMs) / 1_000).toFixed(1)} s)\n`),
            );
            const rows = published.map(({ id, sha256 }) => ({ id, sha256 }));
            printResult(options, { published: rows }, rows.map(({ id }) => `published ${id}`).join('\n') || 'nothing is due');
            return;
          }
          const stored = await publishWindow(bank, window, segments);
          if (options.out !== undefined) await writeWhole(options.out, stored.file);
          const { id, publishedAt, sha256 } = stored;
          printResult(options, { id, window, publishedAt, sha256, out: options.out ?? null }, `published ${id} (sha256 ${sha256})`);
        } finally {
          await segments.close();
        }
      });
    });
}

function addCorrect(release: Command): void {
  withGlobalOptions(release.command('correct'))
    .description('publish corrected tables of a window from what is booked for it now, once, for whole quotes of the quote balance')
    .requiredOption('--window <window>', 'a month such as 2025-03 or a season such as 2025-spring')
    .option('--tables <ids>', 'ids of tables, with commas between; all tables of the window where absent')
    .option('--out <file>', 'also write the signed file here')
    .action((options: CorrectOptions) => {
      const window = parseWindow(options.window);
      return withBank(options.data, async (bank) => {
        if (options.out !== undefined) await assertWritable(options.out);
        await bringWindowsUpToDate(bank);
        const segments = segmentsOfBank(bank);
        try {
          const stored = await correctWindow(
            bank,
            window,
            segments,
            options.tables?.split(',').map((id) => id.trim()),
          );
          if (options.out !== undefined) await writeWhole(options.out, stored.file);
          const { id, corrects, publishedAt, sha256 } = stored;
          printResult(
            options,
            { id, window, corrects, publishedAt, sha256, out: options.out ?? null },
            `published ${id} (sha256 ${sha256})`,
          );
        } finally {
          await segments.close();
        }
      });
    });
}

function addWithdraw(release: Command): void {
  withGlobalOptions(release.command('withdraw'))
    .description('withdraw what is published of a window; its charges stay spent and the window stays closed')
    .requiredOption('--window <window>', 'a month such as 2025-03 or a season such as 2025-spring')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((options: WithdrawOptions) => {
      const { window, reason } = parseInput(
        { window: options.window, reason: options.reason },
        z.object({ window: Window, reason: z.string().trim().min(1).max(500) }),
      );
      return withBank(options.data, async (bank) => {
        const withdrawn = await withdrawWindow(bank, window, reason);
        printResult(options, { window, withdrawn }, withdrawn.map((id) => `withdrawn ${id}`).join('\n'));
      });
    });
}

function addShow(release: Command): void {
  withReadOptions(release.command('show'))
    .description('the content of a release after verification: tables, sizes, charges and noisy counts')
    .action(async (name: string | undefined, options: ReadOptions) => {
      const { tables, ...head } = await openNamedRelease({ ...options, name: name ?? options.window });
      const shown = tables.map(({ counts, ...table }) => ({
        ...table,
        cells: cellCount(table),
        values: [...decodeTable({ ...table, counts }).counts],
      }));
      const cells = shown.reduce((sum, table) => sum + table.cells, 0);
      const lines = shown.map(
        (table) => `${table.id}: ${table.dimensions.join(' × ')} = ${table.cells} cells, sigma² ${table.sigma2}, rho ${table.rho}`,
      );
      printResult(options, { ...head, cells, tables: shown }, [`${head.id}, ${cells} cells, rho ${head.rho}`, ...lines].join('\n'));
    });
}

function addVerify(release: Command): void {
  withReadOptions(release.command('verify'))
    .description('check signature and form of a release; any changed byte is refused with release_invalid')
    .action(async (name: string | undefined, options: ReadOptions) => {
      const { id, window, keyId, sha256, rho, tables } = await openNamedRelease({ ...options, name: name ?? options.window });
      const cells = tables.reduce((sum, table) => sum + cellCount(table), 0);
      printResult(options, { valid: true, id, window, keyId, sha256, rho, cells }, `valid: ${id}, signed by ${keyId}, sha256 ${sha256}`);
    });
}

function withReadOptions(command: Command): Command {
  return withGlobalOptions(command)
    .argument('[name]', 'a file, a window or a release id')
    .option('--release <file>', 'a release file')
    .option('--window <window>', 'the stored release of this window')
    .option('--key <file>', 'the bank’s public key (PEM); that of the data directory where absent');
}

/** Before anything is published: the window could not be published again only to write its file. */
async function assertWritable(file: string): Promise<void> {
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK);
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
}

function parseWindow(text: string | undefined): string {
  return parseInput({ window: text }, z.object({ window: Window })).window;
}
