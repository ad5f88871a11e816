import { sql } from 'kysely';
import type { Profile } from '#shared/market/profile.ts';
import type { OptIn, OptInMark, OptInSource } from '../segments/port.ts';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';

/** Every page reads the whole registry once, without a join whose speed would hang on missing statistics: few and large pages. */
const PAGE_ROWS = 250_000;
/** Above this number of changed customers it is faster to read everything. */
const MAX_CHANGES = 100_000;

/**
 * Valid opt-ins at an instant: purpose `offers` granted before it and not withdrawn by then. The channel set holds the channels whose `contact` consent
 * is valid at the same instant. Customers in ascending order of their ids (byte order).
 */
export function databaseOptIns(database: BankDatabase | BankTransaction, profile: Pick<Profile, 'channels'>): OptInSource {
  const bits = sql.join(
    profile.channels.map((channel, index) => sql`when ${channel} then ${sql.lit(1 << index)}`),
    sql` `,
  );
  const channelSet = sql`coalesce(bit_or(case channel ${bits} else 0 end), 0)::int`;

  async function begin(asOf: string): Promise<OptInMark> {
    const { rows } = await sql<{ seen: string; deletions: string }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as seen, (select at_transaction::text from consent_deletions) as deletions`.execute(
      database,
    );
    return { asOf, seen: rows[0]?.seen ?? '', deletions: rows[0]?.deletions ?? '' };
  }

  return {
    async *optInsAt(asOf) {
      let after = '';
      for (;;) {
        const page = await sql<{ customer_id: string; channel_set: number }>`
          select customer_id collate "C" as customer_id, ${channelSet} as channel_set
          from consents
          where granted_at <= ${asOf}::timestamptz and (withdrawn_at is null or withdrawn_at > ${asOf}::timestamptz)
            and customer_id collate "C" > ${after}
          group by customer_id collate "C" having bool_or(purpose = 'offers')
          order by customer_id collate "C" limit ${sql.lit(PAGE_ROWS)}`.execute(database);
        const rows: OptIn[] = page.rows.map((row) => ({ customerId: row.customer_id, channelSet: row.channel_set }));
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE_ROWS) return;
        after = rows.at(-1)?.customerId ?? '';
      }
    },
    changes: {
      begin,
      async since(mark, asOf) {
        const next = await begin(asOf);
        if (next.deletions !== mark.deletions) return { kind: 'everything' };
        // Who was written since, and whose consents begin or end between the two instants, whichever is the later one.
        const [from, to] = mark.asOf < asOf ? [mark.asOf, asOf] : [asOf, mark.asOf];
        const touched = await sql<{ customer_id: string }>`
          select customer_id from consents where changed_in >= ${mark.seen}::xid8
          union select customer_id from consents where granted_at > ${from}::timestamptz and granted_at <= ${to}::timestamptz
          union select customer_id from consents where withdrawn_at > ${from}::timestamptz and withdrawn_at <= ${to}::timestamptz
          limit ${sql.lit(MAX_CHANGES + 1)}`.execute(database);
        if (touched.rows.length > MAX_CHANGES) return { kind: 'everything' };
        if (touched.rows.length === 0) return { kind: 'changed', mark: next, customers: [] };
        const ids = touched.rows.map((row) => row.customer_id);
        const { rows } = await sql<{ customer_id: string; channel_set: number }>`
          select customer_id, ${channelSet} as channel_set from consents
          where customer_id = any(${ids}::text[]) and granted_at <= ${asOf}::timestamptz and (withdrawn_at is null or withdrawn_at > ${asOf}::timestamptz)
          group by customer_id having bool_or(purpose = 'offers')`.execute(database);
        const sets = new Map(rows.map((row) => [row.customer_id, row.channel_set]));
        const customers = ids.map((customerId) => ({ customerId, channelSet: sets.get(customerId) ?? 0, isOpted: sets.has(customerId) }));
        return { kind: 'changed', mark: next, customers };
      },
    },
  };
}
