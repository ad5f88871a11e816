import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { AppError } from '#shared/errors.ts';
import { COMMANDS } from './commands/index.ts';
import { failureWords } from './failure-words.ts';

const program = new Command('bank').description('The bank side of Florin').version('0.1.0');
const named = process.argv[2] ?? '';
const loaders = Object.hasOwn(COMMANDS, named) ? [COMMANDS[named]] : Object.values(COMMANDS);
const modules = await Promise.all(loaders.flatMap((load) => (load === undefined ? [] : [load()])));
for (const register of modules) register(program);

// A reader such as `head` that has seen enough is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}

/** One line on standard error: a sentence and the code. With `--json` the same as JSON on standard output. Never a stack trace, unless asked for with FLORIN_LOG=debug. */
function reportFailure(error: unknown): void {
  const failure = error instanceof AppError ? error : new AppError('internal', { correlationId: randomUUID() }, { cause: error });
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: { code: failure.code, detail: failure.detail } })}\n`);
  process.stderr.write(`bank: ${failureWords(failure) ?? JSON.stringify(failure.detail)} (${failure.code})\n`);
  if (!(error instanceof AppError)) process.stderr.write(`bank: ${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['FLORIN_LOG'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
}
