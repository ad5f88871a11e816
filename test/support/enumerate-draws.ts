import { ExactSampler } from '#bank/privacy/noise/exact-sampler.ts';

/** The question of an oracle that was not answered yet: its possible answers with their probabilities. */
class OpenQuestion extends Error {
  readonly answers: readonly Answer[];
  constructor(answers: readonly Answer[]) {
    super('an oracle was asked');
    this.answers = answers;
  }
}

interface Answer {
  readonly value: bigint | boolean;
  readonly probability: number;
}

/** Which level of the sampler the oracles stand in for; everything above it is the code under test. */
export type OracleLevel = 'draws' | 'exponential_up_to_one' | 'exponential' | 'laplace';

export interface Enumeration {
  /** Probability of each outcome over all followed branches. */
  readonly found: ReadonlyMap<string, number>;
  /** Total probability of the branches that were too unlikely to follow. */
  readonly cut: number;
}

/**
 * The exact distribution of a procedure over a sampler whose lower levels are oracles: an oracle branches into all its answers with their exact
 * probabilities. Branches less likely than `smallest` are cut, so the true probability of an outcome is between `found` and `found + cut`.
 */
export function enumerateDraws(
  procedure: (sampler: ExactSampler) => unknown,
  level: OracleLevel,
  { smallest = 1e-17, laplace, of = OracleSampler }: Options = {},
): Enumeration {
  const found = new Map<string, number>();
  let cut = 0;
  const pending: { readonly script: readonly Answer['value'][]; readonly weight: number }[] = [{ script: [], weight: 1 }];
  for (let branch = pending.pop(); branch !== undefined; branch = pending.pop()) {
    const { script, weight } = branch;
    try {
      const outcome = String(procedure(new of(level, script, laplace)));
      found.set(outcome, (found.get(outcome) ?? 0) + weight);
    } catch (error) {
      if (!(error instanceof OpenQuestion)) throw error;
      for (const { value, probability } of error.answers) {
        const next = weight * probability;
        if (next < smallest) cut += next;
        else pending.push({ script: [...script, value], weight: next });
      }
    }
  }
  return { found, cut };
}

interface Options {
  readonly smallest?: number;
  /** The distribution that the oracle of level `laplace` has. */
  readonly laplace?: readonly Answer[];
  /** A sampler with a fault of its own, for tests that the fault is seen. */
  readonly of?: typeof OracleSampler;
}

/** Questions below the level are answered by the script, then by branching. */
export class OracleSampler extends ExactSampler {
  readonly #script: readonly Answer['value'][];
  readonly #laplace: readonly Answer[];
  #at = 0;
  readonly level: OracleLevel;

  constructor(level: OracleLevel, script: readonly Answer['value'][], laplace: readonly Answer[] = []) {
    super({
      next() {
        throw new Error('an oracle takes no bits');
      },
    });
    this.level = level;
    this.#script = script;
    this.#laplace = laplace;
  }

  #ask(answers: () => readonly Answer[]): Answer['value'] {
    const value = this.#script[this.#at];
    if (value === undefined) throw new OpenQuestion(answers());
    this.#at += 1;
    return value;
  }

  #flip(probability: number): boolean {
    if (probability === 0 || probability === 1) return probability === 1;
    return (
      this.#ask(() => [
        { value: true, probability },
        { value: false, probability: 1 - probability },
      ]) === true
    );
  }

  override uniform(m: bigint): bigint {
    if (m === 1n) return 0n;
    const probability = 1 / Number(m);
    return BigInt(this.#ask(() => Array.from({ length: Number(m) }, (_, value) => ({ value: BigInt(value), probability }))));
  }

  override coin(): boolean {
    return this.#flip(1 / 2);
  }

  override bernoulli(n: bigint, d: bigint): boolean {
    return this.#flip(Number(n) / Number(d));
  }

  override bernoulliExp1(n: bigint, d: bigint, bits?: bigint): boolean {
    return this.level === 'draws' ? super.bernoulliExp1(n, d, bits) : this.#flip(Math.exp(-Number(n) / Number(d)));
  }

  override bernoulliExp(n: bigint, d: bigint, bits?: bigint): boolean {
    const isOracle = this.level === 'exponential' || this.level === 'laplace';
    return isOracle ? this.#flip(Math.exp(-Number(n) / Number(d))) : super.bernoulliExp(n, d, bits);
  }

  override discreteLaplace(t: bigint, s?: bigint, tBits?: bigint): bigint {
    return this.level === 'laplace' ? BigInt(this.#ask(() => this.#laplace)) : super.discreteLaplace(t, s, tBits);
  }
}
