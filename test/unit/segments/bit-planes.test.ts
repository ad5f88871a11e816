import { describe, expect, test } from 'vitest';
import {
  addOr,
  BLOCK_CUSTOMERS,
  type Bits,
  countBits,
  customersFrom,
  digitOf,
  hasBit,
  keepAnd,
  keepRuns,
  planesFor,
  setBit,
  setDigit,
  wordsFor,
} from '#bank/segments/bit-planes.ts';
import { drawing } from '../../support/adversarial-banks.ts';

const CUSTOMERS = BLOCK_CUSTOMERS + 1_000;

function bitsOf(customers: readonly number[]): Bits {
  const bits = new Int32Array(wordsFor(CUSTOMERS));
  for (const customer of customers) setBit(bits, customer, true);
  return bits;
}

function membersOf(bits: Bits): readonly number[] {
  return Array.from({ length: CUSTOMERS }, (_, customer) => customer).filter((customer) => hasBit(bits, customer));
}

function planesOf(digits: readonly number[], largest: number) {
  const planes = Array.from({ length: planesFor(largest) }, () => new Int32Array(wordsFor(CUSTOMERS)));
  digits.forEach((digit, customer) => setDigit(planes, customer, digit));
  return planes;
}

test('bitmaps are a whole number of blocks, and the first customer is the highest bit of the first byte', () => {
  expect([0, 1, BLOCK_CUSTOMERS, BLOCK_CUSTOMERS + 1].map(wordsFor)).toEqual([0, 2_048, 2_048, 4_096]);
  expect([...new Uint8Array(bitsOf([0, 9]).buffer, 0, 3)]).toEqual([0x80, 0x40, 0]);
  expect([0, 1, 5, 8, 15, 16].map(planesFor)).toEqual([0, 1, 3, 4, 4, 5]);
});

test('a bit and a digit are read as they were set, and can be taken back', () => {
  const bits = bitsOf([3, 31, 32, BLOCK_CUSTOMERS]);
  setBit(bits, 31, false);
  expect(membersOf(bits)).toEqual([3, 32, BLOCK_CUSTOMERS]);
  const planes = planesOf([], 8);
  setDigit(planes, 70, 8);
  setDigit(planes, 71, 5);
  setDigit(planes, 70, 3);
  expect([69, 70, 71, 72].map((customer) => digitOf(planes, customer))).toEqual([0, 3, 5, 0]);
});

describe('drawn sets', () => {
  const draw = drawing(20_260_302);
  const digitsBelow = (end: number) => Array.from({ length: CUSTOMERS }, () => draw(end));

  test.each([1, 2, 4, 5, 8, 15])('runs of digits up to %i keep exactly the customers whose digit lies in one', (largest) => {
    const digits = digitsBelow(largest + 1);
    const planes = planesOf(digits, largest);
    for (let turn = 0; turn < 6; turn += 1) {
      const runs = Array.from({ length: 1 + draw(3) }, () => {
        const from = 1 + draw(largest);
        return { from, to: from + draw(largest - from + 1) };
      });
      const before = bitsOf(Array.from({ length: 4_000 }, () => draw(CUSTOMERS)));
      const after = before.slice();
      keepRuns(after, planes, runs);
      const isIn = (digit: number) => runs.some(({ from, to }) => digit >= from && digit <= to);
      expect(membersOf(after)).toEqual(membersOf(before).filter((customer) => isIn(digits[customer] ?? 0)));
    }
  });

  test('intersections, differences and unions are those of the sets, and the count is their size', () => {
    const [left, right] = [0, 1].map(() => Array.from({ length: 30_000 }, () => draw(CUSTOMERS)));
    const [inLeft, inRight] = [new Set(left), new Set(right)];
    const all = Array.from({ length: CUSTOMERS }, (_, customer) => customer);
    const both = bitsOf(left ?? []);
    keepAnd(both, bitsOf(right ?? []));
    const less = bitsOf(left ?? []);
    keepAnd(less, bitsOf(right ?? []), false);
    const either = bitsOf(left ?? []);
    addOr(either, bitsOf(right ?? []));
    expect(membersOf(both)).toEqual(all.filter((customer) => inLeft.has(customer) && inRight.has(customer)));
    expect(membersOf(less)).toEqual(all.filter((customer) => inLeft.has(customer) && !inRight.has(customer)));
    expect(membersOf(either)).toEqual(all.filter((customer) => inLeft.has(customer) || inRight.has(customer)));
    expect([both, less, either].map(countBits)).toEqual([both, less, either].map((bits) => membersOf(bits).length));
    expect(countBits(new Int32Array(wordsFor(CUSTOMERS)).fill(-1))).toBe(wordsFor(CUSTOMERS) * 32);
  });

  test('pages from any place on, in the order of the numbers or in another one, are slices of the set', () => {
    const bits = bitsOf(Array.from({ length: 900 }, () => draw(CUSTOMERS)));
    const members = membersOf(bits);
    const backwards = Int32Array.from({ length: CUSTOMERS }, (_, place) => CUSTOMERS - 1 - place);
    for (const place of [0, 1, 7, 8, 100, 65_530, 65_537, CUSTOMERS - 1, CUSTOMERS, CUSTOMERS + 5])
      for (const limit of [1, 10, 5_000]) {
        expect([...customersFrom(bits, place, limit, CUSTOMERS)]).toEqual(members.filter((customer) => customer >= place).slice(0, limit));
        const fromBehind = members.filter((customer) => customer <= CUSTOMERS - 1 - place).toReversed();
        expect([...customersFrom(bits, place, limit, CUSTOMERS, backwards)]).toEqual(fromBehind.slice(0, limit));
      }
  });
});
