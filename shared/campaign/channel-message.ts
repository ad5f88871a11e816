import { assertNever } from '../assert-never.ts';
import type { RenderedMessage } from '../contracts/http/campaigns.ts';
import type { Channel } from '../units.ts';

export const MESSAGE_PARTS = ['label', 'logo', 'hero', 'title', 'shortText', 'longText', 'action', 'terms', 'why'] as const;
export type MessagePart = (typeof MESSAGE_PARTS)[number];

/**
 * Which parts of a message a channel carries, in their order. Label and payer are part of every one of them (DSA art. 26(1)(a) and (b)); why and the way out
 * stand below every message that has room for them, and one touch behind a push message, which opens the message of the app feed.
 */
export function partsOfChannel(channel: Channel): readonly MessagePart[] {
  switch (channel) {
    case 'app_feed':
      return ['label', 'hero', 'logo', 'title', 'shortText', 'action', 'longText', 'terms', 'why'];
    case 'push':
      return ['logo', 'label', 'title', 'shortText'];
    case 'email':
      return ['label', 'logo', 'hero', 'title', 'shortText', 'longText', 'action', 'terms', 'why'];
    case 'letter':
      // Nothing can be pressed on paper: the offer is switched on in the app, as the long text and the terms say.
      return ['logo', 'label', 'title', 'longText', 'hero', 'terms', 'why'];
    default:
      return assertNever(channel);
  }
}

/** The parts of this message on this channel that there is something to show of: preview, review and the customers' app all read this. */
export function shownParts(message: RenderedMessage, channel: Channel): readonly MessagePart[] {
  return partsOfChannel(channel).filter((part) => (part !== 'logo' && part !== 'hero') || message[part] !== undefined);
}
