import { announceInbox, runningInbox } from '../delivery/inbox/address.ts';
import { type InboxService, startInbox } from '../delivery/inbox/server.ts';
import type { Bank } from '../storage/data-directory.ts';
import { openJobs } from './jobs.ts';
import type { JobPorts } from './ports.ts';

/** How often the clock is looked at; work happens once a minute of bank time, and at once when the clock was advanced. */
const LOOK_MS = 1_000;
/** A clock that moved more than this between two looks was advanced. */
const ADVANCED_MS = 60_000;

export interface Workers {
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly ports?: JobPorts;
  /** Told about a run that failed; the next run tries again. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The background work of a running service: the daily work, the outbox and, in a demonstration market, an inbox service of its own on a free port.
 * `stop` waits for the work that is under way.
 */
export async function startWorkers(bank: Bank, options: WorkerOptions = {}): Promise<Workers> {
  const jobs = await openJobs(bank, options.ports);
  const inbox = await ownInbox(bank);
  const stopping = new AbortController();
  const loop = runLoop(
    stopping.signal,
    async (lastWorkMs) => {
      const time = await bank.clock.read();
      const nowMs = Date.parse(time.now);
      const minuteHasPassed = lastWorkMs === undefined || Math.floor(nowMs / ADVANCED_MS) !== Math.floor(lastWorkMs / ADVANCED_MS);
      if (minuteHasPassed) await jobs.runDailyWork(time);
      const target = inbox?.url ?? (await runningInbox(bank));
      if (target !== undefined) await jobs.drain(target, 'due');
      return minuteHasPassed ? nowMs : lastWorkMs;
    },
    options.onFailure ?? (() => undefined),
  );
  return {
    async stop() {
      stopping.abort();
      await loop;
      await inbox?.close();
      await jobs.close();
    },
  };
}

async function ownInbox(bank: Bank): Promise<InboxService | undefined> {
  if (!bank.profile.demo) return undefined;
  const inbox = await startInbox(bank);
  await announceInbox(bank, inbox.url);
  return inbox;
}

async function runLoop(
  signal: AbortSignal,
  turn: (last: number | undefined) => Promise<number | undefined>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  let last: number | undefined;
  while (!signal.aborted) {
    try {
      last = await turn(last);
    } catch (error) {
      onFailure(error);
    }
    await pause(LOOK_MS, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
