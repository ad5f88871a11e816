import type { z } from 'zod';
import type { ipcEvents } from '#shared/contracts/ipc/contract.ts';
import { Id } from '#shared/units.ts';

export type ScreenRequest = z.output<typeof ipcEvents.screenRequested.payload>;

export const DEEP_LINK_PROTOCOL = 'florin';
const CAMPAIGN_LINK = /^florin:\/\/campaign\/([0-9a-f-]{36})\/?$/;

/** `florin://campaign/<id>` and nothing else: no query, no fragment, no other case, no other host. Undefined for everything that is not one. */
export function parseDeepLink(text: string): ScreenRequest | undefined {
  const id = Id.safeParse(CAMPAIGN_LINK.exec(text)?.[1]);
  return id.success ? { screen: 'campaign', campaignId: id.data } : undefined;
}
