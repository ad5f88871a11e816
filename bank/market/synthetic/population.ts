import type { Profile } from '#shared/market/profile.ts';
import { CHANNELS } from '#shared/units.ts';
import { mix, RandomStream } from './random.ts';
import { CHANNEL_SHARES, PROVINCE_SHARES } from './spending.ts';

/** An area in which customers live and stores stand: a part of a region, or the region itself where it has no parts. */
export interface Area {
  readonly id: string;
  /** Index in the profile's regions; 0 in a market without regions. */
  readonly region: number;
  readonly share: number;
}

export type ConsentHistory = 'valid' | 'never' | 'withdrawn';

/** Everybody in the demonstration market, by customer number from 0. Facts never change for a seed. */
export interface Population {
  readonly size: number;
  readonly areas: readonly Area[];
  customerId(number: number): string;
  /** The number behind an id; undefined for an id of another market. */
  numberOf(customerId: string): number | undefined;
  readonly areaOf: Uint8Array;
  /** Index in the profile's age bands; 0 where there are none. */
  readonly ageBandOf: Uint8Array;
  consentOf(number: number): ConsentHistory;
  /** Bit i is channel i of `CHANNELS`, whatever subset the profile uses. */
  readonly channelSetOf: Uint8Array;
}

/** Every eleventh customer has no valid opt-in: of these, by turns, one never consented and one withdrew. */
const WITHOUT_CONSENT_EVERY = 11;
const AREA_STREAM = 1;

/** @param consenting customers with a valid opt-in; about a tenth more have none */
export function createPopulation(profile: Profile, seed: number, consenting: number): Population {
  const size = consenting + Math.floor(consenting / (WITHOUT_CONSENT_EVERY - 1));
  const areas = areasOf(profile);
  const adults = profile.ageBands.flatMap((band, index) => (band.adult ? [index] : []));
  const areaOf = new Uint8Array(size);
  const ageBandOf = new Uint8Array(size);
  const channelSetOf = new Uint8Array(size);
  const random = new RandomStream();
  for (let number = 0; number < size; number += 1) {
    random.start(mix(seed, number, -AREA_STREAM - 1));
    areaOf[number] = pick(areas, random.next());
    const age = random.next();
    ageBandOf[number] = consentOf(number) === 'never' && age < 0.2 ? 0 : (adults[Math.floor(age * adults.length)] ?? 0);
    CHANNELS.forEach((channel, bit) => {
      if (random.next() < CHANNEL_SHARES[channel]) channelSetOf[number] = (channelSetOf[number] ?? 0) | (1 << bit);
    });
  }
  return { size, areas, customerId, numberOf: (id) => numberOf(id, size), areaOf, ageBandOf, consentOf, channelSetOf };
}

function customerId(number: number): string {
  return `c${String(number + 1).padStart(8, '0')}`;
}

function numberOf(id: string, size: number): number | undefined {
  const number = /^c\d{8}$/.test(id) ? Number(id.slice(1)) - 1 : -1;
  return number >= 0 && number < size ? number : undefined;
}

function consentOf(number: number): ConsentHistory {
  if (number % WITHOUT_CONSENT_EVERY !== WITHOUT_CONSENT_EVERY - 1) return 'valid';
  return Math.floor(number / WITHOUT_CONSENT_EVERY) % 2 === 0 ? 'never' : 'withdrawn';
}

function areasOf(profile: Profile): readonly Area[] {
  if (profile.regions.length === 0) return [{ id: 'all', region: 0, share: 1 }];
  const found = profile.regions.flatMap((region, index) =>
    (region.parts.length === 0 ? [region.id] : region.parts).map((id) => ({ id, region: index, share: PROVINCE_SHARES[id] ?? 0.08 })),
  );
  const total = found.reduce((sum, area) => sum + area.share, 0);
  return found.map((area) => ({ ...area, share: area.share / total }));
}

function pick(areas: readonly Area[], uniform: number): number {
  let left = uniform;
  for (let index = 0; index < areas.length; index += 1) {
    left -= areas[index]?.share ?? 0;
    if (left < 0) return index;
  }
  return areas.length - 1;
}
