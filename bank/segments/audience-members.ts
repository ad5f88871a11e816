import type { Profile } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import type { AudienceMember } from './port.ts';

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
