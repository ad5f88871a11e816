import { expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { WorkWatch } from '../../../electron/main/work/work-watch.ts';
import { FakeClock, settle } from '../../fixtures/desktop/fakes.ts';

function setUp() {
  const clock = new FakeClock();
  const heard: string[] = [];
  const bank = { counts: { campaigns: 1, invitations: 0, queue: 0, results: 0, comments: 0 }, isReachable: true, asked: 0 };
  const watch = new WorkWatch({
    clock,
    readCounts: async () => {
      bank.asked += 1;
      if (!bank.isReachable) throw new AppError('bank_unreachable', { attempts: 1 });
      return { ...bank.counts };
    },
    polled: () => heard.push('polled'),
    increased: (kind) => heard.push(kind),
    beforePoll: async () => {
      heard.push('flush');
    },
  });
  return { clock, heard, bank, watch };
}

test('what waits at sign-in is no news; what comes later is, once', async () => {
  const { clock, heard, bank, watch } = setUp();
  watch.start();
  await settle();
  expect(heard).toEqual(['flush', 'polled']);
  bank.counts = { campaigns: 2, invitations: 0, queue: 1, results: 0, comments: 0 };
  await clock.advance(30_000);
  expect(heard.slice(2)).toEqual(['flush', 'campaigns', 'queue', 'polled']);
  await clock.advance(30_000);
  expect(heard.slice(6)).toEqual(['flush', 'polled']);
});

test('offline it keeps looking and keeps the last counts', async () => {
  const { clock, bank, watch } = setUp();
  watch.start();
  await settle();
  bank.isReachable = false;
  await clock.advance(30_000);
  await clock.advance(30_000);
  expect(bank.asked).toBe(3);
  expect(watch.last()).toEqual({ campaigns: 1, invitations: 0, queue: 0, results: 0, comments: 0 });
});

test('after signing out nothing is asked, and the next person starts without the last one’s counts', async () => {
  const { clock, heard, bank, watch } = setUp();
  watch.start();
  await settle();
  watch.stop();
  await clock.advance(120_000);
  expect(bank.asked).toBe(1);
  expect(watch.last()).toBeUndefined();
  bank.counts = { campaigns: 9, invitations: 0, queue: 9, results: 9, comments: 0 };
  watch.start();
  await settle();
  expect(heard.filter((what) => what === 'queue')).toEqual([]);
});
