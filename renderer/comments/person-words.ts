import type { PersonShown } from '#shared/contracts/http/dialogue.ts';
import type { Text } from '../i18n/text.tsx';

/** Somebody in words, as far as the reader may know: `You`, `Noor Bakker, owner, Tuincentrum Esdoorn`, `The bank, reviewer`. */
export function personWords({ side, role, displayName, shopName, isMe }: PersonShown, text: Text): string {
  if (isMe) return text.t('comments.me');
  const name = displayName ?? (side === 'bank' ? text.t('comments.the-bank') : (shopName ?? text.t('comments.a-shop')));
  const roleWords = text.t(`comments.role.${role}`);
  // A shop that the name says already, or that stands for the person, is not said twice.
  const isShopSaid = side === 'bank' || shopName === undefined || name.includes(shopName);
  return isShopSaid
    ? text.t('comments.person', { name, role: roleWords })
    : text.t('comments.person-of', { name, role: roleWords, shop: shopName });
}
