import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionFile } from '#shared/contracts/connection.ts';
import { checkout, type Running, startProgram } from './processes.ts';

const CLI = path.join(checkout, 'bank', 'cli', 'main.ts');
const READY_LIMIT_MS = 60_000;
const POLL_MS = 50;

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

/** What the bank's command line answered: the parsed JSON. Rejects with what it wrote when it failed. */
export async function bankCommand(args: readonly string[]): Promise<unknown> {
  const running = startProgram(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  running.process.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
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

/** Makes the demonstration bank: data directory, seeded market, twelve months and four seasons of releases. One that was cut off is made again. */
export async function prepareDemo(directory: string, market: DemoMarket, step: (title: string) => void): Promise<void> {
  if (isPrepared(directory)) return;
  if (existsSync(unfinishedMark(directory))) rmSync(directory, { recursive: true, force: true });
  writeFileSync(unfinishedMark(directory), '');
  step('making the data directory');
  await bankCommand(['init', '--profile', market.market, '--data', directory]);
  step(`seeding a market of ${market.customers} consenting customers`);
  await bankCommand(['seed', '--customers', String(market.customers), '--seed', '1', '--data', directory]);
  step('publishing twelve months and four seasons of releases');
  await bankCommand(['demo', 'publish', '--data', directory]);
  rmSync(unfinishedMark(directory));
}

async function isAnswering(connectionFile: string): Promise<ConnectionFile | undefined> {
  if (!existsSync(connectionFile)) return undefined;
  try {
    const { readFileSync } = await import('node:fs');
    const connection = ConnectionFile.parse(JSON.parse(readFileSync(connectionFile, 'utf8')));
    const answer = await fetch(new URL('/v1/health', connection.bankUrl));
    return answer.ok ? connection : undefined;
  } catch {
    return undefined;
  }
}

/** Starts the bank's service on free ports and waits until it answers. */
export async function serveBank(directory: string, options: readonly string[] = []): Promise<ServedBank> {
  const connectionFile = path.join(path.resolve(directory), 'connection.json');
  rmSync(connectionFile, { force: true });
  const running = startProgram(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'serve', '--data', directory, ...options]);
  let hasEnded = false;
  void running.ended.then(() => {
    hasEnded = true;
  });
  const deadline = Date.now() + READY_LIMIT_MS;
  while (!hasEnded && Date.now() < deadline) {
    const connection = await isAnswering(connectionFile);
    if (connection !== undefined) return { directory, connectionFile, connection, running };
    await pause(POLL_MS);
  }
  await running.stop();
  throw new Error(`The bank did not start:\n${running.tail()}`);
}
