import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';

class OutOfBits extends Error {
  readonly bitCount: bigint;
  constructor(bitCount: bigint) {
    super('a branch needs more bits');
    this.bitCount = bitCount;
  }
}

/**
 * The exact distribution of a random procedure, by running it on every sequence of bits down to sequences of `depth` bits. Paths that want more are cut;
 * `cut` is their total probability, so the true probability of an outcome lies in [found, found + cut].
 */
export function enumerateOutcomes(procedure: (random: RandomBits) => unknown, depth: bigint) {
  const found = new Map<string, number>();
  let cut = 0;
  const pending: { readonly choices: readonly bigint[]; readonly used: bigint }[] = [{ choices: [], used: 0n }];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const { choices, used } = path;
    let at = 0;
    const scripted: RandomBits = {
      next(bitCount) {
        if (bitCount === 0n) return 0n;
        const choice = choices[at];
        if (choice === undefined) throw new OutOfBits(bitCount);
        at += 1;
        return choice;
      },
    };
    try {
      const outcome = String(procedure(scripted));
      found.set(outcome, (found.get(outcome) ?? 0) + 2 ** -Number(used));
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      const next = used + error.bitCount;
      if (next > depth) cut += 2 ** -Number(used);
      else for (let value = 0n; value < 1n << error.bitCount; value += 1n) pending.push({ choices: [...choices, value], used: next });
    }
  }
  return { found, cut };
}
