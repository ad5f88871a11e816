/**
 * Sets of customers as bits, and small numbers of customers as planes of bits: bit n is about customer n. In bytes, the first customer is the highest bit of
 * the first byte, as an engine's bit strings are; operations on whole words do not see the order.
 */

/** 32 customers to an element. The length is that of {@link wordsFor}; bits past the last customer are 0. */
export type Bits = Int32Array<ArrayBuffer>;

/** Digit n is the number of customer n in binary: plane k holds the digits of 2^k. 0 says that there is nothing. */
export type Planes = readonly Bits[];

/** Bits are stored in blocks of so many customers; bitmaps are a whole number of blocks. */
export const BLOCK_CUSTOMERS = 65_536;

/** Elements of {@link Bits} for so many customers. */
export function wordsFor(customers: number): number {
  return (Math.ceil(customers / BLOCK_CUSTOMERS) * BLOCK_CUSTOMERS) / 32;
}

/** How many planes hold the numbers 0 to `largest`. */
export function planesFor(largest: number): number {
  return largest === 0 ? 0 : 32 - Math.clz32(largest);
}

export function hasBit(bits: Bits, customer: number): boolean {
  return ((bytesOf(bits)[customer >> 3] ?? 0) & (0x80 >> (customer & 7))) !== 0;
}

export function setBit(bits: Bits, customer: number, isSet: boolean): void {
  const bytes = bytesOf(bits);
  const mask = 0x80 >> (customer & 7);
  const before = bytes[customer >> 3] ?? 0;
  bytes[customer >> 3] = isSet ? before | mask : before & ~mask;
}

export function digitOf(planes: Planes, customer: number): number {
  return planes.reduce((digit, plane, index) => (hasBit(plane, customer) ? digit | (1 << index) : digit), 0);
}

export function setDigit(planes: Planes, customer: number, digit: number): void {
  for (const [index, plane] of planes.entries()) setBit(plane, customer, ((digit >> index) & 1) === 1);
}

/**
 * Takes from `bits` every customer whose digit is in none of the runs; both ends are included, 1 or more. Branch-free: the same instructions for every word,
 * whoever is in it, so that the time depends on the number of customers, planes and runs alone.
 */
export function keepRuns(bits: Bits, planes: Planes, runs: readonly { readonly from: number; readonly to: number }[]): void {
  const masks = runs.map(({ from, to }) => ({ from: bitMasks(from, planes.length), past: bitMasks(to + 1, planes.length) }));
  const none = new Int32Array(0);
  for (let word = 0; word < bits.length; word += 1) {
    let member = 0;
    for (const { from, past } of masks) {
      // Compared from the highest plane down: above so far, and equal so far. The end of the run is compared as the number past it.
      let aboveFrom = 0;
      let equalsFrom = -1;
      let abovePast = 0;
      let equalsPast = -1;
      for (let plane = planes.length - 1; plane >= 0; plane -= 1) {
        const digit = (planes[plane] ?? none)[word] ?? 0;
        const fromBit = from[plane] ?? 0;
        const pastBit = past[plane] ?? 0;
        aboveFrom |= equalsFrom & digit & ~fromBit;
        equalsFrom &= ~(digit ^ fromBit);
        abovePast |= equalsPast & digit & ~pastBit;
        equalsPast &= ~(digit ^ pastBit);
      }
      // A number past the run that needs one plane more is above every digit.
      member |= (aboveFrom | equalsFrom) & ~((abovePast | equalsPast) & ~(past[planes.length] ?? 0));
    }
    bits[word] = (bits[word] ?? 0) & member;
  }
}

/** Element k is −1 where the binary digit k of the number is 1, else 0; one element more than there are planes. */
function bitMasks(number: number, planes: number): Int32Array {
  return Int32Array.from({ length: planes + 1 }, (_, index) => -((number >> index) & 1));
}

/** Takes from `bits` every customer who is not in `others`; or, with `isPresent` false, every customer who is. */
export function keepAnd(bits: Bits, others: Bits, isPresent = true): void {
  const flip = isPresent ? 0 : -1;
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & ((others[word] ?? 0) ^ flip);
}

/** Adds every customer of `others`. */
export function addOr(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) | (others[word] ?? 0);
}

/** How many customers are in the set. */
export function countBits(bits: Bits): number {
  let count = 0;
  for (let index = 0; index < bits.length; index += 1) {
    // Sums of two, four and eight bits side by side, then of the four bytes by multiplication.
    let word = bits[index] ?? 0;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    word = (word + (word >>> 4)) & 0x0f0f0f0f;
    count += Math.imul(word, 0x01010101) >>> 24;
  }
  return count;
}

/**
 * The first customers of the set, at most `limit`, in an order of customers, from a place in it on.
 * @param order customer at each place; absent where the order is that of the numbers
 */
export function customersFrom(bits: Bits, place: number, limit: number, customers: number, order?: Int32Array): Int32Array<ArrayBuffer> {
  const found = new Int32Array(Math.max(0, Math.min(limit, customers - place)));
  const bytes = bytesOf(bits);
  let count = 0;
  for (let at = place; at < customers && count < found.length; at += 1) {
    // Without an order, eight customers of whom none is in the set are one step.
    if (order === undefined && (at & 7) === 0 && bytes[at >> 3] === 0) {
      at += 7;
      continue;
    }
    const customer = order === undefined ? at : (order[at] ?? 0);
    if (((bytes[customer >> 3] ?? 0) & (0x80 >> (customer & 7))) === 0) continue;
    found[count] = customer;
    count += 1;
  }
  return found.subarray(0, count);
}

export function bytesOf(bits: Bits): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength);
}
