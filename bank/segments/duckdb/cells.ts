import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { pairCutBand, type Profile, type ReleaseTable } from '#shared/market/profile.ts';
import type { Window } from '#shared/market/window.ts';
import type { TableCells } from '../../privacy/release/ports.ts';
import { tableSizes } from '../../privacy/release/build-release.ts';
import { cellSql, cellsOfRows, emptyCells } from '../table-cells.ts';
import { windowCode } from '../window-code.ts';
import { rowsOf } from './connection.ts';
import type { EligibleTable } from './eligible.ts';
import { bandPacking } from './packed.ts';
import type { SpendTable } from './schema.ts';
import type { Reading } from './snapshot.ts';

/** How many columns are counted at once. A scan by position runs on one thread. */
const SCANS_AT_ONCE = 2;

/** Exact counts of one table over the eligible customers (the view `eligible` of this connection): all cells, row-major, zeros included. */
export async function cellsOfTable(
  connection: DuckDBConnection,
  profile: Profile,
  window: Window,
  table: ReleaseTable,
  spend: SpendTable = 'spend',
): Promise<TableCells> {
  const rows = await rowsOf(
    connection,
    `SELECT cell, count(*) FROM (${contributionsSql(profile, window, table, spend)}) AS contributions GROUP BY cell`,
  );
  return cellsOfRows(profile, table, rows);
}

/** Whether a table can be read off {@link categoryCells}. */
export function isOfCategoryCells(table: ReleaseTable): boolean {
  return (
    table.dimensions.includes('category') && table.dimensions.every((each) => each === 'category' || each === 'band' || each === 'region')
  );
}

/**
 * Counts of a window by category, band and region, row-major: from the packed columns, each together with the eligible customers by position. Equal to
 * counting {@link contributionsSql}.
 */
export async function categoryCells(reading: Reading, profile: Profile, window: Window, eligible: EligibleTable): Promise<Int32Array> {
  const [bands, regions] = [profile.bandEdges.length, Math.max(1, profile.regions.length)];
  const counts = new Int32Array(profile.categories.length * bands * regions);
  const catalog = reading.spendCatalog(windowCode(window));
  if (catalog === undefined) return counts;
  const packing = bandPacking(profile);
  const { radix, perColumn, columns } = packing;
  const scan = async (connection: DuckDBConnection, column: number) => {
    const result = await connection.run(
      `SELECT value::INTEGER, state::INTEGER, customers::INTEGER FROM (
         SELECT band${column} AS value, state, count(*) AS customers FROM ${catalog}.packed POSITIONAL JOIN ${eligible.name} GROUP BY ALL)
       WHERE state < ${eligible.notEligible} AND value > 0`,
    );
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const [values, states, customers] = [chunk.getColumnVector(0), chunk.getColumnVector(1), chunk.getColumnVector(2)];
      for (let row = 0; row < chunk.rowCount; row += 1) {
        let rest = Number(values.getItem(row));
        for (let category = column * perColumn; rest > 0; category += 1, rest = Math.floor(rest / radix)) {
          const digit = rest % radix;
          if (digit === 0) continue;
          const cell = (category * bands + digit - 1) * regions + Number(states.getItem(row));
          counts[cell] = (counts[cell] ?? 0) + Number(customers.getItem(row));
        }
      }
    }
  };
  await sideBySide(reading, columns, scan);
  return counts;
}

/** A table of the dimensions category, band and region out of {@link categoryCells}. */
export function tableOfCategoryCells(profile: Profile, table: ReleaseTable, cells: Int32Array): TableCells {
  const sizes = tableSizes(profile, table);
  const counts = emptyCells(profile, table);
  const [bands, regions] = [profile.bandEdges.length, Math.max(1, profile.regions.length)];
  cells.forEach((customers, cell) => {
    if (customers === 0) return;
    const values: Readonly<Record<string, number>> = {
      category: Math.floor(cell / (bands * regions)),
      band: Math.floor(cell / regions) % bands,
      region: cell % regions,
    };
    const at = table.dimensions.reduce((sum, dimension, position) => sum * (sizes[position] ?? 1) + (values[dimension] ?? 0), 0);
    counts[at] = (counts[at] ?? 0) + customers;
  });
  return { tableId: table.id, counts };
}

/** Does work 0 to `count` − 1, some at once, each on a connection of its own. */
async function sideBySide(
  { connection, instance }: { readonly connection: DuckDBConnection; readonly instance: DuckDBInstance },
  count: number,
  work: (connection: DuckDBConnection, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const go = async (mine: DuckDBConnection) => {
    for (let index = next; index < count; index = next) {
      next += 1;
      await work(mine, index);
    }
  };
  const others = await Promise.all(Array.from({ length: Math.min(SCANS_AT_ONCE, count) - 1 }, () => instance.connect()));
  try {
    await Promise.all([connection, ...others].map(go));
  } finally {
    for (const other of others) other.closeSync();
  }
}

/**
 * Every contribution to a table, `(customer, cell)`: what is counted, and so what the charge's bound is about. At most D² rows of one customer, no two of
 * them alike.
 */
export function contributionsSql(profile: Profile, window: Window, table: ReleaseTable, spend: SpendTable = 'spend'): string {
  const cell = cellSql(profile, table, (column) => `${column}::INTEGER`);
  return `SELECT customer, ${cell} AS cell FROM ${sourceOf(profile, window, table, spend)}`;
}

function sourceOf(profile: Profile, window: Window, table: ReleaseTable, spend: SpendTable): string {
  if (table.dimensions.includes('pair')) return pairsSql(profile, window, spend);
  if (table.dimensions.includes('category'))
    return `${spend} JOIN eligible USING (customer) WHERE "window" = ${windowCode(window)} AND kept`;
  return 'eligible';
}

/** Every pair of kept categories of a customer, the earlier one first, each low or high by the pair cut. */
function pairsSql(profile: Profile, window: Window, spend: SpendTable): string {
  const categories = profile.categories.length;
  const cuts = profile.categories.map((category) => pairCutBand(profile, category)).join(', ');
  return `(SELECT eligible.customer, a.category::INTEGER * (${2 * categories} - a.category::INTEGER - 1) // 2 + (b.category::INTEGER - a.category::INTEGER - 1) AS pair,
      (a.band >= [${cuts}][a.category::INTEGER + 1])::INTEGER AS first_level, (b.band >= [${cuts}][b.category::INTEGER + 1])::INTEGER AS second_level
    FROM ${spend} a JOIN ${spend} b ON a.customer = b.customer AND a.category < b.category JOIN eligible ON eligible.customer = a.customer
    WHERE a."window" = ${windowCode(window)} AND b."window" = ${windowCode(window)} AND a.kept AND b.kept)`;
}
