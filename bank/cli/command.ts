import type { Command } from 'commander';

/** Every command has `--data DIR` and `--json`; this is what they arrive as. */
export interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** Prints a command's result: one JSON document with `--json`, the readable text otherwise. */
export function printResult(options: GlobalOptions, result: unknown, text: string): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : `${text}\n`);
}

/** Adds one or more commands to the program. Each file in `commands/` exports one of these, listed in `commands/index.ts`. */
export type CommandModule = (program: Command) => void;

/** Adds the options that every command has. */
export function withGlobalOptions(command: Command): Command {
  return command.option('--data <directory>', 'the bank’s data directory').option('--json', 'print one JSON document');
}
