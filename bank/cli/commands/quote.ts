import { Audience } from '#shared/audience/audience.ts';
import { Id } from '#shared/units.ts';
import { bankServices } from '../../serve.ts';
import { openSigningKey } from '../../releases/signing-key.ts';
import { openQuote } from '#shared/reach/quote.ts';
import { segmentsOfBank } from '../../segments/bank-segments.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';
import { parseInput, parseJsonFile } from '../parse-json-file.ts';

interface QuoteOptions extends GlobalOptions {
  readonly audience: string;
  readonly merchant?: string;
}

/** `bank quote`: the noisy count of a rule that no release can answer, charged once and stored; by the same steps and at the same ticks as the interface. */
export const quoteCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('quote'))
    .description('a quote: the noisy count of a rule that no release can answer; takes one from the balance, the same rule again is free')
    .requiredOption('--audience <file>', 'the audience, JSON')
    .option('--merchant <id>', 'ask as this merchant: its ration pays, and relationships are those to its shops')
    .action(async (options: QuoteOptions) => {
      const audience = await parseJsonFile(options.audience, Audience);
      const merchantId = options.merchant === undefined ? undefined : parseInput(options.merchant, Id);
      await withBank(options.data, async (bank) => {
        const segments = segmentsOfBank(bank);
        try {
          const { quotes } = bankServices(bank, segments);
          const { quote, balance } = await quotes.ask(audience, merchantId, await bank.clock.read());
          const { checks } = await openSigningKey(bank.keysDirectory);
          const opened = openQuote(quote.file, checks);
          printResult(
            options,
            { ...opened, balance, file: quote.file },
            `${opened.customers} customers, noise of variance ${opened.sigma2} included, data until ${opened.dataUntil}\n` +
              `rho ${opened.rho}; ${balance.bank} of ${balance.perYear} quotes left this year, ${balance.thisMonth} this month`,
          );
        } finally {
          await segments.close();
        }
      });
    });
};
