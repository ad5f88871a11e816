import type { DuckDBConnection } from '@duckdb/node-api';
import { partsOfAudience } from '#shared/audience/audience.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import type { AudienceMember, AudiencePage, AudiencePageRequest } from '../port.ts';
import { rowsOf } from './connection.ts';
import { windowCode } from './schema.ts';

/** One page of an audience over the eligible customers ({@link loadEligible} ran on this connection). */
export async function readAudiencePage(
  connection: DuckDBConnection,
  profile: Profile,
  request: AudiencePageRequest,
): Promise<AudiencePage> {
  const { spend, spends, regions, relation, visits } = partsOfAudience(request.audience);
  if (spends.length > 1 || (relation ?? 'any') !== 'any' || visits !== undefined)
    throw new AppError('audience_not_answerable', { reason: 'shape_needs_other_tables' });
  const category = profile.categories.findIndex((each) => each.id === spend.category);
  if (category < 0) throw new AppError('audience_not_answerable', { reason: 'unknown_category' });
  const regionNumbers = (regions ?? []).map((id) => profile.regions.findIndex((region) => region.id === id));
  if (regionNumbers.some((number) => number < 0)) throw new AppError('audience_not_answerable', { reason: 'unknown_region' });
  const inRegions = regions === undefined ? 'true' : `region IN (${regionNumbers.join(', ')})`;
  const rows = await rowsOf(
    connection,
    `SELECT customer_id, channel_set, region FROM spend JOIN eligible USING (customer)
     WHERE "window" = ${windowCode(spend.window)} AND kept AND category = ${category} AND band BETWEEN ${spend.bands.from} AND ${spend.bands.to}
       AND ${inRegions} AND (channel_set & ${channelSetOf(profile, request.channels)}) <> 0 AND customer_id > $after
     ORDER BY customer_id LIMIT ${request.limit + 1}`,
    { after: request.after ?? '' },
  );
  const customers = rows
    .slice(0, request.limit)
    .map(([customerId, channelSet, region]) => memberOf(profile, String(customerId), Number(channelSet), Number(region)));
  const last = customers.at(-1);
  return rows.length > request.limit && last !== undefined ? { customers, next: last.customerId } : { customers };
}

/** The set of channels as a number: bit i is the profile's channel i. */
export function channelSetOf(profile: Pick<Profile, 'channels'>, channels: readonly Channel[]): number {
  return profile.channels.reduce((set, channel, index) => (channels.includes(channel) ? set | (1 << index) : set), 0);
}

function memberOf(profile: Profile, customerId: string, channelSet: number, regionNumber: number): AudienceMember {
  const channels = profile.channels.filter((_, index) => (channelSet & (1 << index)) !== 0);
  const region = profile.regions[regionNumber]?.id;
  return region === undefined ? { customerId, channels } : { customerId, channels, region };
}
