import type { Profile } from '#shared/market/profile.ts';

/** An array of counters of a pack stays in the processor's cache below this many values. */
const MAX_PACK_VALUES = 1_000;

/**
 * Small numbers of all categories in few columns: category c is digit c % perColumn of column c / perColumn, in a positional system. 0 says that there is
 * nothing, the number n is stored as n + 1. So one pass over a column counts several categories at once.
 */
export interface Packing {
  /** Columns are called by this word and their place: `band0`, `band1`, … */
  readonly name: 'band';
  readonly radix: number;
  readonly perColumn: number;
  readonly columns: number;
}

/** Bands of kept categories. */
export function bandPacking(profile: Pick<Profile, 'bandEdges' | 'categories'>): Packing {
  const categories = profile.categories.length;
  const radix = profile.bandEdges.length + 1;
  let perColumn = 1;
  while (radix ** (perColumn + 1) <= MAX_PACK_VALUES && perColumn < categories) perColumn += 1;
  return { name: 'band', radix, perColumn, columns: Math.ceil(categories / perColumn) };
}

/** Bits of a word that hold digits: its sign stays free. */
const WORD_BITS = 62;

/**
 * Packed columns are made in two steps. First {@link wordsSql}, aggregates over rows `(category, <number>)`, at most one row a category, `number` null where there
 * is nothing: the digits of all categories side by side in as few words as hold them, because an aggregate costs by the row. Then {@link packsSql}, one row
 * per customer: the words as columns in the positional system.
 */
export function wordsSql(packing: Packing, categories: number, number: string): readonly string[] {
  const { bits, perWord } = wordsOf(packing);
  return Array.from({ length: Math.ceil(categories / perWord) }, (_, word) => {
    const first = word * perWord;
    const isHere = `category BETWEEN ${first} AND ${Math.min(categories, first + perWord) - 1}`;
    return `bit_or(CASE WHEN ${isHere} THEN (${number} + 1)::BIGINT << ((category::BIGINT - ${first}) * ${bits}) END) AS ${packing.name}_word${word}`;
  });
}

/** The second step of {@link wordsSql}. */
export function packsSql(packing: Packing, categories: number): readonly string[] {
  const { name, radix, perColumn, columns } = packing;
  const { bits, perWord } = wordsOf(packing);
  return Array.from({ length: columns }, (_, column) => {
    const digits = Array.from({ length: Math.min(perColumn, categories - column * perColumn) }, (_, digit) => {
      const category = column * perColumn + digit;
      const word = `coalesce(${name}_word${Math.floor(category / perWord)}, 0)`;
      return `((${word} >> ${(category % perWord) * bits}) & ${2 ** bits - 1}) * ${radix ** digit}`;
    });
    return `(${digits.join(' + ')})::USMALLINT AS ${name}${column}`;
  });
}

function wordsOf({ radix }: Packing): { readonly bits: number; readonly perWord: number } {
  const bits = Math.ceil(Math.log2(radix));
  return { bits, perWord: Math.floor(WORD_BITS / bits) };
}
