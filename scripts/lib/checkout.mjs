// Where this checkout is, and how the scripts talk: progress goes to standard error, so that standard output stays the command's own.
import path from 'node:path';

/** Absolute path of the checkout. */
export const checkout = path.resolve(import.meta.dirname, '../..');

/** Absolute path of something inside the checkout. */
export function inCheckout(...parts) {
  return path.join(checkout, ...parts);
}

/** One line of progress. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/** Runs one long step, says that it started and how long it took. */
export async function step(title, work) {
  const startedMs = performance.now();
  say(`▸ ${title}`);
  const result = await work();
  say(`  ${title}: done in ${seconds(startedMs)}`);
  return result;
}

/** A failure that a person can act on: its text is printed without a stack trace. */
export class Impossible extends Error {}

/** Runs an entry script: a person's mistake or a missing prerequisite is one clear text and exit code 1. */
export async function runScript(main) {
  try {
    const exitCode = await main(process.argv.slice(2));
    process.exitCode = exitCode ?? 0;
  } catch (error) {
    if (error instanceof Impossible) say(error.message);
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}
