import { sql } from 'kysely';
import type { Profile } from '#shared/market/profile.ts';
import type { OptIn, OptInSource } from '../segments/port.ts';
import type { BankDatabase, BankTransaction } from '../storage/database.ts';

/** Every page reads the whole registry once, without a join whose speed would hang on missing statistics: few and large pages. */
const PAGE_ROWS = 250_000;

/**
 * Valid opt-ins at an instant: purpose `offers` granted before it and not withdrawn by then. The channel set holds the channels whose `contact` consent
 * is valid at the same instant. Customers in ascending order of their ids (byte order).
 */
export function databaseOptIns(database: BankDatabase | BankTransaction, profile: Pick<Profile, 'channels'>): OptInSource {
  return {
    async *optInsAt(asOf) {
      const bits = sql.join(
        profile.channels.map((channel, index) => sql`when ${channel} then ${sql.lit(1 << index)}`),
        sql` `,
      );
      let after = '';
      for (;;) {
        const page = await sql<{ customer_id: string; channel_set: number }>`
          select customer_id collate "C" as customer_id, coalesce(bit_or(case channel ${bits} else 0 end), 0)::int as channel_set
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
  };
}
