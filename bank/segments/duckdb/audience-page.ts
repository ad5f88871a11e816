import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import type { AudienceCountRequest, AudienceMember, AudiencePage, AudiencePageRequest } from '../port.ts';
import { type AudienceSql, audienceSql } from './audience-sql.ts';
import { rowsOf } from './connection.ts';
import { loadRelations } from './slices.ts';

/** One page of an audience over the eligible customers ({@link loadEligible} ran on this connection). */
export async function readAudiencePage(
  connection: DuckDBConnection,
  profile: Profile,
  request: AudiencePageRequest,
): Promise<AudiencePage> {
  const sql = await prepare(connection, profile, request);
  const conditions = [
    sql.region,
    ...sql.spend.map(({ window, condition }) => `customer IN (SELECT customer FROM spend WHERE "window" = ${window} AND ${condition})`),
    ...(sql.relation === undefined
      ? []
      : [`customer ${sql.relation.isPresent ? 'IN' : 'NOT IN'} (SELECT customer FROM relations WHERE ${sql.relation.condition})`]),
  ];
  const rows = await rowsOf(
    connection,
    `SELECT customer_id, channel_set, region FROM eligible
     WHERE ${conditions.join(' AND ')} AND (channel_set & ${channelSetOf(profile, request.channels)}) <> 0 AND customer_id > $after
     ORDER BY customer_id LIMIT ${request.limit + 1}`,
    { after: request.after ?? '' },
  );
  const customers = rows
    .slice(0, request.limit)
    .map(([customerId, channelSet, region]) => memberOf(profile, String(customerId), Number(channelSet), Number(region)));
  const last = customers.at(-1);
  return rows.length > request.limit && last !== undefined ? { customers, next: last.customerId } : { customers };
}

/**
 * The number of eligible customers in an audience, whatever their channels ({@link loadEligible} ran on this connection). The conditions are columns of
 * an aggregate over all rows of the rule's windows, so that nothing is skipped: the work does not depend on how many customers meet them.
 */
export async function countAudience(connection: DuckDBConnection, profile: Profile, request: AudienceCountRequest): Promise<number> {
  const sql = await prepare(connection, profile, request);
  const meets = sql.spend.map(
    ({ window, condition }, index) => `coalesce(bool_or("window" = ${window} AND ${condition}), false) AS meets_${index}`,
  );
  const windows = [...new Set(sql.spend.map(({ window }) => window))].join(', ');
  const { relation } = sql;
  const related =
    relation === undefined
      ? ''
      : `LEFT JOIN (SELECT customer, bool_or(${relation.condition}) AS is_related FROM relations GROUP BY customer) USING (customer)`;
  const isRelated = relation === undefined ? 'true' : `coalesce(is_related, false) = ${relation.isPresent}`;
  const all = [sql.region, isRelated, ...sql.spend.map((_, index) => `meets_${index}`)].join(' AND ');
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) FILTER (WHERE ${all}) FROM eligible
     LEFT JOIN (SELECT customer, ${meets.join(', ')} FROM spend WHERE "window" IN (${windows}) GROUP BY customer) USING (customer) ${related}`,
  );
  return Number(row?.[0] ?? 0);
}

/** The set of channels as a number: bit i is the profile's channel i. */
export function channelSetOf(profile: Pick<Profile, 'channels'>, channels: readonly Channel[]): number {
  return profile.channels.reduce((set, channel, index) => (channels.includes(channel) ? set | (1 << index) : set), 0);
}

async function prepare(
  connection: DuckDBConnection,
  profile: Profile,
  request: Pick<AudienceCountRequest, 'audience' | 'merchant'>,
): Promise<AudienceSql> {
  const sql = audienceSql(profile, request.audience, request.merchant);
  if (sql.relation !== undefined) await loadRelations(connection, profile, sql.relation.season, sql.relation.merchant.merchants);
  return sql;
}

function memberOf(profile: Profile, customerId: string, channelSet: number, regionNumber: number): AudienceMember {
  const channels = profile.channels.filter((_, index) => (channelSet & (1 << index)) !== 0);
  const region = profile.regions[regionNumber]?.id;
  return region === undefined ? { customerId, channels } : { customerId, channels, region };
}
