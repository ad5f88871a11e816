import { expect, test } from 'vitest';
import { ConnectionMonitor } from '../../../electron/main/bank-client/connection-monitor.ts';
import { FakeClock } from '../../fixtures/desktop/fakes.ts';

function setUp() {
  const clock = new FakeClock();
  const heard: string[] = [];
  const bank = { answers: false, probes: 0 };
  const monitor = new ConnectionMonitor({
    clock,
    changed: (reachability) => heard.push(reachability),
    probe: async () => {
      bank.probes += 1;
      return bank.answers;
    },
  });
  return { clock, heard, bank, monitor };
}

test('a failure is announced once, and the bank is asked again with growing pauses of at most 15 seconds', async () => {
  const { clock, heard, monitor } = setUp();
  monitor.unreachable();
  monitor.unreachable();
  expect(heard).toEqual(['offline']);
  const pauses: number[] = [];
  for (let probe = 0; probe < 7; probe += 1) {
    const [next = 0] = clock.planned();
    pauses.push(next);
    await clock.advance(next);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

test('the first answer brings the application back online and ends the asking', async () => {
  const { clock, heard, bank, monitor } = setUp();
  monitor.unreachable();
  bank.answers = true;
  await clock.advance(1_000);
  expect(heard).toEqual(['offline', 'online']);
  expect(clock.planned()).toEqual([]);
});

test('a call that succeeds in the meantime brings it back as well', () => {
  const { clock, heard, monitor } = setUp();
  monitor.unreachable();
  monitor.reachable();
  expect(heard).toEqual(['offline', 'online']);
  expect(clock.planned()).toEqual([]);
});

test('after the end nothing is asked any more', async () => {
  const { clock, bank, monitor } = setUp();
  monitor.unreachable();
  monitor.stop();
  monitor.unreachable();
  await clock.advance(60_000);
  expect(bank.probes).toBe(0);
});
