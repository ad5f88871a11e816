import { AppError } from '#shared/errors.ts';
import { compareFractions, formatFraction, fraction, multiplyFractions, parseFraction } from '#shared/fraction.ts';
import type { ReleaseTable } from '#shared/market/profile.ts';
import { correctionQuotes, quoteRho } from '../accountant/charges.ts';
import { chargeLedger } from '../ledger/ledger.ts';
import { sliceTablesOfWindow, tablesOfWindow } from './build-release.ts';
import type { StoredRelease } from './ports.ts';
import { assertPublishable, buildAndStore, type PublishPorts, type PublishRequest } from './publish-release.ts';

export interface CorrectionRequest extends PublishRequest {
  /** Ids of the window's tables to correct; all of them where absent. The slices' table stands for every merchant's slice. */
  readonly tableIds?: readonly string[] | undefined;
}

/**
 * Publishes corrected tables of a window that has a release: counted anew from every payment booked for the window by now, with new noise, in a signed
 * release of their own that names the one it corrects; a table goes with every finer one of the same counts. A correction is a second look at the same customers, so it is a new charge: as many whole quotes
 * of the quote balance as its tables need, before anything is read, never refunded. One correction per release; a withdrawn release may still have it.
 * Cut off between charge and storing, it goes on under its charge.
 * @returns the release that holds the corrected tables alone
 * @throws AppError `not_found`, `window_too_old`, `window_already_published` where it was corrected before, `invalid_input`, `quote_balance_exhausted`
 */
export async function correctRelease(request: CorrectionRequest, ports: PublishPorts): Promise<StoredRelease> {
  const { profile, window } = request;
  const original = await ports.releases.findByWindow(window);
  if (original === undefined) throw new AppError('not_found', {});
  assertPublishable(window, request.today);
  if ((await ports.releases.list()).some((release) => release.corrects === original.id))
    throw new AppError('window_already_published', { window });
  const { tables, sliceTables } = chosenTables(request);

  const id = `${original.id}.c1`;
  const quotes = correctionQuotes(profile, [...tables, ...sliceTables]);
  const rho = formatFraction(multiplyFractions(fraction(quotes), quoteRho(profile)));
  const cutOff = (await ports.ledger.entries()).find((entry) => entry.kind === 'correction' && entry.artefactId === id);
  if (cutOff !== undefined && compareFractions(parseFraction(cutOff.rho), parseFraction(rho)) !== 0)
    refuseTables('a correction that was cut off goes on with the tables that it was charged for');
  await chargeLedger(ports.ledger, profile, { chargedAt: request.publishedAt, kind: 'correction', artefactId: id, rho });
  return buildAndStore(request, { id, corrects: original.id, tables, sliceTables, basis: 'booked' }, ports);
}

function chosenTables({ profile, window, tableIds }: CorrectionRequest): {
  readonly tables: readonly ReleaseTable[];
  readonly sliceTables: readonly ReleaseTable[];
} {
  const all = tablesOfWindow(profile, window);
  const allSlices = sliceTablesOfWindow(profile, window);
  const known = [...all, ...allSlices].map((table) => table.id);
  const unknown = tableIds?.find((id) => !known.includes(id));
  if (unknown !== undefined) refuseTables(`${unknown} is none of ${known.join(', ')}`);
  const isChosen = (table: ReleaseTable) => tableIds === undefined || tableIds.includes(table.id);
  const tables = all.filter(isChosen);
  for (const table of tables) {
    // Readers combine tables of the same counts: a finer one that is left as it was would pull the corrected figures back.
    const finer = all.find((other) => !isChosen(other) && isFiner(other, table));
    if (finer !== undefined) refuseTables(`${finer.id} holds the counts of ${table.id} and is corrected with it`);
  }
  if (tables.length === 0) refuseTables('a correction holds at least one table of the public release');
  return { tables, sliceTables: allSlices.filter(isChosen) };
}

function isFiner(other: ReleaseTable, table: ReleaseTable): boolean {
  return table.dimensions.includes('category') && table.dimensions.every((dimension) => other.dimensions.includes(dimension));
}

function refuseTables(problem: string): never {
  throw new AppError('invalid_input', { issues: [{ path: 'tables', problem }] });
}
