import type { PersonShown } from '#shared/contracts/http/dialogue.ts';
import { isMerchantRole } from '#shared/session/roles.ts';
import type { Caller } from '../../policy/caller.ts';
import type { PersonRow } from '../../storage/repositories/accounts.ts';

/**
 * A person as far as the caller may know: names go to colleagues of the same shop and to the bank. To a merchant the bank is a side, never a person, and
 * another shop is a shop.
 * @param role the part that was played, which may be another one than the person has today
 */
export function presentPerson(person: PersonRow, role: PersonShown['role'], caller: Caller): PersonShown {
  const isColleague = person.merchantId === caller.merchantId;
  return {
    side: isMerchantRole(role) ? 'merchant' : 'bank',
    role,
    ...(isColleague || !isMerchantRole(caller.role) ? { displayName: person.displayName } : {}),
    ...(person.shopName === undefined ? {} : { shopName: person.shopName }),
    isMe: person.id === caller.accountId,
  };
}
