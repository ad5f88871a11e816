import { randomFillSync } from 'node:crypto';
import type { RandomBits } from './random-bits.ts';

const WORD_BITS = 64n;
/** 8³ words of 64 bits, written so because this folder holds no numbers but bigints. */
const EIGHT = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n];
const BLOCK = EIGHT.flatMap(() => EIGHT).flatMap(() => EIGHT);

/** Random bits of the operating system: the only source of noise in production. They come in blocks; each bit is handed out at most once. */
export function osRandomBits(): RandomBits {
  const block = BigUint64Array.from(BLOCK);
  let words = BigUint64Array.of().values();
  let word = 0n;
  let bitsLeft = 0n;

  const nextWord = (): bigint => {
    const next = words.next();
    if (next.done !== true) return next.value;
    randomFillSync(block);
    words = block.values();
    return nextWord();
  };
  return {
    next(bitCount) {
      if (bitCount > WORD_BITS) return (nextWord() << (bitCount - WORD_BITS)) | this.next(bitCount - WORD_BITS);
      if (bitsLeft < bitCount) {
        word = nextWord();
        bitsLeft = WORD_BITS;
      }
      const rest = word >> bitCount;
      const taken = word ^ (rest << bitCount);
      word = rest;
      bitsLeft -= bitCount;
      return taken;
    },
  };
}
