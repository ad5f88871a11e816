import { ipcEvents } from '#shared/contracts/ipc/contract.ts';
import type { Event } from '#shared/contracts/ipc/define.ts';
import type { z } from 'zod';
import type { Log } from '../log.ts';

/** Announces things to the page. Payloads are checked like answers; one that does not match is logged and not sent. */
export interface Announcer {
  readonly announce: <Name extends keyof typeof ipcEvents>(name: Name, payload: z.input<(typeof ipcEvents)[Name]['payload']>) => void;
}

export function announcer(send: (channel: string, payload: unknown) => void, log: Log): Announcer {
  return {
    announce: (name, payload) => {
      const event: Event<z.ZodType> = ipcEvents[name];
      const parsed = event.payload.safeParse(payload);
      if (parsed.success) send(event.channel, parsed.data);
      else log.problem('event not sent', { channel: event.channel });
    },
  };
}
