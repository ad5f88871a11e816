import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReleaseShelf } from '#shared/contracts/ipc/contract.ts';
import { monthsOfWindow } from '#shared/market/window.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import type { Release } from '#shared/reach/release.ts';
import { useBridge } from './bridge-context.tsx';
import { type CallFailure, failureOf, unwrap } from './call-failure.ts';
import { keys } from './queries.ts';

/** The releases as screens use them: decoded once per change of the shelf. */
export interface Shelf {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: CallFailure | undefined;
  /** Releases, and the signed-in merchant's own slices of them (those with `merchant`). */
  readonly releases: readonly Release[];
  readonly refused: ReleaseShelf['refused'];
  /** While `loading`: how many of the bank's releases are here already. */
  readonly progress: { readonly arrived: number; readonly listed: number } | undefined;
  /** The release with the latest data. */
  readonly newest: Release | undefined;
  readonly retry: () => void;
}

const decoded = new WeakMap<ReleaseShelf, readonly Release[]>();

/** Decoded releases of a shelf; the same shelf gives the same array, so that every screen shares one decoding. */
export function releasesOf(shelf: ReleaseShelf): readonly Release[] {
  const known = decoded.get(shelf);
  if (known !== undefined) return known;
  const releases = shelf.releases.map(toRelease);
  decoded.set(shelf, releases);
  return releases;
}

function newestOf(releases: readonly Release[]): Release | undefined {
  const end = (release: Release) => monthsOfWindow(release.window).at(-1) ?? release.window;
  const later = (best: Release, release: Release) =>
    end(release) > end(best) || (end(release) === end(best) && release.publishedAt > best.publishedAt) ? release : best;
  return releases
    .filter((release) => release.merchant === undefined)
    .reduce<Release | undefined>((best, release) => (best === undefined ? release : later(best, release)), undefined);
}

const PROGRESS_EVERY_MS = 250;

type FirstFetch = ReleaseShelf & { readonly fetching: NonNullable<ReleaseShelf['fetching']> };

/** A year that is only half here would draw a wrong season, so the first fetch is waited for; later ones only add to what is shown. */
function isFirstFetch(shelf: ReleaseShelf | undefined): shelf is FirstFetch {
  if (shelf === undefined || shelf.fetchedAt !== null || shelf.fetching === null) return false;
  return shelf.fetching.left > 0 || shelf.releases.length === 0;
}

export function useShelf(): Shelf {
  const { calls } = useBridge();
  const query = useQuery({
    queryKey: keys.shelf,
    queryFn: () => unwrap(calls.releases.readShelf({})),
    refetchInterval: ({ state }) => (isFirstFetch(state.data) ? PROGRESS_EVERY_MS : false),
  });
  const { data, error, refetch } = query;
  return useMemo(() => {
    const releases = data === undefined ? [] : releasesOf(data);
    return {
      phase: isFirstFetch(data) ? 'loading' : data !== undefined ? 'ready' : error !== null ? 'failed' : 'loading',
      failure: data === undefined && error !== null ? failureOf(error) : undefined,
      releases,
      refused: data?.refused ?? [],
      progress: isFirstFetch(data) ? { arrived: data.fetching.listed - data.fetching.left, listed: data.fetching.listed } : undefined,
      newest: newestOf(releases),
      retry: () => void refetch(),
    };
  }, [data, error, refetch]);
}

export function useRefreshShelf() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(calls.releases.refreshShelf({})),
    onSuccess: (shelf) => client.setQueryData(keys.shelf, shelf),
  });
}
