import { expect, test } from 'vitest';
import { z } from 'zod';
import { channelsOf } from '#shared/contracts/ipc/channels.ts';
import { ipcContract, ipcEvents } from '#shared/contracts/ipc/contract.ts';
import { defineCall } from '#shared/contracts/ipc/define.ts';
import { AppError } from '#shared/errors.ts';
import { announcer } from '../../../electron/main/ipc/events.ts';
import { type CallOrigin, isOwnFrame } from '../../../electron/main/ipc/own-frame.ts';
import { registerGroup } from '../../../electron/main/ipc/register-group.ts';
import { SILENT_LOG } from '../../../electron/main/log.ts';
import { buildApi, type ChannelPort } from '../../../electron/preload/build-api.ts';

const group = {
  double: defineCall({
    channel: 'test:double',
    request: z.strictObject({ amount: z.int() }),
    response: z.strictObject({ doubled: z.int() }),
  }),
};

function setUp(double: (request: { readonly amount: number }) => Promise<{ doubled: number }>) {
  const handled: number[] = [];
  const channels = new Map<string, (event: string, request: unknown) => Promise<unknown>>();
  registerGroup(
    group,
    {
      double: (request) => {
        handled.push(request.amount);
        return double(request);
      },
    },
    {
      port: { handle: (channel, answer) => channels.set(channel, answer) },
      isOwnFrame: (event: string) => event === 'own',
      log: SILENT_LOG,
    },
  );
  const call = (request: unknown, event = 'own') => channels.get('test:double')?.(event, request);
  return { call, handled };
}
const doubling = async ({ amount }: { readonly amount: number }) => ({ doubled: amount * 2 });

test('a call through all four gates gives its value', async () => {
  expect(await setUp(doubling).call({ amount: 2 })).toEqual({ ok: true, value: { doubled: 4 } });
});

test('a call from a foreign frame is refused and its handler does not run', async () => {
  const { call, handled } = setUp(doubling);
  expect(await call({ amount: 2 }, 'foreign')).toMatchObject({
    ok: false,
    error: { code: 'not_permitted', detail: { action: 'test:double' }, correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
  expect(handled).toEqual([]);
});

test.each([[{ amount: '2' }], [{ amount: 2, surprise: 1 }], [{}], [null], [undefined], ['x'], [[]]])(
  'the request %j is refused and its handler does not run',
  async (request) => {
    const { call, handled } = setUp(doubling);
    expect(await call(request)).toMatchObject({ ok: false, error: { code: 'invalid_input', detail: { issues: expect.any(Array) } } });
    expect(handled).toEqual([]);
  },
);

test('a refusal of the handler arrives with its code and facts', async () => {
  const { call } = setUp(() => Promise.reject(new AppError('version_conflict', { currentVersion: 3 })));
  expect(await call({ amount: 2 })).toMatchObject({ ok: false, error: { code: 'version_conflict', detail: { currentVersion: 3 } } });
});

test('any other failure is internal and tells the page nothing', async () => {
  const { call } = setUp(() => Promise.reject(new Error('/home/someone/secret')));
  const answer = await call({ amount: 2 });
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

test('an answer that does not match its schema does not leave the main process', async () => {
  const answer = await setUp(async () => ({ doubled: 4, token: 'secret' })).call({ amount: 2 });
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

const mainFrame = { processId: 7, routingId: 1, url: 'app://ui/', parent: null, detached: false };
function origin(frame: Partial<typeof mainFrame> | null, isOwnSender = true) {
  const own = { isDestroyed: () => false, mainFrame };
  const event = { sender: isOwnSender ? own : { ...own }, senderFrame: frame === null ? null : { ...mainFrame, ...frame } };
  // Electron's objects reduced to what decides.
  return isOwnFrame(event as unknown as CallOrigin, own as unknown as CallOrigin['sender']);
}

test('only the main frame of the own window on the own page passes the first gate', () => {
  expect(origin({})).toBe(true);
  expect(origin({ url: 'app://ui/campaigns' })).toBe(true);
  expect(origin(null)).toBe(false);
  expect(origin({}, false)).toBe(false);
  expect(origin({ url: 'https://ui/' })).toBe(false);
  expect(origin({ url: 'app://ui.evil.example/' })).toBe(false);
  expect(origin({ url: 'about:blank' })).toBe(false);
  expect(origin({ routingId: 2 })).toBe(false);
  expect(origin({ processId: 8 })).toBe(false);
  expect(origin({ detached: true })).toBe(false);
  expect(origin({ parent: mainFrame } as unknown as Partial<typeof mainFrame>)).toBe(false);
});

test('the page’s API holds exactly the contract’s calls and events', () => {
  const asked: string[] = [];
  const port: ChannelPort = {
    invoke: (channel) => {
      asked.push(channel);
      return Promise.resolve();
    },
    subscribe: (channel) => {
      asked.push(channel);
      return () => undefined;
    },
  };
  const api = buildApi(channelsOf(ipcContract, ipcEvents), port);
  for (const calls of Object.values(api.calls)) for (const call of Object.values(calls)) void call({});
  for (const subscribe of Object.values(api.events)) subscribe(() => undefined);
  const channels = [
    ...Object.values(ipcContract).flatMap((calls) => Object.values(calls).map((call) => call.channel)),
    ...Object.values(ipcEvents).map((event) => event.channel),
  ];
  expect(asked).toEqual(channels);
  expect(new Set(channels).size).toBe(channels.length);
  expect(Object.keys(api.calls)).toEqual(Object.keys(ipcContract));
});

test('every channel is named after its group, and every schema of an object is strict', () => {
  for (const [groupName, calls] of Object.entries(ipcContract)) {
    for (const call of Object.values(calls)) {
      expect(call.channel).toMatch(new RegExp(`^${groupName}:[a-z]+(-[a-z]+)*$`));
      expect(call.request.safeParse({ surprise: 1 }).success, call.channel).toBe(false);
    }
  }
});

test('an event whose payload does not match is not sent', () => {
  const sent: unknown[] = [];
  const events = announcer((channel, payload) => sent.push([channel, payload]), SILENT_LOG);
  events.announce('menuChosen', { command: 'undo' });
  events.announce('menuChosen', { command: 'format-disk' } as never);
  expect(sent).toEqual([['event:menu-chosen', { command: 'undo' }]]);
});
