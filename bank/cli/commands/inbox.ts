import { once } from 'node:events';
import { AppError } from '#shared/errors.ts';
import { announceInbox } from '../../delivery/inbox/address.ts';
import { startInbox } from '../../delivery/inbox/server.ts';
import { withBank } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';

/** `bank inbox --port 0`: the bank's own inbox service, until it is interrupted. */
export const inboxCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('inbox'))
    .description('run the inbox service that takes the bank’s webhooks')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', '0')
    .action(async (options: GlobalOptions & { readonly port: string }) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new AppError('invalid_input', { issues: [{ path: '--port', problem: '0 to 65535 expected' }] });
      await withBank(options.data, async (bank) => {
        const service = await startInbox(bank, port);
        await announceInbox(bank, service.url);
        printResult(options, { url: service.url }, `inbox service on ${service.url}`);
        const waiting = new AbortController();
        await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal, { signal: waiting.signal }).catch(() => undefined)));
        waiting.abort();
        await service.close();
      });
    });
};
