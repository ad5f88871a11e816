import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { prepareDemo, serveBank } from './bank.ts';
import { readStartOptions, type StartOptions } from './options.ts';
import { checkout, type Running, startProgram } from './processes.ts';
import { describeSignIns } from './sign-ins.ts';

/** In plain Node the package exports the path of its runtime. */
const ELECTRON = String(createRequire(import.meta.url)('electron'));

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function prepare(options: StartOptions): Promise<void> {
  mkdirSync(path.dirname(options.directory), { recursive: true });
  const startedMs = performance.now();
  const elapsed = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
  await prepareDemo(
    options.directory,
    options,
    (title) => say(`▸ ${title} (${elapsed()})`),
    (line) => say(`    ${line}`),
  );
  say(`  the bank's data are in ${options.directory} (${elapsed()})`);
}

function startApplication(connectionFile: string, isExitWhenReady: boolean): Running {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('⚠ as root the application runs without Chromium’s sandbox; start it as another account to have it.');
  const args = [
    checkout,
    `--connection=${connectionFile}`,
    `--user-data-dir=${path.dirname(connectionFile)}-application`,
    ...(isRoot ? ['--no-sandbox', '--sign-in=window'] : []),
    ...(isExitWhenReady ? ['--exit-when-ready'] : []),
  ];
  const stderr = process.env['FLORIN_LOG'] === 'debug' ? 'inherit' : 'ignore';
  return startProgram(ELECTRON, args, { stdio: ['ignore', 'inherit', stderr] });
}

async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2));
  await prepare(options);
  say('▸ starting the bank');
  const bank = await serveBank(options.directory);
  say(`  the bank answers on ${bank.connection.bankUrl}`);
  if (!options.isExitWhenReady) say(describeSignIns(bank.connection));
  const application = startApplication(bank.connectionFile, options.isExitWhenReady);
  let isStopping = false;
  const stopAll = () => {
    isStopping = true;
    void application.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopAll);
  const first = await Promise.race([application.ended, bank.running.ended.then(() => 'bank' as const)]);
  // Ctrl+C reaches the bank as well as us: whoever ends first then is no failure.
  if (first === 'bank' && !isStopping) {
    say(`The bank ended by itself:\n${bank.running.tail()}`);
    await application.stop();
    return 1;
  }
  await Promise.all([application.ended, bank.running.stop()]);
  return isStopping || first === 'bank' ? 0 : first;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
