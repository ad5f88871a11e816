import { pairCutBand, type Profile, type ReleaseTable } from '#shared/market/profile.ts';
import { cellSql } from '../table-cells.ts';
import { windowCode } from '../window-code.ts';
import type { CellRequest } from '../../privacy/release/ports.ts';
import type { Sources } from './ask.ts';
import { integerLiteral } from './literals.ts';
import { channelsSql, type Ground, isOpted, judgedCustomers, keptSql, spendOfWindow } from './questions.ts';

/** `(cell, customers)` of one table of a window: exact counts over the eligible customers, cells without any left out. */
export function cellsSql(ground: Ground, sources: Sources, request: Pick<CellRequest, 'window' | 'basis'>, table: ReleaseTable): string {
  const cell = cellSql(ground.profile, table, (column) => `toUInt32(${column})`);
  return `SELECT ${cell} AS cell, count() AS people FROM ${sourceSql(ground, sources, request, table)} GROUP BY cell`;
}

function sourceSql(
  ground: Ground,
  sources: Sources,
  { window, basis }: Pick<CellRequest, 'window' | 'basis'>,
  table: ReleaseTable,
): string {
  const { all, here } = sources;
  const opted = isOpted(ground, sources);
  const judged = judgedCustomers(ground);
  if (table.dimensions.includes('pair'))
    return `${all('customers')} ALL INNER JOIN ${pairsSql(ground.profile, keptSql(ground, sources, window, basis))} AS p USING (customer)
      WHERE ${judged} AND ${opted}`;
  if (!table.dimensions.includes('category'))
    return `${all('customers')} ALL INNER JOIN ${channelsSql(ground, sources)} AS o USING (customer) WHERE ${judged}`;
  if (basis === 'booked')
    return `${all('customers')} ALL INNER JOIN ${keptSql(ground, sources, window, basis)} AS k USING (customer) WHERE ${judged} AND ${opted}`;
  // The large table first: it streams past the smaller one.
  return `${all('spend')} ALL INNER JOIN (SELECT customer, region FROM ${here('customers')} WHERE ${judged} AND ${opted}) AS e USING (customer)
    WHERE ${spendOfWindow(ground, [windowCode(window)])} AND kept = 1`;
}

/** `(customer, pair, first_level, second_level)`: every pair of kept categories of a customer, the earlier one first, each low or high by the pair cut. */
function pairsSql(profile: Profile, kept: string): string {
  const cuts = `[${profile.categories.map((category) => integerLiteral(pairCutBand(profile, category))).join(', ')}]`;
  const categories = integerLiteral(2 * profile.categories.length);
  const [a, b] = ['toInt32(tupleElement(a, 1))', 'toInt32(tupleElement(b, 1))'];
  return `(SELECT customer, intDiv(${a} * (${categories} - ${a} - 1), 2) + (${b} - ${a} - 1) AS pair,
      tupleElement(a, 2) >= arrayElement(${cuts}, tupleElement(a, 1) + 1) AS first_level,
      tupleElement(b, 2) >= arrayElement(${cuts}, tupleElement(b, 1) + 1) AS second_level
    FROM (SELECT customer, a, arrayJoin(items) AS b FROM (
      SELECT customer, items, arrayJoin(items) AS a FROM (SELECT customer, groupArray((category, band)) AS items FROM ${kept} GROUP BY customer)))
    WHERE tupleElement(a, 1) < tupleElement(b, 1))`;
}
