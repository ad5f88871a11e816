import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Bank, writeWhole } from '../../storage/data-directory.ts';
import { startInbox } from './server.ts';

const ADDRESS_FILE = 'inbox.json';
const HEALTH_LIMIT_MS = 2_000;
const Address = z.strictObject({ format: z.literal('florin-inbox/1'), url: z.url({ protocol: /^https?$/ }) });

/** Notes in the data directory where the inbox service listens, for the senders of other processes. */
export async function announceInbox(bank: Bank, url: string): Promise<void> {
  await writeWhole(path.join(bank.directory, ADDRESS_FILE), `${JSON.stringify({ format: 'florin-inbox/1', url })}\n`, 0o600);
}

/** The announced inbox service, where it answers. */
export async function runningInbox(bank: Bank): Promise<string | undefined> {
  try {
    const { url } = Address.parse(JSON.parse(await readFile(path.join(bank.directory, ADDRESS_FILE), 'utf8')));
    const answer = await fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(HEALTH_LIMIT_MS) });
    const health: unknown = await answer.json();
    return z.object({ service: z.literal('inbox') }).safeParse(health).success ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Works with an inbox service that answers: the one that runs already, or one of this process for as long as the work takes.
 */
export async function withInbox<Result>(bank: Bank, work: (url: string) => Promise<Result>): Promise<Result> {
  const running = await runningInbox(bank);
  if (running !== undefined) return work(running);
  const own = await startInbox(bank);
  try {
    return await work(own.url);
  } finally {
    await own.close();
  }
}
