import type { Command } from 'commander';
import { AppError } from '#shared/errors.ts';
import { verifyAudit } from '../../audit/verify.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank audit verify`: walks the hash chain and names the first entry that does not hold; the exit status is 1 then. */
export const auditCommand: CommandModule = (program: Command) => {
  const audit = program.command('audit').description('the hash-chained audit log');
  withGlobalOptions(audit.command('verify'))
    .description('check every entry of the log against the one before it')
    .action((options: GlobalOptions) =>
      withBank(options.data, async (bank) => {
        const verdict = await verifyAudit(bank.database);
        if (verdict.kind === 'broken') throw new AppError('audit_broken', { seq: verdict.seq, problem: verdict.problem });
        printResult(options, verdict, `intact: ${verdict.entries} entries, the last one has hash ${verdict.lastHash}`);
      }),
    );
};
