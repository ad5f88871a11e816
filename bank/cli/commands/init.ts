import { AppError } from '#shared/errors.ts';
import { loadProfile } from '../../market/load-profile.ts';
import { createDataDirectory } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank init --profile pilot|scale|FILE --data D` */
export const initCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('init'))
    .description('make a data directory for a market profile')
    .requiredOption('--profile <name or file>', 'pilot, scale, or a profile file (docs/profile.md)')
    .action(async (options: GlobalOptions & { readonly profile: string }) => {
      if (options.data === undefined)
        throw new AppError('invalid_input', { issues: [{ path: '--data', problem: 'name the bank’s data directory' }] });
      const profile = await loadProfile(options.profile);
      await createDataDirectory(options.data, profile);
      printResult(
        options,
        {
          directory: options.data,
          profile: profile.name,
          demo: profile.demo,
          categories: profile.categories.length,
          bands: profile.bandEdges.length,
          regions: profile.regions.length,
        },
        `${options.data}: ${profile.name}, ${profile.categories.length} categories, ${profile.bandEdges.length} bands, ${profile.regions.length} regions` +
          (profile.demo ? ' (demonstration market)' : ''),
      );
    });
};
