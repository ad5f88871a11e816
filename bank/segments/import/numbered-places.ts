import type { Profile } from '#shared/market/profile.ts';
import { placesOf } from './row-parser.ts';

/** Regions and parts of regions by number, which is narrower than their names. */
interface NumberedPlaces {
  /** Ids of the places, by number. A region's own id stands for a place in it that is not known. */
  readonly areas: readonly string[];
  numberOf(area: string | null): number | null;
}

export function numberedPlaces(profile: Profile): NumberedPlaces {
  const areas = [...placesOf(profile).keys()];
  const numbers = new Map(areas.map((area, number) => [area, number]));
  return { areas, numberOf: (area) => (area === null ? null : (numbers.get(area) ?? null)) };
}
