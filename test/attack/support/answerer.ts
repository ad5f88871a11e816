import { createHash } from 'node:crypto';
import { type DiscreteGaussian, discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { addFractions, compareFractions, divideFractions, type Fraction, fraction, ZERO } from '#shared/fraction.ts';
import { seededBits } from '../../support/seeded-bits.ts';
import type { MakeSystem } from './game.ts';

/** A question for a count: `key` is its canonical form, equal for rules that mean the same. */
export interface Rule {
  readonly key: string;
  readonly matches: (customer: number) => boolean;
}

/** What a merchant can do to the bank: ask. The merchant's name matters only to a bank that keeps a budget for each. */
export interface Answerer {
  ask(rule: Rule, merchant?: string): number | 'refused';
}

/** The customer whom the games are about. Everybody else is known to the attacker. */
export const VICTIM = 0;

export interface BankTerms {
  readonly sigma2: Fraction;
  /** What all answers together may cost. */
  readonly cap: Fraction;
  /** Customers besides the victim, numbered from 1. */
  readonly others: number;
  /** Smallest count that is shown, for banks with a threshold. */
  readonly minimum?: number;
}

export interface Flaws {
  /** Noise of each answer, in the place of the exact discrete Gaussian. */
  readonly noise?: (random: RandomBits, terms: BankTerms, customers: readonly number[]) => { sample(): bigint };
  /** Applied to the noisy count. */
  readonly shown?: (noisy: number, count: number, terms: BankTerms) => number | 'refused';
  /** Equal questions are answered anew each time, and not charged again. */
  readonly isAnsweredAnew?: boolean;
  /** Each merchant has the whole budget. */
  readonly hasBudgetPerMerchant?: boolean;
}

/**
 * A bank that answers counts as quotes are answered: equal rules get the stored answer, a new one is charged to one ledger before the count is read, and
 * refused where the cap does not hold it. With `flaws` it is one of the broken ones.
 */
export function aBank(terms: BankTerms, flaws: Flaws = {}): MakeSystem<Answerer> {
  const charge = divideFractions(fraction(1n), { numerator: 2n * terms.sigma2.numerator, denominator: terms.sigma2.denominator });
  return ({ isVictimIn, random }) => {
    const others = Array.from({ length: terms.others }, (_, index) => index + 1);
    const customers = isVictimIn ? [VICTIM, ...others] : others;
    const noise = flaws.noise?.(random, terms, customers) ?? discreteGaussian(random, terms.sigma2);
    const answers = new Map<string, number | 'refused'>();
    const spent = new Map<string, Fraction>();
    return {
      ask(rule, merchant = '') {
        const account = flaws.hasBudgetPerMerchant === true ? merchant : '';
        const place = `${account} ${rule.key}`;
        const answered = answers.get(place);
        if (answered !== undefined && flaws.isAnsweredAnew !== true) return answered;
        if (answered === undefined) {
          const after = addFractions(spent.get(account) ?? ZERO, charge);
          if (compareFractions(after, terms.cap) > 0) return 'refused';
          spent.set(account, after);
        }
        const count = customers.filter(rule.matches).length;
        const noisy = count + Number(noise.sample());
        const answer = flaws.shown === undefined ? noisy : flaws.shown(noisy, count, terms);
        answers.set(place, answer);
        return answer;
      },
    };
  };
}

const NOTHING: DiscreteGaussian = { sample: () => 0n };
const toTens = (value: number) => Math.round(value / 10) * 10;

/** The noise that a bank would draw if it derived the seed from what it counts: equal data, equal noise. */
export function noiseOfData(sigma2: Fraction, customers: readonly number[]): DiscreteGaussian {
  return discreteGaussian(seededBits(createHash('sha256').update(customers.join()).digest('hex')), sigma2);
}

/** Banks with one mistake each. */
export const FLAWS = {
  noNoise: { noise: () => NOTHING },
  roundingToTens: { noise: () => NOTHING, shown: (_noisy, count) => toTens(count) },
  freshNoiseUncharged: { isAnsweredAnew: true },
  noiseSeededFromData: { noise: (_random, { sigma2 }, customers) => noiseOfData(sigma2, customers) },
  thresholdOnTrueCount: { shown: (noisy, count, { minimum = 0 }) => (count >= minimum ? noisy : 'refused') },
  budgetPerMerchant: { hasBudgetPerMerchant: true },
  halfSigma: {
    noise: (random, { sigma2 }) => discreteGaussian(random, fraction(sigma2.numerator, 4n * sigma2.denominator)),
  },
} satisfies Readonly<Record<string, Flaws>>;
