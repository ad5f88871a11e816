import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import path from 'node:path';

export const checkout = path.resolve(import.meta.dirname, '../..');
const KEPT_LINES = 40;
const alive = new Set<ChildProcess>();
// Whatever way we end: what we started gets the chance to end in order (the bank stops its database).
process.on('exit', () => {
  for (const child of alive) child.kill('SIGTERM');
});

/** A program that we started and have to end. */
export interface Running {
  readonly process: ChildProcess;
  /** The last lines that it wrote, for a message when it fails. */
  readonly tail: () => string;
  /** Resolves with the exit code when it has ended; 128 + n stands for a signal. */
  readonly ended: Promise<number>;
  /** Asks it to end, and insists after `patienceMs`. */
  readonly stop: (patienceMs?: number) => Promise<number>;
}

/** Starts a program whose output is kept, not shown. */
export function startProgram(command: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(command, [...args], { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  alive.add(child);
  let kept: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      kept = [...kept, ...chunk.toString('utf8').split('\n')].filter((line) => line.trim() !== '').slice(-KEPT_LINES);
    });
  const ended = new Promise<number>((resolve) => {
    child.on('error', (error) => {
      kept.push(error.message);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      alive.delete(child);
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 143));
    });
  });
  const stop = async (patienceMs = 10_000): Promise<number> => {
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    const code = await ended;
    clearTimeout(insist);
    return code;
  };
  return { process: child, tail: () => kept.join('\n'), ended, stop };
}
