import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactSampler } from '#bank/privacy/noise/exact-sampler.ts';
import { bitLength } from '#bank/privacy/noise/integers.ts';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';

class TapeEnded extends Error {}

/** Bits read from bytes, most significant first; it ends where the bytes end, and counts what was taken. */
function tape(bytes: Uint8Array): RandomBits & { readonly taken: () => number } {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  let at = 0;
  return {
    next(bitCount) {
      const end = at + Number(bitCount);
      if (end > bits.length) throw new TapeEnded();
      const piece = bits.slice(at, end);
      at = end;
      return piece === '' ? 0n : BigInt(`0b${piece}`);
    },
    taken: () => at,
  };
}

/** What rejection must do, worked out on the tape's text: the first whole piece below m. */
function firstBelow(bytes: Uint8Array, m: bigint): { readonly value: bigint; readonly taken: number } | undefined {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const width = Number(bitLength(m - 1n));
  if (width === 0) return { value: 0n, taken: 0 };
  for (let at = 0; at + width <= bits.length; at += width) {
    const value = BigInt(`0b${bits.slice(at, at + width)}`);
    if (value < m) return { value, taken: at + width };
  }
  return undefined;
}

const bytes = fc.uint8Array({ maxLength: 64 });
const limits = fc.oneof(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 1n, max: 1n << 120n }));

describe('uniform on tapes of bytes', () => {
  test('returns the first piece of the tape that is below the limit, and takes no bit more or less', () => {
    fc.assert(
      fc.property(bytes, limits, (written, m) => {
        const random = tape(written);
        const expected = firstBelow(written, m);
        if (expected === undefined) {
          expect(() => new ExactSampler(random).uniform(m)).toThrow(TapeEnded);
          return;
        }
        expect(new ExactSampler(random).uniform(m)).toBe(expected.value);
        expect(random.taken()).toBe(expected.taken);
      }),
    );
  });

  test('takes two pieces or fewer on average: a piece is accepted with probability above one half', () => {
    fc.assert(
      fc.property(limits, (m) => {
        expect(2n * m).toBeGreaterThan(1n << bitLength(m - 1n));
      }),
    );
  });

  test('the same tape gives the same samples; a tape that ends gives none', () => {
    fc.assert(
      fc.property(bytes, (written) => {
        const run = () => {
          try {
            return new ExactSampler(tape(written)).discreteLaplace(9n);
          } catch (error) {
            if (error instanceof TapeEnded) return 'ended';
            throw error;
          }
        };
        expect(run()).toBe(run());
      }),
    );
  });
});

test('bits of the operating system come in the size asked for, whatever sizes are asked for in turn', () => {
  const random = osRandomBits();
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 300n }), { minLength: 1, maxLength: 40 }), (counts) => {
      for (const count of counts) {
        const taken = random.next(count);
        expect(taken).toBeGreaterThanOrEqual(0n);
        expect(bitLength(taken)).toBeLessThanOrEqual(count);
      }
    }),
  );
});
