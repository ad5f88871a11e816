import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import { type Bits, digitOf, hasBit, type Planes, planesFor, setBit, setDigit } from '../bit-planes.ts';
import { bitmapSql, blockSql, planeColumns, readBitmaps } from './bitmaps.ts';

/** The eligible customers as bits. Nothing in it changes; a change makes a copy. */
export interface EligibleBits {
  /** How many customers there are, eligible or not. */
  readonly customers: number;
  readonly everybody: Bits;
  /** The region plus one; 0 for whoever is not eligible. */
  readonly regions: Planes;
  /** For each of the profile's channels. */
  readonly channels: readonly Bits[];
}

/** What is known of one customer: `state` is the region, or one past the regions for whoever is not eligible. */
export interface EligibleRow {
  readonly customer: number;
  readonly state: number;
  readonly channelSet: number;
}

/** Reads the bits off a table of the eligible. */
export async function readEligibleBits(connection: DuckDBConnection, table: string, profile: Profile): Promise<EligibleBits> {
  const regions = Math.max(1, profile.regions.length);
  const planes = planesFor(regions);
  const columns = [
    bitmapSql('customer', `state < ${regions}`),
    ...planeColumns('region', planes, 'customer', `(CASE WHEN state < ${regions} THEN state + 1 ELSE 0 END)`),
    ...planeColumns('channel', profile.channels.length, 'customer', 'channel_set'),
  ];
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${table}`);
  const customers = Number(reader.getRows()[0]?.[0]);
  const [everybody, ...others] = await readBitmaps(
    connection,
    `SELECT ${blockSql('customer')} AS block, ${columns.join(',\n')} FROM ${table} GROUP BY block`,
    columns.length,
    customers,
  );
  if (everybody === undefined) throw new RangeError('a bitmap expected');
  return { customers, everybody, regions: others.slice(0, planes), channels: others.slice(planes) };
}

export function withRows(before: EligibleBits, rows: readonly EligibleRow[], notEligible: number): EligibleBits {
  const after = {
    customers: before.customers,
    everybody: before.everybody.slice(),
    regions: before.regions.map((plane) => plane.slice()),
    channels: before.channels.map((plane) => plane.slice()),
  };
  for (const { customer, state, channelSet } of rows) {
    const isEligible = state < notEligible;
    setBit(after.everybody, customer, isEligible);
    setDigit(after.regions, customer, isEligible ? state + 1 : 0);
    setDigit(after.channels, customer, channelSet);
  }
  return after;
}

/** One customer as the engine's numbers. */
export function eligibleRowOf(bits: EligibleBits, customer: number): EligibleRow {
  const region = digitOf(bits.regions, customer);
  const channelSet = bits.channels.reduce((set, channel, index) => (hasBit(channel, customer) ? set | (1 << index) : set), 0);
  return { customer, state: region - 1, channelSet };
}
