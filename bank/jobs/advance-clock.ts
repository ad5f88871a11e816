import { AppError } from '#shared/errors.ts';
import type { BankTime } from '../clock/clock.ts';
import { withInbox } from '../delivery/inbox/address.ts';
import { sameTimeDaysLater } from '../delivery/quiet-hours.ts';
import { bringWindowsUpToDate } from '../segments/duckdb/lagging-windows.ts';
import type { Bank } from '../storage/data-directory.ts';
import type { DailyWorkResult } from './daily-work.ts';
import { type Jobs, openJobs } from './jobs.ts';
import { CLOCK_LOCK, withLock } from './locks.ts';
import type { DrainResult } from './outbox.ts';

export interface AdvancedDay {
  readonly time: BankTime;
  readonly work: DailyWorkResult;
  readonly sent: DrainResult;
}

/** What a simulation does on a day that has just begun, before the day's work settles it. */
export type DayActivity = (time: BankTime) => Promise<void>;

/**
 * Moves a demonstration bank's clock on, one day at a time, doing each day's work and sending what it queued before the next day begins.
 * @param activity run on each day between the sending of its offers and the end of its work
 * @throws AppError `demo_only` where the profile is no demonstration
 */
export async function advanceClock(
  bank: Bank,
  days: number,
  command: string,
  onDay: (day: AdvancedDay) => void = () => undefined,
  activity?: (jobs: Jobs, inboxUrl: string) => Promise<DayActivity>,
): Promise<readonly AdvancedDay[]> {
  if (!bank.profile.demo) throw new AppError('demo_only', { command });
  if (!Number.isSafeInteger(days) || days < 1 || days > 400)
    throw new AppError('invalid_input', { issues: [{ path: '--days', problem: 'a whole number from 1 to 400 expected' }] });
  return withLock(bank.database, CLOCK_LOCK, async () => {
    await bringWindowsUpToDate(bank);
    const jobs = await openJobs(bank);
    try {
      return await withInbox(bank, async (inboxUrl) => {
        const act = await activity?.(jobs, inboxUrl);
        const advanced: AdvancedDay[] = [];
        for (let count = 0; count < days; count += 1) {
          const day = await advanceOneDay(bank, jobs, inboxUrl, act);
          advanced.push(day);
          onDay(day);
        }
        return advanced;
      });
    } finally {
      await jobs.close();
    }
  });
}

async function advanceOneDay(bank: Bank, jobs: Jobs, inboxUrl: string, act: DayActivity | undefined): Promise<AdvancedDay> {
  const before = await bank.clock.read();
  const target = sameTimeDaysLater(before.now, 1, bank.profile);
  const aheadMs = Date.parse(target) - Date.parse(before.now);
  await bank.database
    .updateTable('clock')
    .set((clock) => ({ offset_ms: clock('offset_ms', '+', String(aheadMs)) }))
    .execute();
  const time = await bank.clock.read();
  const morning = await jobs.runDailyWork(time);
  const sent = await jobs.drain(inboxUrl, 'all');
  if (act === undefined) return { time, work: morning, sent };
  await act(time);
  const evening = await jobs.runDailyWork(time);
  return { time, work: joinWork(morning, evening), sent };
}

function joinWork(morning: DailyWorkResult, evening: DailyWorkResult): DailyWorkResult {
  return {
    day: morning.day,
    wentLive: [...morning.wentLive, ...evening.wentLive],
    contacts: [...morning.contacts, ...evening.contacts],
    activations: morning.activations + evening.activations,
    settlements: [...morning.settlements, ...evening.settlements],
    ended: [...morning.ended, ...evening.ended],
    measuring: [...morning.measuring, ...evening.measuring],
    reports: [...morning.reports, ...evening.reports],
    postings: [...morning.postings, ...evening.postings],
  };
}

/** One line per thing that happened, for the operator's terminal. */
export function describeDay({ time, work, sent }: AdvancedDay): readonly string[] {
  const lines = [
    ...work.wentLive.map((outcome) =>
      outcome.kind === 'live'
        ? `${outcome.campaignId} went live: ${outcome.delivered} customers to deliver to, ${outcome.holdout} held out`
        : `${outcome.campaignId} was sent back: ${outcome.reason}`,
    ),
    ...work.contacts.map((outcome) =>
      outcome.stopped === undefined
        ? `${outcome.campaignId} contacts: ${outcome.queued} queued, ${outcome.dropped} dropped`
        : `${outcome.campaignId} delivery stopped: ${outcome.stopped}`,
    ),
    ...(sent.delivered + sent.dropped > 0 ? [`sent: ${sent.delivered} delivered, ${sent.dropped} dropped`] : []),
    ...sent.postponed.map((reason) => `postponed: ${reason}`),
    ...(work.activations > 0 ? [`${work.activations} activations`] : []),
    ...work.settlements.map((outcome) => `${outcome.campaignId} settlement: ${outcome.redeemed} redeemed, ${outcome.cancelled} cancelled`),
    ...work.ended.map((campaignId) => `${campaignId} ended`),
    ...work.measuring.map((campaignId) => `${campaignId} is measured`),
    ...work.reports.map(
      (outcome) => `${outcome.campaignId} report ${outcome.kind === 'published' ? 'published' : `deferred: ${outcome.reason}`}`,
    ),
    ...work.postings.map((outcome) => `${outcome.campaignId} paid out: ${outcome.redemptions} redemptions`),
  ];
  return [time.today, ...(lines.length === 0 ? ['  nothing due'] : lines.map((line) => `  ${line}`))];
}
