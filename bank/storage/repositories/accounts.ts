import { sql } from 'kysely';
import { Role } from '#shared/session/roles.ts';
import type { SliceMerchant } from '../../privacy/release/ports.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

type Reader = BankDatabase | BankTransaction;

export interface AccountRow {
  readonly id: string;
  readonly displayName: string;
  readonly role: Role;
  readonly merchantId: string | undefined;
}

export interface MerchantRow {
  readonly id: string;
  readonly shopName: string;
  readonly legalName: string;
  readonly mcc: string;
  readonly categoryId: string;
  readonly contractFrom: string;
  readonly contractUntil: string | undefined;
  readonly feePerRedeemingCustomerCents: number;
  readonly storeCount: number;
}

/** The account behind a token, as it is now; undefined when it is gone, disabled, or its grant was revoked. */
export async function findActiveAccount(database: Reader, accountId: string, grantId: string): Promise<AccountRow | undefined> {
  const row = await database
    .selectFrom('accounts')
    .select(['id', 'display_name', 'role', 'merchant_id'])
    .where('id', '=', accountId)
    .where('disabled_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('oidc_records').select('id').where('model', '=', 'Grant').where('oidc_records.id', '=', grantId)),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: row.id, displayName: row.display_name, role: Role.parse(row.role), merchantId: row.merchant_id ?? undefined };
}

/** For signing in: the account with this login and its password hash. Logins are compared in lower case. */
export async function findLogin(
  database: Reader,
  login: string,
): Promise<{ readonly id: string; readonly passwordHash: string; readonly disabled: boolean } | undefined> {
  const row = await database
    .selectFrom('accounts')
    .select(['id', 'password_hash', 'disabled_at'])
    .where(sql`lower(login)`, '=', login.toLowerCase())
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, passwordHash: row.password_hash, disabled: row.disabled_at !== null };
}

export async function isAccountActive(database: Reader, accountId: string): Promise<boolean> {
  const row = await database
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export interface PersonRow extends AccountRow {
  /** Of a merchant's person. */
  readonly shopName: string | undefined;
}

/** People by account id, disabled ones among them: what somebody did stays theirs. */
export async function findPeople(database: Reader, accountIds: readonly string[]): Promise<ReadonlyMap<string, PersonRow>> {
  if (accountIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('accounts')
    .leftJoin('merchants', 'merchants.id', 'accounts.merchant_id')
    .select(['accounts.id', 'display_name', 'role', 'merchant_id', 'shop_name'])
    .where('accounts.id', 'in', [...accountIds])
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        displayName: row.display_name,
        role: Role.parse(row.role),
        merchantId: row.merchant_id ?? undefined,
        shopName: row.shop_name ?? undefined,
      },
    ]),
  );
}

/** Display name of an account, for pages that say who is signed in. */
export async function displayNameOf(database: Reader, accountId: string): Promise<string | undefined> {
  return (await database.selectFrom('accounts').select('display_name').where('id', '=', accountId).executeTakeFirst())?.display_name;
}

export async function findMerchant(database: Reader, merchantId: string): Promise<MerchantRow | undefined> {
  const row = await database
    .selectFrom('merchants')
    .selectAll()
    .select(({ selectFrom, fn }) =>
      selectFrom('stores').select(fn.countAll<string>().as('count')).whereRef('stores.merchant_id', '=', 'merchants.id').as('store_count'),
    )
    .where('id', '=', merchantId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    shopName: row.shop_name,
    legalName: row.legal_name,
    mcc: row.mcc,
    categoryId: row.category_id,
    contractFrom: row.contract_from,
    contractUntil: row.contract_until ?? undefined,
    feePerRedeemingCustomerCents: row.fee_per_redeeming_customer_cents,
    storeCount: Number(row.store_count ?? 0),
  };
}

/** Merchants that agreed to be invited by others and are under contract, by shop name. */
export async function listJoinable(
  database: Reader,
  today: string,
): Promise<readonly { readonly merchantId: string; readonly shopName: string; readonly mcc: string; readonly categoryId: string }[]> {
  const rows = await database
    .selectFrom('merchants')
    .select(['id', 'shop_name', 'mcc', 'category_id'])
    .where('joinable', '=', true)
    .where('contract_from', '<=', today)
    .where(({ eb, or }) => or([eb('contract_until', 'is', null), eb('contract_until', '>=', today)]))
    .orderBy('shop_name')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ merchantId: row.id, shopName: row.shop_name, mcc: row.mcc, categoryId: row.category_id }));
}

/**
 * The merchants under contract on a date, with how they are named in payments, in the fixed public order of slices: by the day of the contract, then by id.
 */
export async function contractedMerchants(database: Reader, today: string): Promise<readonly SliceMerchant[]> {
  const rows = await database
    .selectFrom('merchants')
    .leftJoin('merchant_payment_ids', 'merchant_payment_ids.merchant_id', 'merchants.id')
    .select(['merchants.id', 'category_id', 'payment_merchant_id'])
    .where('contract_from', '<=', today)
    .where(({ eb, or }) => or([eb('contract_until', 'is', null), eb('contract_until', '>=', today)]))
    .orderBy('contract_from')
    .orderBy('merchants.id')
    .orderBy('payment_merchant_id')
    .execute();
  const merchants = new Map<string, { readonly categoryId: string; readonly paymentMerchantIds: string[] }>();
  for (const row of rows) {
    const merchant = merchants.get(row.id) ?? { categoryId: row.category_id, paymentMerchantIds: [] };
    if (row.payment_merchant_id !== null) merchant.paymentMerchantIds.push(row.payment_merchant_id);
    merchants.set(row.id, merchant);
  }
  return [...merchants].map(([id, merchant]) => ({ id, ...merchant }));
}

export async function readLoginFailures(
  database: Reader,
  loginHash: string,
): Promise<{ readonly failures: number; readonly lastFailedAt: string } | undefined> {
  const row = await database.selectFrom('login_failures').selectAll().where('login_hash', '=', loginHash).executeTakeFirst();
  return row === undefined ? undefined : { failures: row.failures, lastFailedAt: row.last_failed_at };
}

/** Counts one more failure; parallel guesses are all counted. */
export async function addLoginFailure(database: Reader, loginHash: string, at: string): Promise<void> {
  await database
    .insertInto('login_failures')
    .values({ login_hash: loginHash, failures: 1, last_failed_at: at })
    .onConflict((conflict) => conflict.column('login_hash').doUpdateSet({ failures: sql`login_failures.failures + 1`, last_failed_at: at }))
    .execute();
}

export async function clearLoginFailures(database: Reader, loginHash: string): Promise<void> {
  await database.deleteFrom('login_failures').where('login_hash', '=', loginHash).execute();
}

export async function deleteOldLoginFailures(database: Reader, before: string): Promise<void> {
  await database.deleteFrom('login_failures').where('last_failed_at', '<', before).execute();
}
