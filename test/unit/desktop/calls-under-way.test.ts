import { expect, test } from 'vitest';
import { CallsUnderWay } from '../../../electron/main/ipc/calls-under-way.ts';
import { settle } from '../../fixtures/desktop/fakes.ts';

test('the application waits for the page’s last calls, refused ones too, and for nothing else', async () => {
  const calls = new CallsUnderWay();
  expect(calls.isIdle()).toBe(true);
  let save: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  void calls.track(new Promise<void>((resolve) => (save = resolve)));
  calls.track(new Promise<void>((_resolve, reject) => (refuse = reject))).catch(() => undefined);
  let isSettled = false;
  const settled = calls.settled().then(() => {
    isSettled = true;
  });
  save();
  await settle();
  expect({ isSettled, isIdle: calls.isIdle() }).toEqual({ isSettled: false, isIdle: false });
  refuse(new Error('refused'));
  await settled;
  expect(calls.isIdle()).toBe(true);
});
