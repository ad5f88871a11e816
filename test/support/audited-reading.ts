import { INTEGER, VARCHAR } from '@duckdb/node-api';
import { openAppender } from '#bank/segments/duckdb/connection.ts';
import { eligibleRowsSql } from '#bank/segments/duckdb/eligible.ts';
import { openSnapshotReader, type Reading } from '#bank/segments/duckdb/snapshot.ts';
import type { OptInSource } from '#bank/segments/port.ts';
import type { Profile } from '#shared/market/profile.ts';

export interface AuditedMarket {
  readonly bank: { readonly segmentsDirectory: string };
  readonly optIns: OptInSource;
}

/**
 * Reads a market's published files with the table `eligible (customer, customer_id, region, channel_set)` by the rules that releases count by, one row per
 * opt-in: a customer whom the register names twice is there twice.
 */
export async function readAudited<Result>(
  market: AuditedMarket,
  profile: Profile,
  asOf: string,
  work: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const reader = openSnapshotReader(market.bank.segmentsDirectory);
  try {
    const result = await reader.read(async (reading) => {
      const { connection } = reading;
      await connection.run('CREATE TEMP TABLE opted (customer_id VARCHAR, channel_set INTEGER)');
      const appender = await openAppender(connection, 'opted', [VARCHAR, INTEGER], 'temp');
      for await (const page of market.optIns.optInsAt(asOf))
        appender.append([page.map((each) => each.customerId), page.map((each) => each.channelSet)], 0, page.length);
      appender.close();
      await connection.run(`CREATE TEMP TABLE eligible AS ${eligibleRowsSql(profile)}`);
      return { value: await work(reading) };
    });
    if (result === undefined) throw new Error('nothing was published');
    return result.value;
  } finally {
    reader.close();
  }
}
