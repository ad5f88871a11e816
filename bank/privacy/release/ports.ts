import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import type { Window } from '#shared/market/window.ts';

/**
 * Exact counts behind a release. Implemented over the payments; read by the release builder alone, after the ledger was charged.
 *
 * For every table the answer holds all cells, zeros included, row-major in the order of `table.dimensions`, the last dimension fastest. Index of a
 * value: its place in `profile.categories`, `profile.regions`, the category's bands; for `channels` bit i is set when the customer can be reached
 * through `profile.channels[i]`, so there are 2^n values and 0 means none; for `pair` see `pairIndex`, `first_level` is that of the earlier category.
 *
 * The implementation is responsible for what the charge rests on: only customers with a valid opt-in at `asOf` whose age band is adult; sensitive
 * codes, categories and merchants dropped first; each customer in at most one cell per (category, window) and, in tables with `category`, in at most
 * `profile.categoriesPerCustomer` categories of the window, the first ones in the profile's order; each customer in exactly one cell of a population
 * table. Tables with `category` count customers with at least one counted payment in the category and window.
 */
export interface CellSource {
  cellsOfWindow(request: CellRequest): Promise<readonly TableCells[]>;
  /**
   * The slices of some merchants: per merchant, relationship × band of the merchant's own category in the season. A customer is lapsed or loyal as
   * `RelationshipCondition` says, is counted only in a category that the bound keeps, and in at most `profile.merchantsPerCustomer` slices: those of the
   * first merchants of the list. The answer has the order of the list.
   */
  slicesOfWindow(request: SliceRequest): Promise<readonly MerchantCells[]>;
}

/**
 * Which payments a window holds. `counted`, where absent: those that count in it, which after its publication never change. `booked`: all that are booked
 * for it now, late ones too; for corrections.
 */
export type CellBasis = 'counted' | 'booked';

export interface CellRequest {
  readonly profile: Profile;
  readonly window: Window;
  /** The tables of this kind of window, in the profile's order; the answer has the same order. */
  readonly tables: readonly ReleaseTable[];
  /** Consents are judged at this instant. */
  readonly asOf: string;
  readonly basis?: CellBasis;
}

export interface SliceRequest {
  readonly profile: Profile;
  /** A season. */
  readonly window: Window;
  readonly table: ReleaseTable;
  /** In the fixed public order: by the day of the contract, then by id. */
  readonly merchants: readonly SliceMerchant[];
  /** Consents are judged at this instant. */
  readonly asOf: string;
  readonly basis?: CellBasis;
}

export interface SliceMerchant {
  readonly id: string;
  readonly categoryId: string;
  /** How the merchant is named in payments. */
  readonly paymentMerchantIds: readonly string[];
}

export interface MerchantCells {
  readonly merchantId: string;
  readonly counts: Int32Array;
}

export interface TableCells {
  readonly tableId: string;
  readonly counts: Int32Array;
}

/** Published files and what is known of them; one row per release, once per window but for corrections. */
export interface ReleaseStore {
  find(releaseId: string): Promise<StoredRelease | undefined>;
  /** The first release of a window; its corrections name it. */
  findByWindow(window: Window): Promise<StoredRelease | undefined>;
  /** Oldest first by publication. */
  list(): Promise<readonly StoredRelease[]>;
  /**
   * Stores a release with its slices whole or not at all.
   * @throws AppError `window_already_published` when the window has one, or the release was corrected before
   */
  insert(release: StoredRelease, slices: readonly StoredSlice[]): Promise<void>;
  /** Marks every release of a window, its correction too, as withdrawn. Gives the ids that were not before; the rows and their charges stay. */
  withdraw(window: Window, at: string): Promise<readonly string[]>;
  findSlice(releaseId: string, merchantId: string): Promise<StoredSlice | undefined>;
  /** All slices of one merchant, oldest first by publication; without those of withdrawn releases. */
  listSlices(merchantId: string): Promise<readonly StoredSlice[]>;
}

/** The part of a release that one merchant alone reads. */
export interface StoredSlice {
  readonly id: string;
  readonly releaseId: string;
  readonly merchantId: string;
  readonly sha256: string;
  readonly file: string;
}

export interface StoredRelease {
  readonly id: string;
  readonly window: Window;
  readonly publishedAt: string;
  /** The release that this one corrects. */
  readonly corrects?: string;
  readonly sha256: string;
  readonly withdrawn: boolean;
  /** The signed file, whole. */
  readonly file: string;
}
