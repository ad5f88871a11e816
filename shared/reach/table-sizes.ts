import type { TableDimension } from '../market/profile.ts';

/** The lists that fix how many values each dimension of a table has. */
export interface TableLists {
  readonly categories: number;
  readonly bands: number;
  readonly regions: number;
  readonly channels: number;
}

/** Below the pair cut, and from it on. */
export const LEVELS = 2;
/** The relationships that a merchant's slice counts; `new` is what is left over. */
export const SLICE_RELATIONS = ['lapsed', 'loyal'] as const;

/** Number of values of a dimension. A market without regions has one nameless region. */
export function dimensionSize(lists: TableLists, dimension: TableDimension): number {
  switch (dimension) {
    case 'category':
      return lists.categories;
    case 'band':
      return lists.bands;
    case 'region':
      return Math.max(1, lists.regions);
    case 'channels':
      return 2 ** lists.channels;
    case 'pair':
      return (lists.categories * (lists.categories - 1)) / 2;
    case 'first_level':
    case 'second_level':
      return LEVELS;
    case 'relationship':
      return SLICE_RELATIONS.length;
  }
}

/** The place of the pair of two different categories, by their places in keep order: 0–1, 0–2, …, 1–2, … */
export function pairIndex(categories: number, first: number, second: number): number {
  const [low, high] = first < second ? [first, second] : [second, first];
  return (low * (2 * categories - low - 1)) / 2 + (high - low - 1);
}
