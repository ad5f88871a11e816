import type { Caller } from '../policy/caller.ts';
import type { BankServices } from '../services.ts';
import { displayNameOf as readDisplayName, findActiveAccount } from '../storage/repositories/accounts.ts';
import type { TokenIdentity } from './access-token.ts';

/** The person behind a verified token as the database has them now; undefined when disabled, gone or signed out. */
export async function callerOf({ database }: Pick<BankServices, 'database'>, identity: TokenIdentity): Promise<Caller | undefined> {
  const account = await findActiveAccount(database, identity.accountId, identity.grantId);
  if (account === undefined) return undefined;
  return { accountId: account.id, displayName: account.displayName, role: account.role, merchantId: account.merchantId };
}

export function displayNameOf({ database }: Pick<BankServices, 'database'>, accountId: string): Promise<string | undefined> {
  return readDisplayName(database, accountId);
}
