import { type DuckDBConnection, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { OptInSource } from '../port.ts';
import { openAppender } from './connection.ts';

/**
 * Fills the temporary table `eligible (customer, customer_id, region, channel_set)` of this connection: customers with a valid opt-in at the instant,
 * of an adult age band where the profile has age bands, of a known region where the profile has regions. One row per customer.
 * Without regions in the profile every customer is in region 0.
 */
export async function loadEligible(connection: DuckDBConnection, profile: Profile, optIns: OptInSource, asOf: string): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE opted (customer_id VARCHAR, channel_set INTEGER)');
  const appender = await openAppender(connection, 'opted', [VARCHAR, INTEGER], 'temp');
  try {
    for await (const page of optIns.optInsAt(asOf))
      appender.append([page.map((each) => each.customerId), page.map((each) => each.channelSet)], 0, page.length);
  } finally {
    appender.close();
  }
  const adult = profile.ageBands.length === 0 ? 'true' : `age_band IN (${adultBands(profile)})`;
  const region = profile.regions.length === 0 ? '0::UTINYINT' : 'region';
  await connection.run(`CREATE OR REPLACE TEMP TABLE eligible AS
    SELECT number AS customer, customer_id, ${region} AS region, channel_set
    FROM customers JOIN opted USING (customer_id) WHERE ${adult} AND ${region} IS NOT NULL`);
}

function adultBands(profile: Profile): string {
  const bands = profile.ageBands.filter((band) => band.adult).map((band) => `'${band.id.replaceAll("'", "''")}'`);
  return bands.length === 0 ? 'NULL' : bands.join(', ');
}
