import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { Channel } from '#shared/units.ts';
import { importConsents } from '../../consent/import-consents.ts';
import { type ConsentPurpose, type WithdrawalRequest, withdrawConsents } from '../../consent/registry.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

interface WithdrawOptions extends GlobalOptions {
  readonly customer?: string;
  readonly all?: boolean;
  readonly file?: string;
  readonly purpose?: string;
  readonly channel?: string;
}

/** `bank consent import FILE` and `bank consent withdraw --customer ID | --file FILE | --all`. */
export const consentCommand: CommandModule = (program) => {
  const group = program.command('consent').description('consents of customers');
  withGlobalOptions(group.command('import <file>'))
    .description('import consents and withdrawals from a CSV file (docs/import.md)')
    .action(async (file: string, options: GlobalOptions) => {
      const report = await withBank(options.data, (bank) => importConsents(bank, file));
      const text = `${file}: ${report.rowsRead} rows read, ${report.granted} granted, ${report.withdrawn} withdrawn, ${report.duplicates} known already, ${report.rejected} rejected`;
      printResult(
        options,
        report,
        [text, ...report.rejections.slice(0, 10).map((each) => `  line ${each.line}: ${each.reason}`)].join('\n'),
      );
    });
  withGlobalOptions(group.command('withdraw'))
    .description('withdraw consents, effective at once')
    .option('--customer <id>', 'of one customer')
    .option('--file <file>', 'of the customers of a file, one id a line')
    .option('--all', 'of every customer')
    .option('--purpose <purpose>', 'only offers or only contact')
    .option('--channel <channel>', 'only the contact consent of one channel')
    .action(async (options: WithdrawOptions) => {
      const request = await requestOf(options);
      const withdrawn = await withBank(options.data, async (bank) => {
        const { now } = await bank.clock.read();
        return bank.database.transaction().execute((transaction) => withdrawConsents(transaction, request, now));
      });
      printResult(options, { withdrawn }, `${withdrawn} consents withdrawn`);
    });
};

async function requestOf(options: WithdrawOptions): Promise<WithdrawalRequest> {
  const { customer, file, all, purpose, channel } = options;
  if ([customer, file, all].filter((each) => each !== undefined).length !== 1)
    throw refusal('--customer', 'give exactly one of --customer, --file and --all');
  if (purpose !== undefined && purpose !== 'offers' && purpose !== 'contact') throw refusal('--purpose', 'offers or contact expected');
  const parsedChannel = channel === undefined ? undefined : Channel.safeParse(channel);
  if (parsedChannel?.success === false) throw refusal('--channel', `one of ${Channel.options.join(', ')} expected`);
  if (channel !== undefined && purpose === 'offers') throw refusal('--channel', 'the purpose offers has no channel');
  const customers = all === true ? ('all' as const) : customer !== undefined ? [customer] : await readIds(file ?? '');
  const narrowed: { purpose?: ConsentPurpose; channel?: Channel } = {};
  if (purpose !== undefined) narrowed.purpose = purpose;
  if (parsedChannel?.data !== undefined) narrowed.channel = parsedChannel.data;
  return { customers, ...narrowed };
}

async function readIds(file: string): Promise<readonly string[]> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
}

function refusal(path: string, problem: string): AppError<'invalid_input'> {
  return new AppError('invalid_input', { issues: [{ path, problem }] });
}
