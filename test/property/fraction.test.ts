import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addFractions,
  compareFractions,
  divideFractions,
  type Fraction,
  formatFraction,
  fraction,
  multiplyFractions,
  parseFraction,
  subtractFractions,
  sumFractions,
  ZERO,
} from '#shared/fraction.ts';

const LARGE = 10n ** 25n;
const whole = fc.oneof(fc.bigInt({ min: -20n, max: 20n }), fc.bigInt({ min: -LARGE, max: LARGE }));
const nonZero = whole.filter((value) => value !== 0n);
const anyFraction: fc.Arbitrary<Fraction> = fc.tuple(whole, nonZero).map(([numerator, denominator]) => fraction(numerator, denominator));
const ONE = fraction(1n);

function divisor(left: bigint, right: bigint): bigint {
  return right === 0n ? (left < 0n ? -left : left) : divisor(right, left % right);
}

describe('fractions, whatever their size', () => {
  test('every result is reduced, with a denominator of at least one', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (left, right) => {
        const results = [left, addFractions(left, right), subtractFractions(left, right), multiplyFractions(left, right)];
        for (const { numerator, denominator } of results) {
          expect(denominator).toBeGreaterThanOrEqual(1n);
          expect(divisor(numerator, denominator)).toBe(1n);
        }
      }),
    );
  });

  test('a sum and a product are those of the cross products, exactly', () => {
    fc.assert(
      fc.property(whole, nonZero, whole, nonZero, (a, b, c, d) => {
        const sum = addFractions(fraction(a, b), fraction(c, d));
        expect(sum.numerator * b * d).toBe((a * d + c * b) * sum.denominator);
        const product = multiplyFractions(fraction(a, b), fraction(c, d));
        expect(product.numerator * b * d).toBe(a * c * product.denominator);
      }),
    );
  });

  test('they form a field: order and grouping do not matter, and every step can be taken back', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(addFractions(a, b)).toEqual(addFractions(b, a));
        expect(addFractions(addFractions(a, b), c)).toEqual(addFractions(a, addFractions(b, c)));
        expect(multiplyFractions(a, addFractions(b, c))).toEqual(addFractions(multiplyFractions(a, b), multiplyFractions(a, c)));
        expect(subtractFractions(addFractions(a, b), b)).toEqual(a);
        if (b.numerator !== 0n) expect(divideFractions(multiplyFractions(a, b), b)).toEqual(a);
        if (b.numerator !== 0n) expect(multiplyFractions(b, divideFractions(ONE, b))).toEqual(ONE);
        expect(sumFractions([a, b, c])).toEqual(sumFractions([c, a, b]));
      }),
    );
  });

  test('the order is total and moves with what is added', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(compareFractions(a, b)).toBe(-compareFractions(b, a) + 0);
        expect(compareFractions(a, b)).toBe(compareFractions(addFractions(a, c), addFractions(b, c)));
        expect(compareFractions(a, b) === 0).toBe(a.numerator === b.numerator && a.denominator === b.denominator);
        expect(compareFractions(subtractFractions(a, b), ZERO)).toBe(compareFractions(a, b));
      }),
    );
  });

  test('the smallest step above a cap is above it: a comparison never rounds', () => {
    fc.assert(
      fc.property(anyFraction, fc.bigInt({ min: 1n, max: LARGE ** 2n }), (cap, fine) => {
        expect(compareFractions(addFractions(cap, fraction(1n, fine)), cap)).toBe(1);
        expect(compareFractions(subtractFractions(cap, fraction(1n, fine)), cap)).toBe(-1);
      }),
    );
  });

  test('what is written is read back as the same fraction', () => {
    fc.assert(
      fc.property(anyFraction, (value) => {
        expect(parseFraction(formatFraction(value))).toEqual(value);
      }),
    );
  });

  test('division by zero and a zero denominator are refused', () => {
    fc.assert(
      fc.property(anyFraction, whole, (value, numerator) => {
        expect(() => divideFractions(value, ZERO)).toThrow(RangeError);
        expect(() => fraction(numerator, 0n)).toThrow(RangeError);
      }),
    );
  });
});
