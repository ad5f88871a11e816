import { describeDay } from '../../jobs/advance-clock.ts';
import { simulateDays } from '../../market/simulation/simulate.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank simulate --days N`: demonstration markets only. */
export const simulateCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('simulate'))
    .description('let the customers of a demonstration market act, day by day')
    .requiredOption('--days <number>', 'whole days, one after the other')
    .option('--seed <number>', 'the same seed gives the same days', '1')
    .action(async (options: GlobalOptions & { readonly days: string; readonly seed: string }) => {
      const days = await withBank(options.data, (bank) =>
        simulateDays(bank, Number(options.days), Number(options.seed), (day) => {
          if (options.json !== true) process.stdout.write(`${describeDay(day).join('\n')}\n`);
        }),
      );
      printResult(options, { days }, `${days.length} days simulated`);
    });
};
