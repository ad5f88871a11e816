import { DEMO_PASSWORD } from '../../market/synthetic/demo-people.ts';
import { seedMarket } from '../../market/synthetic/seed.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank seed --customers N --seed S`: demonstration markets only. */
export const seedCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('seed'))
    .description('fill a demonstration bank with a synthetic market')
    .requiredOption('--customers <number>', 'customers with a valid opt-in')
    .option('--seed <number>', 'the same seed gives the same market', '1')
    .action(async (options: GlobalOptions & { readonly customers: string; readonly seed: string }) => {
      const result = await withBank(options.data, (bank) =>
        seedMarket(bank, {
          customers: Number(options.customers),
          seed: Number(options.seed),
          onProgress: (text) => process.stderr.write(`seed: ${text}\n`),
        }),
      );
      printResult(
        options,
        { ...result, password: DEMO_PASSWORD },
        [
          `${result.consentingCustomers} consenting customers of ${result.customers}, ${result.payments} payments from ${result.firstDay} to ${result.lastDay}`,
          `Demonstration accounts, all with the password ${DEMO_PASSWORD}:`,
          ...result.accounts.map((account) => `  ${account.login}  ${account.role}`),
        ].join('\n'),
      );
    });
};
