import type { z } from 'zod';
import type { ipcContract, ipcEvents } from './contract.ts';
import type { Client, Event } from './define.ts';

/** Every call of the page, by group and name. A call never rejects; see `CallResult`. */
export type FlorinCalls = { readonly [Group in keyof typeof ipcContract]: Client<(typeof ipcContract)[Group]> };

/** Every event of the main process. Subscribing returns the function that ends the subscription. */
export type FlorinEvents = {
  readonly [Name in keyof typeof ipcEvents]: (typeof ipcEvents)[Name] extends Event<infer Payload>
    ? (listener: (payload: z.output<Payload>) => void) => () => void
    : never;
};

/** What the preload script puts on the page's `window.florin`; the page has no other way out. */
export interface FlorinApi {
  readonly calls: FlorinCalls;
  readonly events: FlorinEvents;
}
