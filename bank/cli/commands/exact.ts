import { AppError } from '#shared/errors.ts';
import { segmentsOfBank } from '../../segments/bank-segments.ts';
import { EXACT_DIMENSIONS, type ExactDimension } from '../../segments/port.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank exact --by category,month,band,region [--eligible]`: operator only, never over HTTP. */
export const exactCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('exact'))
    .description('exact counts of the accepted payments (docs/import.md)')
    .requiredOption('--by <dimensions>', `any of ${EXACT_DIMENSIONS.join(', ')}, with commas between`)
    .option('--eligible', 'apply the rules of consent, age, sensitive categories and contribution bound')
    .action(async (options: GlobalOptions & { readonly by: string; readonly eligible?: boolean }) => {
      const by = options.by.split(',').map((name) => parseDimension(name.trim()));
      const cells = await withBank(options.data, async (bank) => {
        const store = segmentsOfBank(bank);
        try {
          return await store.exactCounts(options.eligible === true ? { by, eligibleAsOf: (await bank.clock.read()).now } : { by });
        } finally {
          await store.close();
        }
      });
      const text = cells.map((cell) => Object.values(cell).join('\t')).join('\n');
      printResult(options, cells, text);
    });
};

function parseDimension(name: string): ExactDimension {
  const found = EXACT_DIMENSIONS.find((dimension) => dimension === name);
  if (found === undefined)
    throw new AppError('invalid_input', { issues: [{ path: '--by', problem: `${name} is not one of ${EXACT_DIMENSIONS.join(', ')}` }] });
  return found;
}
