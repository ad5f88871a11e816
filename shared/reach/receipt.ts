import { divideFractions, formatFraction, parseFraction, sumFractions } from '../fraction.ts';
import { populationTable, publisherOf } from './find-release.ts';
import type { Quote } from './quote.ts';
import type { Release } from './release.ts';
import type { Receipt, ReceiptSource } from './types.ts';

/** Tables that an estimate read, of a release as it stands after corrections. */
export interface TablesRead {
  readonly release: Release;
  readonly tables: readonly string[];
}

const shares = new WeakMap<Release | Quote, string>();

/** The exact share of the yearly cap that an artefact charged. */
function shareOfCap(artefact: Release | Quote): string {
  let share = shares.get(artefact);
  if (share === undefined) {
    share = formatFraction(divideFractions(parseFraction(artefact.rho), parseFraction(artefact.privacyCap)));
    shares.set(artefact, share);
  }
  return share;
}

/** Every artefact that published a table which was read, each once, in the order of reading. */
export function sourcesOf(releases: readonly Release[], read: readonly TablesRead[]): readonly ReceiptSource[] {
  const found = new Map<Release, Set<string>>();
  for (const { release, tables } of read)
    for (const table of tables) {
      const publisher = publisherOf(releases, release, table) ?? release;
      const known = found.get(publisher);
      if (known === undefined) found.set(publisher, new Set([table]));
      else known.add(table);
    }
  return [...found].map(([release, tables]) => sourceOfRelease(release, [...tables]));
}

function sourceOfRelease(release: Release, tables: readonly string[]): ReceiptSource {
  return {
    kind: 'release',
    id: release.id,
    sha256: release.sha256,
    window: release.window,
    tables,
    rho: release.rho,
    shareOfYearlyCap: shareOfCap(release),
    categoriesPerCustomer: release.categoriesPerCustomer,
    merchantsPerCustomer: release.merchant === undefined ? null : release.merchantsPerCustomer,
    dataUntil: release.dataUntil,
    keyId: release.keyId,
  };
}

export function sourceOfQuote(quote: Quote): ReceiptSource {
  return {
    kind: 'quote',
    id: quote.id,
    sha256: quote.sha256,
    window: null,
    tables: [],
    rho: quote.rho,
    shareOfYearlyCap: shareOfCap(quote),
    categoriesPerCustomer: quote.categoriesPerCustomer,
    merchantsPerCustomer: null,
    dataUntil: quote.dataUntil,
    keyId: quote.keyId,
  };
}

/**
 * The receipt of a reach.
 * @param sources at least one
 * @param window what the number is about: the window of the rule's first spend condition
 * @param rate the release whose population table gave the share of reachable customers
 */
export function receiptOf(
  releases: readonly Release[],
  sources: readonly ReceiptSource[],
  window: string,
  market: Release,
  rate: Release | undefined,
): Receipt {
  const [main] = sources;
  if (main === undefined) throw new TypeError('a receipt needs a source');
  const table = rate === undefined ? undefined : populationTable(rate);
  const [channelRate = null] =
    rate === undefined || table === undefined ? [] : sourcesOf(releases, [{ release: rate, tables: [table.id] }]);
  return {
    releaseId: main.id,
    releaseSha256: main.sha256,
    window,
    tables: main.tables,
    ...totalOf(sources, main),
    categoriesPerCustomer: main.categoriesPerCustomer,
    dataUntil: main.dataUntil,
    keyId: main.keyId,
    segmentDriftShare: market.planning.segmentDriftShare,
    channelRateReleaseId: channelRate?.id ?? null,
    sources,
    channelRate,
  };
}

function totalOf(sources: readonly ReceiptSource[], main: ReceiptSource): Pick<Receipt, 'rho' | 'shareOfYearlyCap'> {
  if (sources.length === 1) return { rho: main.rho, shareOfYearlyCap: main.shareOfYearlyCap };
  const sum = (of: (source: ReceiptSource) => string) => formatFraction(sumFractions(sources.map((source) => parseFraction(of(source)))));
  return { rho: sum((source) => source.rho), shareOfYearlyCap: sum((source) => source.shareOfYearlyCap) };
}
