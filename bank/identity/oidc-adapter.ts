import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { BankDatabase } from '../storage/database.ts';
import {
  consumeOidcRecord,
  deleteOidcGrant,
  deleteOidcRecord,
  findOidcRecord,
  type OidcRecord,
  upsertOidcRecord,
} from '../storage/repositories/oidc-records.ts';

/**
 * Keeps the provider's sessions, grants, codes and tokens in PostgreSQL. Lifetimes run on the machine's clock, never on a demonstration
 * market's: advancing the market must not sign anybody out.
 * @param now epoch milliseconds of the machine
 */
export function postgresAdapter(database: BankDatabase, now: () => number): (model: string) => Adapter {
  const instant = (offsetSeconds = 0) => new Date(now() + offsetSeconds * 1000).toISOString();
  return (model) => ({
    upsert: (id, payload, expiresIn) =>
      upsertOidcRecord(database, {
        model,
        id,
        payload,
        grantId: payload.grantId,
        userCode: payload.userCode,
        uid: payload.uid,
        expiresAt: typeof expiresIn === 'number' ? instant(expiresIn) : undefined,
      }),
    find: async (id) => toPayload(await findOidcRecord(database, { model, id, now: instant() })),
    findByUid: async (uid) => toPayload(await findOidcRecord(database, { model, uid, now: instant() })),
    findByUserCode: async (userCode) => toPayload(await findOidcRecord(database, { model, userCode, now: instant() })),
    consume: async (id) => {
      // Two exchanges of one code at the same moment: the second one is a replay.
      if (!(await consumeOidcRecord(database, model, id, instant()))) throw new errors.InvalidGrant('already used');
    },
    destroy: (id) => deleteOidcRecord(database, model, id),
    revokeByGrantId: (grantId) => deleteOidcGrant(database, grantId),
  });
}

function toPayload(record: OidcRecord | undefined): AdapterPayload | undefined {
  if (record === undefined) return undefined;
  return { ...record.payload, ...(record.consumed === undefined ? {} : { consumed: record.consumed }) };
}
