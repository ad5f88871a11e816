import { sql } from 'kysely';
import type { Channel } from '#shared/units.ts';
import { Channel as ChannelSchema } from '#shared/units.ts';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';

/**
 * The channels through which each of these customers may be contacted at this instant: a valid opt-in for offers and one for the channel.
 * A customer without any is not in the map.
 */
export async function permittedChannels(
  database: BankDatabase | BankTransaction,
  customerIds: readonly string[],
  now: string,
): Promise<ReadonlyMap<string, ReadonlySet<Channel>>> {
  if (customerIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('consents')
    .select(['customer_id', 'purpose', 'channel'])
    .where(sql<boolean>`customer_id = any(${[...customerIds]}::text[])`)
    .where('granted_at', '<=', now)
    .where((where) => where.or([where('withdrawn_at', 'is', null), where('withdrawn_at', '>', now)]))
    .execute();
  const inOffers = new Set(rows.filter((row) => row.purpose === 'offers').map((row) => row.customer_id));
  const permitted = new Map<string, Set<Channel>>();
  for (const row of rows) {
    if (row.channel === null || !inOffers.has(row.customer_id)) continue;
    const channels = permitted.get(row.customer_id) ?? new Set<Channel>();
    channels.add(ChannelSchema.parse(row.channel));
    permitted.set(row.customer_id, channels);
  }
  return permitted;
}
