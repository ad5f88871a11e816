import { MESSAGES, type MessageKey } from './index.ts';

/** Whether a key that was put together names a message. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(MESSAGES.en, key);
}
