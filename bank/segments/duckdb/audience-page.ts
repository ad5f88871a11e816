import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { channelSetOf, memberOf } from '../audience-members.ts';
import type { AudienceCountRequest, AudiencePage, AudiencePageRequest } from '../port.ts';
import { type AudienceSql, audienceSql, packedAlias } from './audience-sql.ts';
import { rowsOf } from './connection.ts';
import { type EligibleTable, nameEligible } from './eligible.ts';
import { loadRelations } from './slices.ts';
import type { Reading } from './snapshot.ts';

/** One page of an audience over the eligible customers. */
export async function readAudiencePage(
  reading: Reading,
  profile: Profile,
  request: AudiencePageRequest,
  eligible: EligibleTable,
): Promise<AudiencePage> {
  const sql = await prepare(reading.connection, profile, request, eligible);
  const { from, conditions } = sourceOf(reading, sql, eligible);
  const related =
    sql.relation === undefined
      ? 'true'
      : `customer ${sql.relation.isPresent ? 'IN' : 'NOT IN'} (SELECT customer FROM relations WHERE ${sql.relation.condition})`;
  const rows = await rowsOf(
    reading.connection,
    `SELECT customer_id, channel_set, state FROM (
       SELECT e.customer, l.customer_id, e.channel_set, e.state FROM ${from} POSITIONAL JOIN ${reading.lists}.customers l
       WHERE ${conditions.join(' AND ')} AND (channel_set & ${channelSetOf(profile, request.channels)}) <> 0 AND l.customer_id > $after)
     WHERE ${related} ORDER BY customer_id LIMIT ${request.limit + 1}`,
    { after: request.after ?? '' },
  );
  const customers = rows
    .slice(0, request.limit)
    .map(([customerId, channelSet, region]) => memberOf(profile, String(customerId), Number(channelSet), Number(region)));
  const last = customers.at(-1);
  return rows.length > request.limit && last !== undefined ? { customers, next: last.customerId } : { customers };
}

/**
 * The number of eligible customers in an audience, whatever their channels. The conditions are a column that is computed for every customer, so that nothing
 * is skipped: the work does not depend on how many customers meet them.
 */
export async function countAudience(
  reading: Reading,
  profile: Profile,
  request: AudienceCountRequest,
  eligible: EligibleTable,
): Promise<number> {
  const { connection } = reading;
  const sql = await prepare(connection, profile, request, eligible);
  const { from, conditions } = sourceOf(reading, sql, eligible);
  const { relation } = sql;
  const all = conditions.join(' AND ');
  const [row] = await rowsOf(
    connection,
    relation === undefined
      ? `SELECT count(*) FILTER (WHERE ${all}) FROM ${from}`
      : `SELECT count(*) FILTER (WHERE meets AND coalesce(is_related, false) = ${relation.isPresent})
         FROM (SELECT e.customer, ${all} AS meets FROM ${from})
         LEFT JOIN (SELECT customer, bool_or(${relation.condition}) AS is_related FROM relations GROUP BY customer) USING (customer)`,
  );
  return Number(row?.[0] ?? 0);
}

/** The eligible customers `e` beside their rows of the packed tables, and what holds for those in the audience, but for the relationship. */
function sourceOf(reading: Reading, sql: AudienceSql, eligible: EligibleTable) {
  const windows = [...new Set(sql.spend.map(({ window }) => window))];
  const packed = windows.flatMap((window) => {
    const catalog = reading.spendCatalog(window);
    return catalog === undefined ? [] : [`POSITIONAL JOIN ${catalog}.packed ${packedAlias(window)}`];
  });
  return {
    from: `${eligible.name} e ${packed.join(' ')}`,
    conditions: [
      `state < ${eligible.notEligible}`,
      sql.region,
      ...sql.spend.map(({ window, condition }) => (reading.spendCatalog(window) === undefined ? 'false' : condition)),
    ],
  };
}

async function prepare(
  connection: DuckDBConnection,
  profile: Profile,
  request: Pick<AudienceCountRequest, 'audience' | 'merchant'>,
  eligible: EligibleTable,
): Promise<AudienceSql> {
  const sql = audienceSql(profile, request.audience, request.merchant);
  if (sql.relation !== undefined) {
    await nameEligible(connection, eligible);
    await loadRelations(connection, profile, sql.relation.season, sql.relation.merchant.merchants);
  }
  return sql;
}
