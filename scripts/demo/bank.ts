import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { checkout, type Running, startProgram } from './processes.ts';

const CLI = path.join(checkout, 'bank', 'cli', 'main.ts');
const READY_LIMIT_MS = 60_000;
const BANK_NAME = 'Oeverbank';

export interface DemoMarket {
  readonly market: 'pilot' | 'scale';
  readonly customers: number;
}

export interface ServedBank {
  readonly directory: string;
  readonly connectionFile: string;
  readonly connection: ConnectionFile;
  readonly running: Running;
}

/**
 * What the bank's command line answered: the parsed JSON. Rejects with what it wrote when it failed.
 * @param tell told each line that it writes while it works
 */
export async function bankCommand(args: readonly string[], tell: (line: string) => void = () => undefined): Promise<unknown> {
  const running = startProgram(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  running.process.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  let begun = '';
  running.process.stderr?.on('data', (chunk: Buffer) => {
    const lines = (begun + chunk.toString('utf8')).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) tell(line);
  });
  const code = await running.ended;
  if (code !== 0) throw new Error(`bank ${args.join(' ')} failed (${code}):\n${running.tail()}`);
  return JSON.parse(output);
}

/** The data directory is whole only when this file beside it is gone. */
function unfinishedMark(directory: string): string {
  return `${path.resolve(directory)}.unfinished`;
}

/** True when `directory` holds a demonstration that was prepared to its end. */
export function isPrepared(directory: string): boolean {
  return existsSync(path.join(directory, 'florin.json')) && !existsSync(unfinishedMark(directory));
}

/**
 * Makes the demonstration bank: data directory, seeded market, twelve months and four seasons of releases. One that was cut off is made again.
 * @param step told what is done next
 * @param tell told the progress of a step, line by line
 */
export async function prepareDemo(
  directory: string,
  market: DemoMarket,
  step: (title: string) => void,
  tell?: (line: string) => void,
): Promise<void> {
  if (isPrepared(directory)) return;
  if (existsSync(unfinishedMark(directory))) rmSync(directory, { recursive: true, force: true });
  writeFileSync(unfinishedMark(directory), '');
  step('making the data directory');
  await bankCommand(['init', '--profile', market.market, '--data', directory]);
  step(`seeding a market of ${market.customers} consenting customers`);
  const seeded = await bankCommand(['seed', '--customers', String(market.customers), '--seed', '1', '--data', directory], tell);
  const { payments, customers } = Seeded.parse(seeded);
  tell?.(
    `${payments} payments of ${customers} customers in fifteen months, ${Math.round(payments / customers / 1.25)} a customer and year`,
  );
  step('publishing twelve months and four seasons of releases');
  await bankCommand(['release', 'publish', '--due', '--data', directory], tell);
  rmSync(unfinishedMark(directory));
}

const Seeded = z.object({ payments: z.int(), customers: z.int() });

/** Analytics files, which never change once they are published: a copy may share them. */
const SHARED_FILE = /^(payments|spend|lists)-\d+-\d+\.duckdb$/;

/** A copy of a stopped bank, with the permissions that its database asks for; on the same disk it shares the files that never change. */
export function copyBank(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const segments = path.join(from, 'segments');
  for (const name of readdirSync(from)) if (name !== 'segments') execFileSync('cp', ['-a', path.join(from, name), path.join(to, name)]);
  if (!existsSync(segments)) return;
  mkdirSync(path.join(to, 'segments'));
  for (const name of readdirSync(segments)) {
    const [source, target] = [path.join(segments, name), path.join(to, 'segments', name)];
    if (!(SHARED_FILE.test(name) && tryLink(source, target))) execFileSync('cp', ['-a', source, target]);
  }
}

function tryLink(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    return false;
  }
}

/** What the service prints once it answers. */
const Ready = z.object({ ready: z.literal(true), url: z.string() });

/** Starts the bank's service, on a free port unless one is named, and waits until it says that it answers. */
export async function serveBank(directory: string, port = 0): Promise<ServedBank> {
  const connectionFile = path.join(path.resolve(directory), 'connection.json');
  rmSync(connectionFile, { force: true });
  const args = ['serve', '--data', directory, '--port', String(port), '--connection-file', connectionFile, '--bank-name', BANK_NAME];
  const running = startProgram(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args]);
  let said = '';
  const ready = new Promise<'ready'>((resolve) => {
    running.process.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.includes('\n')) resolve('ready');
    });
  });
  const first = await Promise.race([ready, running.ended, patience()]);
  if (first !== 'ready') {
    await running.stop();
    throw new Error(`The bank did not start:\n${running.tail()}`);
  }
  Ready.parse(JSON.parse(said.split('\n')[0] ?? ''));
  return { directory, connectionFile, connection: ConnectionFile.parse(JSON.parse(readFileSync(connectionFile, 'utf8'))), running };
}

function patience(): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('late'), READY_LIMIT_MS).unref();
  });
}
