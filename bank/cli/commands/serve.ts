import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#shared/errors.ts';
import { startWorkers } from '../../jobs/workers.ts';
import { serveBank } from '../../serve.ts';
import { openBank, writeWhole } from '../../storage/data-directory.ts';
import { type CommandModule, type GlobalOptions, withGlobalOptions } from '../command.ts';

interface ServeCommandOptions extends GlobalOptions {
  readonly port: string;
  readonly origin?: string;
  readonly connectionFile?: string;
  readonly bankName?: string;
}

/** `bank serve`: runs until SIGTERM or SIGINT. Prints one JSON line when it answers; everything after that goes to standard error. */
export const serveCommand: CommandModule = (program: Command) => {
  withGlobalOptions(program.command('serve'))
    .description('serve the bank’s interface and sign-in on 127.0.0.1')
    .option('--port <number>', 'TCP port, 0 for any free one', '0')
    .option('--origin <url>', 'public origin, where a reverse proxy stands in front')
    .option('--connection-file <file>', 'write what the desktop application needs to find this bank')
    .option('--bank-name <name>', 'what the application calls this bank')
    .action((options: ServeCommandOptions) => serve(options));
};

async function serve(options: ServeCommandOptions): Promise<void> {
  if (options.data === undefined)
    throw new AppError('invalid_input', { issues: [{ path: '--data', problem: 'name the bank’s data directory' }] });
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AppError('invalid_input', { issues: [{ path: '--port', problem: 'a number from 0 to 65535 expected' }] });
  const stopped = stopSignal();
  const bank = await openBank(options.data);
  try {
    const running = await serveBank(bank, {
      port,
      logTo: process.stderr,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
      ...(options.bankName === undefined ? {} : { bankName: options.bankName }),
    });
    try {
      const workers = await startWorkers(bank, { onFailure: failureLog() });
      try {
        if (options.connectionFile !== undefined)
          await writeWhole(path.resolve(options.connectionFile), `${JSON.stringify(running.connection, null, 2)}\n`);
        process.stdout.write(`${JSON.stringify({ ready: true, url: running.url, issuer: running.issuer, pid: process.pid })}\n`);
        await stopped;
      } finally {
        await workers.stop();
      }
    } finally {
      await running.stop();
    }
  } finally {
    await bank.close();
  }
}

/** Notes what the background work failed at on standard error, once per failure and not once per try. */
function failureLog(): (error: unknown) => void {
  let last = '';
  return (error) => {
    const text = error instanceof Error ? error.message : String(error);
    if (text !== last) process.stderr.write(`${JSON.stringify({ level: 50, msg: 'background work failed', err: text })}\n`);
    last = text;
  };
}

/** Resolves with the first request to stop. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
