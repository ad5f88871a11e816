import { AppError } from '../errors.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import type { DecodedTable, Release, ReleasePayload, ReleaseTablePayload } from './release.ts';

/** Number of cells of a table: the product of its sizes. */
export function cellCount(table: Pick<ReleaseTablePayload, 'sizes'>): number {
  return table.sizes.reduce((product, size) => product * size, 1);
}

/**
 * A table with its counts decoded: base64 → signed 32-bit little-endian integers, row-major, the last dimension fastest.
 * @throws AppError `release_invalid` when the text is not the one encoding of exactly the table's number of cells
 */
export function decodeTable(table: ReleaseTablePayload): DecodedTable {
  const bytes = decodeBase64(table.counts);
  if (bytes === undefined || bytes.length !== cellCount(table) * 4) throw new AppError('release_invalid', { problem: 'counts_malformed' });
  const counts = new Int32Array(bytes.length / 4);
  for (let cell = 0; cell < counts.length; cell += 1) {
    const at = cell * 4;
    counts[cell] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  }
  return { ...table, counts };
}

/** The base64 text of counts, as {@link decodeTable} reads it. */
export function encodeCounts(counts: Int32Array): string {
  const bytes = new Uint8Array(counts.length * 4);
  counts.forEach((count, cell) => {
    for (let place = 0; place < 4; place += 1) bytes[cell * 4 + place] = (count >>> (8 * place)) & 0xff;
  });
  return encodeBase64(bytes);
}

/**
 * The form that the estimator reads, from a release whose signature was verified (in the main process of the application, or at the bank).
 * Never call it with a payload of unknown origin.
 */
export function toRelease(verified: ReleasePayload & { readonly sha256: string }): Release {
  return { ...verified, tables: verified.tables.map(decodeTable) };
}
