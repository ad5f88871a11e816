/** ⌊√value⌋ of a whole number, by Newton's method on integers, from above. */
export function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << (bitLength(value) / 2n + 1n);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** Number of binary digits of a whole number; 0 for 0. */
export function bitLength(value: bigint): bigint {
  let bits = 0n;
  for (let rest = value; rest > 0n; rest >>= 1n) bits += 1n;
  return bits;
}
