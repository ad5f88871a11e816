import type { CallGroup, Event } from '../../shared/contracts/ipc/define.ts';
import type { z } from 'zod';

/** What the page's API is built on: Electron's channels, or a fake in tests. */
export interface ChannelPort {
  readonly invoke: (channel: string, request: unknown) => Promise<unknown>;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (channel: string, receive: (payload: unknown) => void) => () => void;
}

type Caller = (request: unknown) => Promise<unknown>;
type Subscriber = (listener: (payload: unknown) => void) => () => void;

/** The page's API in its widest type; `FlorinApi` is the same object as the page sees it. */
export interface BuiltApi {
  readonly calls: Readonly<Record<string, Readonly<Record<string, Caller>>>>;
  readonly events: Readonly<Record<string, Subscriber>>;
}

/**
 * Walks the contract and makes one function per call and per event, so that no channel exists that the contract does not name.
 * Events whose payload does not match their schema are dropped: the main process never sends one.
 */
export function buildApi(
  contract: Readonly<Record<string, CallGroup>>,
  events: Readonly<Record<string, Event<z.ZodType>>>,
  port: ChannelPort,
): BuiltApi {
  const calls = mapValues(contract, (group) =>
    mapValues(
      group,
      (call): Caller =>
        (request) =>
          port.invoke(call.channel, request),
    ),
  );
  const subscribers = mapValues(
    events,
    (event): Subscriber =>
      (listener) =>
        port.subscribe(event.channel, (payload) => {
          const parsed = event.payload.safeParse(payload);
          if (parsed.success) listener(parsed.data);
        }),
  );
  return { calls, events: subscribers };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  make: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));
}
