import { DuckDBBlobValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { VISIT_BANDS } from '#shared/audience/audience.ts';
import type { Profile } from '#shared/market/profile.ts';
import { type Bits, BLOCK_CUSTOMERS, bytesOf, type Planes, planesFor, wordsFor } from '../bit-planes.ts';

/** What of a kept category is stored as planes: 0 for nothing, else the band plus one. */
export type PlaneKind = 'band' | 'visit';

const BLOCK_BITS = Math.log2(BLOCK_CUSTOMERS);

function planesOf(profile: Pick<Profile, 'bandEdges'>, kind: PlaneKind): number {
  return planesFor(kind === 'band' ? profile.bandEdges.length : VISIT_BANDS.length);
}

/**
 * SQL of the table `bits` of a spend file: the kept rows of `spend` a second time, a row for every category and block of customers, with the planes of the
 * block's bands and visit bands. What a count or a page reads of a window is the planes of its categories.
 */
export function bitsTableSql(profile: Profile, catalog: string): string {
  const visit = `CASE WHEN visits > 0 THEN ${VISIT_BANDS.map((least) => `(visits >= ${least})::UTINYINT`).join(' + ')} ELSE 0 END`;
  const columns = [
    ...planeColumns('band', planesOf(profile, 'band'), 'customer', '(band + 1)'),
    ...planeColumns('visit', planesOf(profile, 'visit'), 'customer', `(${visit})`),
  ];
  return `CREATE TABLE ${catalog}.bits AS SELECT category, customer >> ${BLOCK_BITS} AS block, ${columns.join(',\n')}
    FROM ${catalog}.spend WHERE kept GROUP BY ALL ORDER BY category, block`;
}

/**
 * Aggregates that make the planes of a number, called `<name>0`, `<name>1` and so on, over the customers of one block.
 * @param customer SQL of the customer's number
 * @param digit SQL of the number, an integer of 0 or more
 */
export function planeColumns(name: string, planes: number, customer: string, digit: string): readonly string[] {
  return Array.from({ length: planes }, (_, plane) => `${bitmapSql(customer, `(${digit} & ${2 ** plane}) <> 0`)} AS ${name}${plane}`);
}

/** An aggregate that makes the bitmap of the customers of one block who meet a condition; null where nobody does. */
export function bitmapSql(customer: string, condition: string): string {
  return `bitstring_agg((${customer} & ${BLOCK_CUSTOMERS - 1})::INTEGER, 0, ${BLOCK_CUSTOMERS - 1}) FILTER (WHERE ${condition})::BLOB`;
}

/** The block that a customer is in. */
export function blockSql(customer: string): string {
  return `${customer} >> ${BLOCK_BITS}`;
}

/** Bitmaps from a query whose rows are blocks: the block's number, then the block's part of each bitmap. */
export async function readBitmaps(
  connection: DuckDBConnection,
  sql: string,
  bitmaps: number,
  customers: number,
  values?: Record<string, DuckDBValue>,
): Promise<readonly Bits[]> {
  const read = Array.from({ length: bitmaps }, () => new Int32Array(wordsFor(customers)));
  const result = await connection.run(sql, values);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const blocks = chunk.getColumnValues(0);
    for (const [index, bits] of read.entries()) {
      const parts: readonly DuckDBValue[] = chunk.getColumnValues(index + 1);
      for (const [row, part] of parts.entries())
        if (part instanceof DuckDBBlobValue) bytesOf(bits).set(part.bytes, (Number(blocks[row]) * BLOCK_CUSTOMERS) / 8);
    }
  }
  return read;
}

export interface PlaneReader {
  /** The planes of a category in a window. */
  planes(connection: DuckDBConnection, request: PlanesRequest): Promise<Planes>;
}

export interface PlanesRequest {
  /** Of the window's spend. Names are never used twice. */
  readonly catalog: string;
  readonly kind: PlaneKind;
  readonly category: number;
  readonly customers: number;
}

/** Reads planes when they are asked for and keeps those asked for last, up to a size. */
export function openPlaneReader(profile: Profile, keepBytes: number): PlaneReader {
  const kept = new Map<string, Planes>();
  let bytes = 0;
  const sizeOf = (planes: Planes) => planes.reduce((sum, plane) => sum + plane.byteLength, 0);

  function keep(key: string, planes: Planes): void {
    const before = kept.get(key);
    if (before !== undefined) bytes -= sizeOf(before);
    kept.delete(key);
    kept.set(key, planes);
    bytes += sizeOf(planes);
    for (const [oldest, dropped] of kept) {
      if (bytes <= keepBytes) break;
      kept.delete(oldest);
      bytes -= sizeOf(dropped);
    }
  }

  return {
    async planes(connection, { catalog, kind, category, customers }) {
      const key = `${catalog} ${kind} ${category} ${customers}`;
      const before = kept.get(key);
      const count = planesOf(profile, kind);
      const columns = Array.from({ length: count }, (_, plane) => `${kind}${plane}`);
      const planes =
        before ??
        (await readBitmaps(
          connection,
          `SELECT block, ${columns.join(', ')} FROM ${catalog}.bits WHERE category = ${category}`,
          count,
          customers,
        ));
      keep(key, planes);
      return planes;
    },
  };
}
