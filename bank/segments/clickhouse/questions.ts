import type { Profile } from '#shared/market/profile.ts';
import { monthsOfWindow, type Window } from '#shared/market/window.ts';
import type { CellBasis, SliceMerchant } from '../../privacy/release/ports.ts';
import { categoriesByEdges } from '../table-cells.ts';
import { relationMonths, windowCode } from '../window-code.ts';
import type { Sources } from './ask.ts';
import { integerList, integerLiteral, textList } from './literals.ts';
import type { Batch, Manifest } from './manifest.ts';

/** What the pieces below are made for: a version of the payments and a list of opt-ins. */
export interface Ground {
  readonly profile: Profile;
  readonly manifest: Manifest;
  readonly opted: Batch;
}

/** On `customers`: of the version, adult, of a known region. */
export function judgedCustomers({ manifest }: Pick<Ground, 'manifest'>): string {
  return `batch IN ${integerList(batchNumbers(manifest, (batch) => batch.table === 'customers'))} AND adult = 1 AND region < 255`;
}

/** On `customer`: opted in. */
export function isOpted({ opted }: Pick<Ground, 'opted'>, { here }: Sources): string {
  return `customer IN (SELECT customer FROM ${here('opted')} WHERE batch = ${integerLiteral(opted.batch)})`;
}

/** `(customer, channel_set)` of the opted-in. */
export function channelsSql({ opted }: Pick<Ground, 'opted'>, { here }: Sources): string {
  return `(SELECT customer, channel_set FROM ${here('opted')} WHERE batch = ${integerLiteral(opted.batch)})`;
}

/** On `spend`: the rows of a window. */
export function spendOfWindow({ manifest }: Pick<Ground, 'manifest'>, windows: readonly number[]): string {
  const units = new Set(windows.map(String));
  return `batch IN ${integerList(batchNumbers(manifest, (batch) => batch.table === 'spend' && units.has(batch.unit)))}`;
}

/** `(customer, category, band)`: what the bound on categories keeps in a window, by the payments that count in it or that are booked for it. */
export function keptSql(ground: Ground, sources: Sources, window: Window, basis: CellBasis | undefined): string {
  const { here } = sources;
  if (basis !== 'booked')
    return `(SELECT customer, category, band FROM ${here('spend')} WHERE ${spendOfWindow(ground, [windowCode(window)])} AND kept = 1)`;
  const months = monthsOfWindow(window).map(windowCode);
  return `(SELECT customer, tupleElement(row, 1) AS category, tupleElement(row, 2) AS band FROM (
    SELECT customer, arrayJoin(arraySlice(arraySort(groupArray((category, band))), 1, ${integerLiteral(ground.profile.categoriesPerCustomer)})) AS row
    FROM (SELECT customer, category, toUInt8(${bandSql(ground.profile)}) AS band FROM (
      SELECT customer, category, sum(cents) AS net FROM ${here('payments')}
      WHERE ${paymentsBooked(ground.manifest, months)} AND sensitive = 0 GROUP BY customer, category)
      WHERE net > 0)
    GROUP BY customer))`;
}

/** On `payments`: those booked for some months. */
export function paymentsBooked(manifest: Manifest, months: readonly number[]): string {
  const units = new Set(months.map(String));
  const batches = batchNumbers(manifest, (batch) => batch.table === 'payments' && units.has(batch.unit));
  return `batch IN ${integerList(batches)} AND month IN ${integerList(months)}`;
}

/** On `payments`: those that count in some months, for whatever month they were booked. */
function paymentsCounted(manifest: Manifest, months: readonly number[]): string {
  const batches = batchNumbers(
    manifest,
    ({ table, countedFrom = 0, countedUntil = 0 }) =>
      table === 'payments' && months.some((month) => month >= countedFrom && month <= countedUntil),
  );
  return `batch IN ${integerList(batches)} AND counted_month IN ${integerList(months)}`;
}

