import type { Channels } from '../../shared/contracts/ipc/channels.ts';

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
 * One function per call and per event of the contract, so that no channel exists that it does not name. Nothing is parsed here: the main process holds
 * requests, answers and payloads against their schemas, and sends none that does not match.
 */
export function buildApi({ calls, events }: Channels, { invoke, subscribe }: ChannelPort): BuiltApi {
  return {
    calls: mapValues(calls, (group) =>
      mapValues(
        group,
        (channel): Caller =>
          (request) =>
            invoke(channel, request),
      ),
    ),
    events: mapValues(
      events,
      (channel): Subscriber =>
        (listener) =>
          subscribe(channel, listener),
    ),
  };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  make: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));
}
