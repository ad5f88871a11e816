import { z } from 'zod';
import { type BankDatabase, jsonText } from '../database.ts';

/** A record of the identity provider; `payload` is the provider's own JSON. */
export interface OidcRecord {
  readonly payload: Readonly<Record<string, unknown>>;
  /** Epoch seconds of the moment it was used; a used code or refresh token is refused and ends its grant. */
  readonly consumed: number | undefined;
}

const Payload = z.record(z.string(), z.unknown());

export async function upsertOidcRecord(
  database: BankDatabase,
  record: {
    readonly model: string;
    readonly id: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly grantId: string | undefined;
    readonly userCode: string | undefined;
    readonly uid: string | undefined;
    readonly expiresAt: string | undefined;
  },
): Promise<void> {
  const columns = {
    payload: jsonText(record.payload),
    grant_id: record.grantId ?? null,
    user_code: record.userCode ?? null,
    uid: record.uid ?? null,
    expires_at: record.expiresAt ?? null,
  };
  await database
    .insertInto('oidc_records')
    .values({ model: record.model, id: record.id, ...columns })
    .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(columns))
    .execute();
}

/** A record that has not expired at `now`, by its id or by its uid. */
export async function findOidcRecord(
  database: BankDatabase,
  key: { readonly model: string; readonly now: string } & (
    | { readonly id: string }
    | { readonly uid: string }
    | { readonly userCode: string }
  ),
): Promise<OidcRecord | undefined> {
  const [column, value] =
    'id' in key ? (['id', key.id] as const) : 'uid' in key ? (['uid', key.uid] as const) : (['user_code', key.userCode] as const);
  const row = await database
    .selectFrom('oidc_records')
    .select(['payload', 'consumed_at'])
    .where('model', '=', key.model)
    .where(column, '=', value)
    .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', key.now)]))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    payload: Payload.parse(row.payload),
    consumed: row.consumed_at === null ? undefined : Math.floor(Date.parse(row.consumed_at) / 1000),
  };
}

/** Marks a record as used. @returns false when it had been used before, or is gone: of two at the same moment only one gets true */
export async function consumeOidcRecord(database: BankDatabase, model: string, id: string, at: string): Promise<boolean> {
  const result = await database
    .updateTable('oidc_records')
    .set({ consumed_at: at })
    .where('model', '=', model)
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteOidcRecord(database: BankDatabase, model: string, id: string): Promise<void> {
  await database.deleteFrom('oidc_records').where('model', '=', model).where('id', '=', id).execute();
}

export async function deleteOidcGrant(database: BankDatabase, grantId: string): Promise<void> {
  await database.deleteFrom('oidc_records').where('grant_id', '=', grantId).execute();
}

export async function deleteExpiredOidcRecords(database: BankDatabase, now: string): Promise<void> {
  await database.deleteFrom('oidc_records').where('expires_at', '<', now).execute();
}
