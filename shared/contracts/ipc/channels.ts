import type { z } from 'zod';
import type { CallGroup, Event } from './define.ts';

/** The names of a contract's channels, by group and call, and by event: all that the preload script knows of it. */
export interface Channels {
  readonly calls: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly events: Readonly<Record<string, string>>;
}

/** Read from the contract itself, when the preload script is built. */
export function channelsOf(contract: Readonly<Record<string, CallGroup>>, events: Readonly<Record<string, Event<z.ZodType>>>): Channels {
  const named = (record: Readonly<Record<string, { readonly channel: string }>>) =>
    Object.fromEntries(Object.entries(record).map(([name, { channel }]) => [name, channel]));
  return {
    calls: Object.fromEntries(Object.entries(contract).map(([name, group]) => [name, named(group)])),
    events: named(events),
  };
}
