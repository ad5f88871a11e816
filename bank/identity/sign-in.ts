import { createHash } from 'node:crypto';
import type { BankDatabase } from '../storage/database.ts';
import {
  addLoginFailure,
  clearLoginFailures,
  deleteOldLoginFailures,
  findLogin,
  readLoginFailures,
} from '../storage/repositories/accounts.ts';
import { verifyPassword } from './password.ts';

/** So many wrong passwords are free; each one after that doubles the wait, up to the longest. */
const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Failures are forgotten after a day without one. */
const FORGET_MS = 86_400_000;
/** Compared where there is no account, so that both take as long. A hash of random bytes that nobody kept. */
const NOBODY = 'scrypt$32768$8$1$3q2+796tvu/erb7v3q2+7w==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

export type SignIn =
  | { readonly kind: 'accepted'; readonly accountId: string }
  /** Wrong login or password, or a disabled account: the same answer for all. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'wait'; readonly seconds: number };

/**
 * Checks a login and a password. Guessing is slowed down per login, whether the login exists or not.
 * @param nowMs the machine's clock, epoch milliseconds
 */
export async function signIn(database: BankDatabase, login: string, password: string, nowMs: number): Promise<SignIn> {
  const loginHash = createHash('sha256').update(login.trim().toLowerCase()).digest('hex');
  const waitMs = await waitBeforeNext(database, loginHash, nowMs);
  if (waitMs > 0) return { kind: 'wait', seconds: Math.ceil(waitMs / 1000) };
  const account = await findLogin(database, login.trim());
  const isRight = await verifyPassword(password, account?.passwordHash ?? NOBODY);
  if (account === undefined || !isRight || account.disabled) {
    await addLoginFailure(database, loginHash, new Date(nowMs).toISOString());
    return { kind: 'refused' };
  }
  await clearLoginFailures(database, loginHash);
  await deleteOldLoginFailures(database, new Date(nowMs - FORGET_MS).toISOString());
  return { kind: 'accepted', accountId: account.id };
}

async function waitBeforeNext(database: BankDatabase, loginHash: string, nowMs: number): Promise<number> {
  const known = await readLoginFailures(database, loginHash);
  if (known === undefined || known.failures < FREE_FAILURES) return 0;
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, known.failures - FREE_FAILURES));
  return Math.max(0, Date.parse(known.lastFailedAt) + waitMs - nowMs);
}
