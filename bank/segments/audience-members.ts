import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import type { AudienceMember, AudiencePageRequest } from './port.ts';

/** The set of channels as a number: bit i is the profile's channel i. */
export function channelSetOf(profile: Pick<Profile, 'channels'>, channels: readonly Channel[]): number {
  return profile.channels.reduce((set, channel, index) => (channels.includes(channel) ? set | (1 << index) : set), 0);
}

/** One customer of a page, from the engine's numbers. */
export function memberOf(profile: Profile, customerId: string, channelSet: number, regionNumber: number): AudienceMember {
  const channels = profile.channels.filter((_, index) => (channelSet & (1 << index)) !== 0);
  const region = profile.regions[regionNumber]?.id;
  return region === undefined ? { customerId, channels } : { customerId, channels, region };
}

const MOST_ON_PAGE = 100_000;

/** @throws AppError `invalid_input` where a page is asked for that no engine gives */
export function checkPageLimit({ limit }: Pick<AudiencePageRequest, 'limit'>): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ON_PAGE)
    throw new AppError('invalid_input', { issues: [{ path: 'limit', problem: `1 to ${MOST_ON_PAGE} expected` }] });
}
