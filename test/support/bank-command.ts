import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAIN = path.resolve(import.meta.dirname, '../../bank/cli/main.ts');

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bank's command line in a process of its own, as an operator does. */
export async function runBank(...args: readonly string[]): Promise<CommandOutcome> {
  try {
    return { code: 0, ...(await run(process.execPath, [MAIN, ...args], { maxBuffer: 1 << 24 })) };
  } catch (error) {
    // execFile rejects with the exit code and both outputs on the error
    const { code, stdout, stderr } = error as CommandOutcome;
    return { code, stdout, stderr };
  }
}

/** What a command says with `--json` about a bank: its answer, or its error. */
export async function askBank(dataDirectory: string, ...args: readonly string[]): Promise<unknown> {
  return JSON.parse((await runBank(...args, '--data', dataDirectory, '--json')).stdout);
}
