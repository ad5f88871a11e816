import { AppError } from '#shared/errors.ts';
import { formatFraction } from '#shared/fraction.ts';
import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import { addMonths, windowDates, windowKind } from '#shared/market/window.ts';
import { openRelease, type ReleaseChecks, writeReleaseFile } from '#shared/reach/decode-release.ts';
import type { ReleasePayload } from '#shared/reach/release.ts';
import { releaseRho } from '../accountant/charges.ts';
import { chargeLedger } from '../ledger/ledger.ts';
import type { LedgerStore } from '../ledger/ports.ts';
import type { RandomBits } from '../noise/random-bits.ts';
import { buildRelease, type ReleaseFacts, sliceTablesOfWindow, tablesOfWindow } from './build-release.ts';
import type { CellBasis, CellSource, ReleaseStore, SliceMerchant, StoredRelease, StoredSlice } from './ports.ts';
import type { ReleaseSigner } from './signature.ts';

/** Windows that ended longer ago than this many months are closed for good. */
const OLDEST_WINDOW_MONTHS = 15;

export interface PublishPorts {
  readonly cells: CellSource;
  readonly ledger: LedgerStore;
  readonly releases: ReleaseStore;
  readonly signer: ReleaseSigner;
  readonly checks: ReleaseChecks;
  readonly random: RandomBits;
}

export interface PublishRequest {
  readonly profile: Profile;
  readonly window: string;
  /** The bank's local date. */
  readonly today: string;
  /** Recorded in the file and in the ledger, ISO 8601 in UTC. */
  readonly publishedAt: string;
  /** Consents are judged at this instant. */
  readonly now: string;
  /** The merchants under contract, in the fixed public order; each gets its slice of a season. */
  readonly merchants: readonly SliceMerchant[];
}

/** `nl-pilot-2025-03`: market, profile, window. A profile whose name begins with the market does not say it twice. */
export function releaseId(profile: Pick<Profile, 'market' | 'name'>, window: string): string {
  const market = profile.market.toLowerCase();
  return `${profile.name.startsWith(`${market}-`) ? '' : `${market}-`}${profile.name}-${window}`;
}

/**
 * Publishes the release of a window: checks, charges the ledger, and only then reads counts, adds noise, signs and stores. The stored row is the
 * publication: before it nothing has left, after it the window is done for ever. Cut off between charge and storing, it goes on under its charge.
 * @throws AppError `window_already_published`, `window_not_closed`, `window_too_old`, `ledger_cap_reached`, `invalid_input`
 */
export async function publishRelease(request: PublishRequest, ports: PublishPorts): Promise<StoredRelease> {
  const { profile, window } = request;
  if ((await ports.releases.findByWindow(window)) !== undefined) throw new AppError('window_already_published', { window });
  assertPublishable(window, request.today);
  const tables = tablesOfWindow(profile, window);
  if (tables.length === 0)
    throw new AppError('invalid_input', { issues: [{ path: 'window', problem: `the profile has no tables for a ${windowKind(window)}` }] });

  const id = releaseId(profile, window);
  const rho = formatFraction(releaseRho(profile, windowKind(window)));
  await chargeLedger(ports.ledger, profile, { chargedAt: request.publishedAt, kind: 'release', artefactId: id, rho });

  return buildAndStore(request, { id, tables, sliceTables: sliceTablesOfWindow(profile, window), basis: 'counted' }, ports);
}

/** What a release, or the correction of one, holds. The caller charged for all of it. */
export interface ReleasePlan {
  readonly id: string;
  readonly corrects?: string;
  readonly tables: readonly ReleaseTable[];
  readonly sliceTables: readonly ReleaseTable[];
  readonly basis: CellBasis;
}

/** Reads the counts, draws the noise, signs and stores. Only ever after the ledger was charged. */
export async function buildAndStore(request: PublishRequest, plan: ReleasePlan, ports: PublishPorts): Promise<StoredRelease> {
  const { profile, window, publishedAt } = request;
  const { id, tables, basis } = plan;
  const corrects = plan.corrects === undefined ? {} : { corrects: plan.corrects };
  const cells = await ports.cells.cellsOfWindow({ profile, window, tables, asOf: request.now, basis });
  const facts = { id, window, publishedAt, keyId: ports.signer.keyId, ...corrects };
  const { file, sha256 } = signed(buildRelease(profile, facts, tables, cells, ports.random), ports);
  const release: StoredRelease = { id, window, publishedAt, ...corrects, sha256, withdrawn: false, file };
  await ports.releases.insert(release, await buildSlices(request, facts, plan, ports));
  return release;
}

/** Every merchant's slice of a window, a signed file each. Their charge is part of the release's: it holds for all slices together. */
async function buildSlices(
  request: PublishRequest,
  facts: ReleaseFacts,
  { sliceTables: [table], basis }: ReleasePlan,
  ports: PublishPorts,
): Promise<readonly StoredSlice[]> {
  const { profile, window, merchants } = request;
  if (table === undefined || merchants.length === 0) return [];
  const slices = await ports.cells.slicesOfWindow({ profile, window, table, merchants, asOf: request.now, basis });
  return merchants.map((merchant) => {
    const counts = slices.find((slice) => slice.merchantId === merchant.id)?.counts ?? new Int32Array();
    // Without the hyphens the id of a correction's slice fits what an id may be.
    const id = `${facts.id}.${merchant.id.replaceAll('-', '')}`;
    const payload = buildRelease(
      profile,
      { ...facts, id, merchant: { id: merchant.id, categoryId: merchant.categoryId } },
      [table],
      [{ tableId: table.id, counts }],
      ports.random,
    );
    return { id, releaseId: facts.id, merchantId: merchant.id, ...signed(payload, ports) };
  });
}

/** The file of a payload, read back as every reader will, so that a file that cannot be opened is never published. */
function signed(payload: ReleasePayload, ports: PublishPorts): { readonly file: string; readonly sha256: string } {
  const file = writeReleaseFile(payload, (message) => ports.signer.sign(message));
  return { file, sha256: openRelease(file, ports.checks).sha256 };
}

/** @throws AppError `window_not_closed`, `window_too_old` */
export function assertPublishable(window: string, today: string): void {
  const { until } = windowDates(window);
  if (until > today) throw new AppError('window_not_closed', { window, closesOn: until });
  if (`${addMonths(until.slice(0, 7), OLDEST_WINDOW_MONTHS)}-01` < today) throw new AppError('window_too_old', { window });
}
