import { advanceClock, describeDay } from '../../jobs/advance-clock.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank clock show` and, in demonstration markets, `bank clock advance --days N`. */
export const clockCommand: CommandModule = (program) => {
  const clock = program.command('clock').description('the bank’s clock');
  withGlobalOptions(clock.command('show'))
    .description('the bank’s date and time')
    .action(async (options: GlobalOptions) => {
      const { time, demo } = await withBank(options.data, async (bank) => ({ time: await bank.clock.read(), demo: bank.profile.demo }));
      printResult(options, { ...time, demo }, `${time.today} (${time.now})${demo ? ', demonstration clock' : ''}`);
    });
  withGlobalOptions(clock.command('advance'))
    .description('move a demonstration bank’s clock on, doing each day’s work')
    .requiredOption('--days <number>', 'whole days, one after the other')
    .action(async (options: GlobalOptions & { readonly days: string }) => {
      const days = await withBank(options.data, (bank) => advanceClock(bank, Number(options.days), 'clock advance'));
      printResult(options, { days }, days.flatMap(describeDay).join('\n'));
    });
};
