import { EXACT_DIMENSIONS, type ExactDimension } from '../port.ts';
import type { Sources } from './ask.ts';
import { integerList } from './literals.ts';
import { bandSql, type Ground, isOpted, judgedCustomers } from './questions.ts';

const IS_MONTH = 12;

/** The dimensions in the order of the port, then customers and cents: see `readExact` of DuckDB, whose meaning this has. */
export function exactSql(
  ground: Pick<Ground, 'profile' | 'manifest'>,
  sources: Sources,
  by: readonly ExactDimension[],
  opted?: Ground['opted'],
): string {
  const dimensions = EXACT_DIMENSIONS.filter((dimension) => by.includes(dimension));
  return opted !== undefined ? eligibleSql({ ...ground, opted }, sources, dimensions) : allSql(ground, sources, dimensions);
}

function eligibleSql(ground: Ground, { all, here }: Sources, dimensions: readonly ExactDimension[]): string {
  const batches = ground.manifest.batches.filter(({ table, unit }) => table === 'spend' && Number(unit) % 100 <= IS_MONTH);
  // A batch is a month: the rows themselves do not say which.
  const month = `transform(batch, [${batches.map(({ batch }) => batch).join(', ')}], [${batches.map(({ unit }) => unit).join(', ')}], 0)`;
  const columns = dimensions.map((dimension) => (dimension === 'month' ? `${batches.length === 0 ? '0' : month} AS month` : dimension));
  return `SELECT ${[...columns, 'uniqExact(customer) AS people', 'sum(cents) AS total'].join(', ')} FROM ${all('spend')}
    ALL INNER JOIN (SELECT customer, region FROM ${here('customers')} WHERE ${judgedCustomers(ground)} AND ${isOpted(ground, { all, here })}) AS e USING (customer)
    WHERE batch IN ${integerList(batches.map(({ batch }) => batch))} AND kept = 1 ${groupBy(dimensions)}`;
}

function allSql(
  { manifest, profile }: Pick<Ground, 'manifest' | 'profile'>,
  { all, here }: Sources,
  dimensions: readonly ExactDimension[],
): string {
  const batches = `batch IN ${integerList(manifest.batches.filter(({ table }) => table === 'payments').map(({ batch }) => batch))}`;
  const band = dimensions.includes('band')
    ? `ALL INNER JOIN (SELECT customer, category, month, toUInt8(${bandSql(profile)}) AS band FROM (
         SELECT customer, category, month, sum(cents) AS net FROM ${here('payments')} WHERE ${batches} GROUP BY customer, category, month)
       WHERE net > 0) AS b USING (customer, category, month)`
    : '';
  return `SELECT ${[...dimensions, 'uniqExact(customer) AS people', 'sum(cents) AS total'].join(', ')} FROM ${all('payments')} ${band}
    WHERE ${batches}${dimensions.includes('region') ? ' AND region < 255' : ''} ${groupBy(dimensions)}`;
}

function groupBy(dimensions: readonly ExactDimension[]): string {
  return dimensions.length === 0 ? '' : `GROUP BY ${dimensions.join(', ')}`;
}
