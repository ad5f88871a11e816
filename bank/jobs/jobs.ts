import type { BankTime } from '../clock/clock.ts';
import { sendBatch } from '../delivery/send-batch.ts';
import { isQuiet } from '../delivery/quiet-hours.ts';
import { WEBHOOK_PATH } from '../delivery/inbox/server.ts';
import { webhookSigningKey } from '../delivery/webhook/keys.ts';
import type { Bank } from '../storage/data-directory.ts';
import { type DailyWorkResult, runDailyWork } from './daily-work.ts';
import { type DrainResult, openOutbox } from './outbox.ts';
import { type JobPorts, portsOf } from './ports.ts';

/** The jobs of an open bank. Close before the bank. */
export interface Jobs {
  runDailyWork(time: BankTime): Promise<DailyWorkResult>;
  /** Sends what is in the outbox to this inbox service (base address); `all` does not wait for the time of the next attempt. */
  drain(inboxUrl: string, which: 'due' | 'all'): Promise<DrainResult>;
  close(): Promise<void>;
}

export async function openJobs(bank: Bank, ports: JobPorts = portsOf(bank)): Promise<Jobs> {
  const outbox = await openOutbox(bank.database);
  return {
    runDailyWork: (time) => runDailyWork(bank, ports, outbox, time),
    async drain(inboxUrl, which) {
      if (isQuiet((await bank.clock.read()).now, bank.profile)) return { delivered: 0, dropped: 0, postponed: ['quiet_hours'] };
      const target = { url: `${inboxUrl}${WEBHOOK_PATH}`, signingKey: webhookSigningKey(bank.keysDirectory) };
      return outbox.drain(async (job) => sendBatch(bank, target, job, await bank.clock.read()), which);
    },
    async close() {
      await outbox.close();
      await ports.close();
    },
  };
}