/** The band number of the net spend `net` in `category`. Categories with the same edges share a branch. */
export function bandSql(profile: Profile): string {
  const branches = categoriesByEdges(profile).flatMap(({ steps, categories }) => {
    const band = ['0', ...steps.map((edge) => `(net >= ${integerLiteral(edge)})`)].join(' + ');
    return [`category IN ${integerList(categories)}`, band];
  });
  return `multiIf(${branches.join(', ')}, 255)`;
}

/**
 * `(customer, place, band, is_loyal)`: what `relations` is in DuckDB. A row per customer and merchant (by place in the list) where the spend in the
 * merchant's own category is kept in the season and the customer bought at its shops in the twelve months up to the season's end; loyal when in the last
 * six, else lapsed. Of a customer with more merchants than the bound the first ones of the list stay.
 */
export function relationsSql(
  ground: Ground,
  sources: Sources,
  season: Window,
  merchants: readonly SliceMerchant[],
  basis?: CellBasis,
): string {
  const { profile, manifest } = ground;
  const ids = [...new Set(merchants.flatMap((merchant) => merchant.paymentMerchantIds))];
  if (ids.length === 0) return NOBODY;
  const { remembered, recent } = relationMonths(season);
  const month = basis === 'booked' ? 'month' : 'counted_month';
  const which = basis === 'booked' ? paymentsBooked(manifest, remembered) : paymentsCounted(manifest, remembered);
  const categories = merchants.map((merchant) => profile.categories.findIndex((each) => each.id === merchant.categoryId));
  const numbers = categories.map((category) => integerLiteral(category < 0 ? 255 : category)).join(', ');
  return `(SELECT customer, tupleElement(row, 1) AS place, tupleElement(row, 2) AS band, tupleElement(row, 3) AS is_loyal FROM (
    SELECT customer, arrayJoin(arraySlice(arraySort(groupArray((place, band, is_loyal))), 1, ${integerLiteral(profile.merchantsPerCustomer)})) AS row
    FROM (
      SELECT customer, place, toUInt8(arrayElement([${numbers}], place + 1)) AS category, max(is_recent) AS is_loyal
      FROM (
        SELECT customer, arrayJoin(${placesSql(merchants, ids)}) AS place, ${month} IN ${integerList(recent)} AS is_recent
        FROM ${sources.here('payments')} WHERE ${which} AND merchant IN (${textList(ids)}) AND cents > 0 AND sensitive = 0)
      GROUP BY customer, place) AS v
    ALL INNER JOIN ${keptSql(ground, sources, season, basis)} AS k USING (customer, category)
    GROUP BY customer))`;
}

const NOBODY =
  '(SELECT customer, toInt32(-1) AS place, toUInt8(0) AS band, toUInt8(0) AS is_loyal FROM (SELECT toUInt64(0) AS customer) WHERE customer > 0)';

/** The places in the list of the merchants that a payment's merchant stands for: mostly one, several where merchants share a name in payments. */
function placesSql(merchants: readonly SliceMerchant[], ids: readonly string[]): string {
  const places = new Map<string, number[]>(ids.map((id) => [id, []]));
  for (const [place, merchant] of merchants.entries()) for (const id of new Set(merchant.paymentMerchantIds)) places.get(id)?.push(place);
  const most = Math.max(...[...places.values()].map((each) => each.length));
  const layers = Array.from({ length: most }, (_, layer) => {
    const numbers = ids.map((id) => integerLiteral(places.get(id)?.[layer] ?? -1)).join(', ');
    return `transform(merchant, [${textList(ids)}], [${numbers}], -1)`;
  });
  return `arrayFilter(p -> p >= 0, arrayMap(p -> toInt32(p), [${layers.join(', ')}]))`;
}

function batchNumbers(manifest: Manifest, isWanted: (batch: Batch) => boolean): readonly number[] {
  return manifest.batches.filter(isWanted).map(({ batch }) => batch);
}
