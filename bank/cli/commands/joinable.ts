import { AppError } from '#shared/errors.ts';
import { appendAudit } from '../../audit/append.ts';
import { SYSTEM_ACTOR } from '../../audit/entry.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

interface JoinableOptions extends GlobalOptions {
  readonly off?: boolean;
}

/** `bank joinable [MERCHANT] [--off]`: whether other merchants may invite this one, who has agreed to it; without a merchant, the list. */
export const joinableCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('joinable [merchant]'))
    .description(
      'publish a merchant’s shop name to the others as one they may invite to a cooperative campaign; without a merchant, list all',
    )
    .option('--off', 'publish it no longer; campaigns that it has joined stay as they are')
    .action(async (merchant: string | undefined, options: JoinableOptions) => {
      const merchants = await withBank(options.data, async (bank) => {
        if (merchant !== undefined) await publish(bank, merchant, options.off !== true);
        return bank.database.selectFrom('merchants').select(['id', 'shop_name', 'joinable']).orderBy('shop_name').orderBy('id').execute();
      });
      const rows = merchants.map((row) => ({ id: row.id, shopName: row.shop_name, joinable: row.joinable }));
      printResult(
        options,
        { merchants: rows },
        rows.map((row) => `${row.joinable ? 'joinable' : '-       '} ${row.id} ${row.shopName}`).join('\n'),
      );
    });
};

/** @throws AppError `invalid_input` unless exactly one merchant has this id or shop name */
async function publish(bank: Parameters<Parameters<typeof withBank>[1]>[0], merchant: string, joinable: boolean): Promise<void> {
  const { now } = await bank.clock.read();
  await bank.database.transaction().execute(async (transaction) => {
    const all = await transaction.selectFrom('merchants').select(['id', 'shop_name']).execute();
    const [found, ...others] = all.filter((row) => row.id === merchant || row.shop_name === merchant);
    if (found === undefined || others.length > 0)
      throw new AppError('invalid_input', { issues: [{ path: 'merchant', problem: 'the id or the shop name of one merchant expected' }] });
    await transaction.updateTable('merchants').set({ joinable }).where('id', '=', found.id).execute();
    await appendAudit(transaction, { at: now, actor: SYSTEM_ACTOR, event: 'merchant.joinable_set', subject: found.id, body: { joinable } });
  });
}
