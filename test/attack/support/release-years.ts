import { loadProfile } from '#bank/market/load-profile.ts';
import { releaseRho, squaredSensitivity } from '#bank/privacy/accountant/charges.ts';
import { tableSizes } from '#bank/privacy/release/build-release.ts';
import type { CellSource } from '#bank/privacy/release/ports.ts';
import { publishRelease } from '#bank/privacy/release/publish-release.ts';
import { type Fraction, fraction, multiplyFractions, sumFractions } from '#shared/fraction.ts';
import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import { addMonths, seasonOfMonth } from '#shared/market/window.ts';
import { decodeTable } from '#shared/reach/decode-table.ts';
import type { ReleasePayload } from '#shared/reach/release.ts';
import { memoryLedger, memoryReleases } from '../../support/memory-ports.ts';
import { checks, signer } from './fast-signature.ts';
import type { MakeSystem } from './game.ts';

const FIRST_MONTH = '2025-03';
const MONTHS = Array.from({ length: 12 }, (_, index) => addMonths(FIRST_MONTH, index));
/** Every month as it ends, and every season with its last month. */
const WINDOWS = MONTHS.flatMap((month, index) => {
  const season = seasonOfMonth(month);
  const publishedOn = `${addMonths(month, 1)}-02`;
  return [{ window: month, publishedOn }, ...(index % 3 === 2 ? [{ window: season, publishedOn }] : [])];
});

/**
 * A built-in profile, with its tables, noise, bounds and cap as they are, in a market of the K categories that count the victim, one band, one region and
 * one channel: a year has few cells beside the victim's, so that hundreds of years are published in seconds.
 */
export async function smallMarket(name: string): Promise<Profile> {
  const profile = await loadProfile(name);
  return {
    ...profile,
    categories: profile.categories.slice(0, profile.categoriesPerCustomer).map((category) => ({ ...category, bandEdges: [0] })),
    bandEdges: [0],
    regions: profile.regions.slice(0, 1),
    channels: profile.channels.slice(0, 1),
  };
}

/** The loss of a year of releases: twelve months and four seasons. */
export function lossOfYear(profile: Profile): Fraction {
  return sumFractions([
    multiplyFractions(fraction(12n), releaseRho(profile, 'month')),
    multiplyFractions(fraction(4n), releaseRho(profile, 'season')),
  ]);
}

/** A year's published cells that would count the victim, less everybody else, whom the attacker knows: by table. */
export type PublishedYear = ReadonlyMap<string, readonly number[]>;

/**
 * A year of releases by the bank's own way: charge, cells, noise, signature, file; all slices together, as all merchants together see them.
 * @param broken the profile that the noise is drawn with, in the place of the charged one
 */
export function yearsOf(profile: Profile, broken: Profile = profile): MakeSystem<PublishedYear> {
  return async ({ isVictimIn, random }) => {
    const releases = memoryReleases();
    const ports = { cells: cellsOf(isVictimIn), ledger: memoryLedger(), releases, signer, checks, random };
    const published = new Map<string, number[]>();
    for (const { window, publishedOn } of WINDOWS) {
      const publishedAt = `${publishedOn}T08:00:00.000Z`;
      await publishRelease(
        { profile: broken, window, today: publishedOn, publishedAt, now: publishedAt, merchants: merchantsOf(profile) },
        ports,
      );
    }
    const slices = await Promise.all(merchantsOf(profile).map(({ id }) => releases.listSlices(id)));
    for (const { file } of [...(await releases.list()), ...slices.flat()])
      for (const table of tablesOf(file)) {
        const { counts } = decodeTable(table);
        const victims = cellsOfVictim(profile, table).map((cell) => counts[cell] ?? Number.NaN);
        published.set(table.id, [...(published.get(table.id) ?? []), ...victims]);
      }
    return published;
  };
}

/** The tables of a file that the bank has just opened as every reader does; the games do not check its signature a second time. */
function tablesOf(file: string): ReleasePayload['tables'] {
  const payload: ReleasePayload = JSON.parse(file.split('\n')[0] ?? '');
  return payload.tables;
}

/** As many merchants as a customer is counted for at most. */
function merchantsOf(profile: Profile) {
  return Array.from({ length: profile.merchantsPerCustomer }, (_, index) => ({
    id: `0190a000-0000-7000-8000-0000000000${String(index).padStart(2, '0')}`,
    categoryId: profile.categories[0]?.id ?? '',
    paymentMerchantIds: [`shop-${index}`],
  }));
}

/** Nobody but the victim, in as many cells as the contract of the port allows. */
function cellsOf(isVictimIn: boolean): CellSource {
  const counts = (profile: Profile, table: ReleaseTable) => {
    const cells = new Int32Array(tableSizes(profile, table).reduce((product, size) => product * size, 1));
    if (isVictimIn) for (const cell of cellsOfVictim(profile, table)) cells[cell] = 1;
    return cells;
  };
  return {
    cellsOfWindow: async ({ profile, tables }) => tables.map((table) => ({ tableId: table.id, counts: counts(profile, table) })),
    slicesOfWindow: async ({ profile, table, merchants }) =>
      merchants.map(({ id }) => ({ merchantId: id, counts: counts(profile, table) })),
  };
}

/** The victim has spent in every category, is a loyal customer of every merchant, and can be reached: all cells of a table with one per category. */
function cellsOfVictim(profile: Profile, table: Pick<ReleaseTable, 'dimensions'>): readonly number[] {
  if (table.dimensions.includes('relationship')) return [1];
  const cells = Number(squaredSensitivity(profile, table));
  if (table.dimensions.includes('pair')) return Array.from({ length: cells }, (_, pair) => 4 * pair);
  return table.dimensions.includes('channels') ? [1] : Array.from({ length: cells }, (_, category) => category);
}
