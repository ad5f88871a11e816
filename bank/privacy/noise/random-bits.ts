/** Where the sampler's randomness comes from: independent fair bits. */
export interface RandomBits {
  /** An integer of `bitCount` (0 or more) fresh random bits, uniform on [0, 2^bitCount). */
  next(bitCount: bigint): bigint;
}
