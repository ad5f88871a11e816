import { formatFraction } from '#shared/fraction.ts';
import { yearlyPlan } from '../../privacy/accountant/charges.ts';
import { countsInYear, ledgerYear } from '../../privacy/ledger/ledger.ts';
import { withBank } from '../../storage/data-directory.ts';
import { privacyLedgerStore } from '../../storage/repositories/privacy-ledger.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank ledger`: the privacy ledger, every artefact with its exact charge, and the trailing twelve months against the cap. */
export const ledgerCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('ledger'))
    .description('the privacy ledger: every artefact, the exact total of the trailing twelve months, cap and what is left')
    .action((options: GlobalOptions) =>
      withBank(options.data, async ({ profile, database, clock }) => {
        const { today } = await clock.read();
        const entries = await privacyLedgerStore(database).entries();
        const year = ledgerYear(entries, profile, today);
        const artefacts = entries.map((entry) => ({
          artefact: entry.artefactId,
          kind: entry.kind,
          chargedAt: entry.chargedAt,
          rho: entry.rho,
          /** In the trailing twelve months. */
          counted: countsInYear(entry, today),
        }));
        const result = {
          today,
          artefacts,
          total: formatFraction(year.spent),
          cap: formatFraction(year.cap),
          left: formatFraction(year.left),
          reservedForReports: formatFraction(year.reservedForReports),
          reservedForQuotes: formatFraction(year.reservedForQuotes),
          quotesLeft: year.quotesLeft,
          available: formatFraction(year.available),
          plan: yearlyPlan(profile).map((charge) => ({
            artefact: charge.artefact,
            count: Number(charge.count),
            rho: formatFraction(charge.rho),
            yearly: formatFraction(charge.yearly),
          })),
        };
        const lines = artefacts.map(
          ({ artefact, chargedAt, rho, counted }) =>
            `${chargedAt.slice(0, 10)}  ${rho.padStart(10)}  ${artefact}${counted ? '' : '  (older than twelve months)'}`,
        );
        lines.push(
          `spent ${result.total} of ${result.cap}; left ${result.left}, of which ${result.reservedForReports} is kept for campaign reports`,
        );
        printResult(options, result, lines.join('\n'));
      }),
    );
};
