import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import type { Window } from '#shared/market/window.ts';

/**
 * Exact counts behind a release. Implemented over the payments; read by the release builder alone, after the ledger was charged.
 *
 * For every table the answer holds all cells, zeros included, row-major in the order of `table.dimensions`, the last dimension fastest. Index of a
 * value: its place in `profile.categories`, `profile.regions`, the category's bands; for `channels` bit i is set when the customer can be reached
 * through `profile.channels[i]`, so there are 2^n values and 0 means none.
 *
 * The implementation is responsible for what the charge rests on: only customers with a valid opt-in at `asOf` whose age band is adult; sensitive
 * codes, categories and merchants dropped first; each customer in at most one cell per (category, window) and, in tables with `category`, in at most
 * `profile.categoriesPerCustomer` categories of the window, the first ones in the profile's order; each customer in exactly one cell of a population
 * table. Tables with `category` count customers with at least one counted payment in the category and window.
 */
export interface CellSource {
  cellsOfWindow(request: CellRequest): Promise<readonly TableCells[]>;
}

export interface CellRequest {
  readonly profile: Profile;
  readonly window: Window;
  /** The tables of this kind of window, in the profile's order; the answer has the same order. */
  readonly tables: readonly ReleaseTable[];
  /** Consents are judged at this instant. */
  readonly asOf: string;
}

export interface TableCells {
  readonly tableId: string;
  readonly counts: Int32Array;
}

/** Published files and what is known of them; one row per release, once per window. */
export interface ReleaseStore {
  find(releaseId: string): Promise<StoredRelease | undefined>;
  findByWindow(window: Window): Promise<StoredRelease | undefined>;
  /** Oldest first by publication. */
  list(): Promise<readonly StoredRelease[]>;
  /**
   * Stores a release whole or not at all.
   * @throws AppError `window_already_published` when the window has one
   */
  insert(release: StoredRelease): Promise<void>;
}

export interface StoredRelease {
  readonly id: string;
  readonly window: Window;
  readonly publishedAt: string;
  readonly sha256: string;
  readonly withdrawn: boolean;
  /** The signed file, whole. */
  readonly file: string;
}
