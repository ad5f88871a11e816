import { describe, expect, test } from 'vitest';
import { membershipGuess } from '#bank/privacy/accountant/meaning.ts';
import { type Fraction, fraction, fractionToNumber, multiplyFractions } from '#shared/fraction.ts';
import { normalCdf } from '#shared/reach/normal.ts';
import { seededBits } from '../support/seeded-bits.ts';
import { type Answerer, aBank, type BankTerms, FLAWS, noiseOfData, type Rule, VICTIM } from './support/answerer.ts';
import { expectBroken, expectWithstands, type Game, isNightly } from './support/game.ts';

interface QuoteTerms {
  readonly sigma2: Fraction;
  /** Quotes a year, of all merchants together. */
  readonly quotes: number;
}
const PILOT: QuoteTerms = { sigma2: fraction(400n), quotes: 16 };
const SCALE: QuoteTerms = { sigma2: fraction(10_000n), quotes: 1_800 };

const lossOf = ({ sigma2 }: QuoteTerms, answers: number) =>
  multiplyFractions(fraction(BigInt(answers), 2n), fraction(sigma2.denominator, sigma2.numerator));
const termsOf = (quotes: QuoteTerms, others = 20): BankTerms => ({ sigma2: quotes.sigma2, cap: lossOf(quotes, quotes.quotes), others });

/** A refusal where the attack has a right to an answer is a mistake of the game. */
function asked(bank: Answerer, rule: Rule, merchant?: string): number {
  const answer = bank.ask(rule, merchant);
  if (answer === 'refused') throw new Error(`${rule.key} was refused`);
  return answer;
}
const everybody: Rule = { key: 'everybody', matches: () => true };
const allButVictim: Rule = { key: 'all but the victim', matches: (customer) => customer !== VICTIM };
/** As many spellings as wanted of rules that only the victim can meet. */
const onlyVictim = (spelling: number): Rule => ({ key: `victim ${spelling}`, matches: (customer) => customer === VICTIM });

describe('differencing: two audiences that differ in the victim', () => {
  const difference = (bank: Answerer) => asked(bank, everybody) - asked(bank, allButVictim);
  const game: Game<Answerer> = {
    name: 'differencing, sigma 20',
    allowed: { rho: lossOf(PILOT, 1) },
    stubSuccess: 1,
    attack: (bank) => difference(bank) > 0.5,
  };

  test('tells no more than one answer may', () => expectWithstands(game, aBank(termsOf(PILOT))));
  test('finds a bank without noise', () => expectBroken(game, 'no noise', aBank(termsOf(PILOT), FLAWS.noNoise)));

  /** Rounding changes with the victim where the others' number sits just below a step: one bank in ten. */
  const rounded: Game<Answerer> = {
    name: 'differencing against rounding to 10',
    allowed: { rho: lossOf(PILOT, 1) },
    stubSuccess: 0.55,
    attack: (bank) => difference(bank) > 0,
  };
  const anyNumberOfOthers = (flaws?: typeof FLAWS.roundingToTens) => (round: Parameters<ReturnType<typeof aBank>>[0]) => {
    let others = 10 + Number(round.random.next(4n));
    while (others >= 20) others = 10 + Number(round.random.next(4n));
    return aBank(termsOf(PILOT, others), flaws)(round);
  };

  test('against rounding: tells no more than one answer may', () => expectWithstands(rounded, anyNumberOfOthers()));
  test('finds a bank that rounds in the place of noise', () => expectBroken(rounded, 'rounding', anyNumberOfOthers(FLAWS.roundingToTens)));
});

describe('noise that anybody can compute', () => {
  /** The attacker computes the noise of the data with the victim, and looks whether the answer carries it. */
  const others = Array.from({ length: 20 }, (_, index) => index + 1);
  const game: Game<Answerer> = {
    name: 'noise seeded from data',
    allowed: { rho: lossOf(PILOT, 1) },
    stubSuccess: 1,
    attack: (bank) => asked(bank, everybody) === 21 + Number(noiseOfData(PILOT.sigma2, [VICTIM, ...others]).sample()),
  };

  test('tells nothing about noise from the operating system', () => expectWithstands(game, aBank(termsOf(PILOT))));
  test('finds a bank that seeds its noise from the data', () =>
    expectBroken(game, 'noise seeded from data', aBank(termsOf(PILOT), FLAWS.noiseSeededFromData)));
});

describe('tracker: the victim alone, put together from three large audiences', () => {
  const even: Rule = { key: 'victim or even', matches: (customer) => customer === VICTIM || customer % 2 === 0 };
  const odd: Rule = { key: 'victim or odd', matches: (customer) => customer === VICTIM || customer % 2 === 1 };
  const game: Game<Answerer> = {
    name: 'tracker, victim in 3 answers',
    allowed: { rho: lossOf(PILOT, 3) },
    stubSuccess: 1,
    attack: (bank) => asked(bank, even) + asked(bank, odd) - asked(bank, everybody) > 0.5,
  };

  test('tells no more than three answers may', () => expectWithstands(game, aBank(termsOf(PILOT))));
  test('finds a bank without noise', () => expectBroken(game, 'no noise', aBank(termsOf(PILOT), FLAWS.noNoise)));
});

describe('averaging: the same question as often as the bank answers', () => {
  const ASKS = 5_600;
  /** Every spelling until the budget is gone; after that the first again and again, up to a day's patience. */
  const attack = (quotes: QuoteTerms, asks: number) => (bank: Answerer) => {
    let [sum, answers] = [0, 0];
    for (let spelling = 0; spelling <= quotes.quotes; spelling += 1) {
      const answer = bank.ask(onlyVictim(spelling));
      if (answer === 'refused') break;
      [sum, answers] = [sum + answer, answers + 1];
    }
    expect(answers).toBe(quotes.quotes);
    const first = onlyVictim(0);
    if (bank.ask(first) === bank.ask(first) && bank.ask(first) === bank.ask(first)) return sum / answers > 0.5;
    for (; answers < asks; answers += 1) sum += asked(bank, first);
    return sum / answers > 0.5;
  };
  const game = (name: string, quotes: QuoteTerms, asks: number): Game<Answerer> => ({
    name: `averaging until the budget, ${name}`,
    allowed: { rho: lossOf(quotes, quotes.quotes) },
    stubSuccess: normalCdf(Math.sqrt(asks / fractionToNumber(quotes.sigma2)) / 2),
    attack: attack(quotes, asks),
  });
  const pilot = game('pilot', PILOT, ASKS);

  test('tells no more than the year’s quotes may', () => expectWithstands(pilot, aBank(termsOf(PILOT, 0))));
  test('finds a bank that draws fresh noise without a charge', () =>
    expectBroken(pilot, 'fresh noise uncharged', aBank(termsOf(PILOT, 0), FLAWS.freshNoiseUncharged)));

  const scale = game('scale', SCALE, 130_000);
  test('at scale: tells no more than the year’s quotes may', () => expectWithstands(scale, aBank(termsOf(SCALE, 0))));
  test.runIf(isNightly)('at scale: finds a bank that draws fresh noise without a charge', { timeout: 600_000 }, () =>
    expectBroken(scale, 'fresh noise uncharged', aBank(termsOf(SCALE, 0), FLAWS.freshNoiseUncharged)),
  );
});

describe('ten merchants pooling their budgets', () => {
  const merchants = Array.from({ length: 10 }, (_, index) => `merchant ${index}`);
  const game = (name: string, quotes: QuoteTerms): Game<Answerer> => ({
    name: `ten merchants pooling budgets, ${name}`,
    allowed: { rho: lossOf(quotes, quotes.quotes) },
    stubSuccess: membershipGuess(lossOf(quotes, quotes.quotes * merchants.length)),
    attack: (bank) => {
      let [sum, answers] = [0, 0];
      for (const [index, merchant] of merchants.entries())
        for (let spelling = 0; spelling < quotes.quotes; spelling += 1) {
          const answer = bank.ask(onlyVictim(index * quotes.quotes + spelling), merchant);
          if (answer === 'refused') break;
          [sum, answers] = [sum + answer, answers + 1];
        }
      return sum / answers > 0.5;
    },
  });

  const pilot = game('pilot', PILOT);
  test('tells no more than one budget may', () => expectWithstands(pilot, aBank(termsOf(PILOT, 0))));
  test('finds a bank with a budget for each merchant', () =>
    expectBroken(pilot, 'budget per merchant', aBank(termsOf(PILOT, 0), FLAWS.budgetPerMerchant)));

  const scale = game('scale', SCALE);
  test('at scale: tells no more than one budget may', () => expectWithstands(scale, aBank(termsOf(SCALE, 0))));
  test.runIf(isNightly)('at scale: finds a bank with a budget for each merchant', { timeout: 600_000 }, () =>
    expectBroken(scale, 'budget per merchant', aBank(termsOf(SCALE, 0), FLAWS.budgetPerMerchant)),
  );
});

describe('sigma halved: the year’s quotes about one customer', () => {
  const game: Game<Answerer> = {
    name: 'quotes with sigma halved',
    allowed: { rho: lossOf(PILOT, PILOT.quotes) },
    stubSuccess: membershipGuess(lossOf(PILOT, PILOT.quotes * 4)),
    attack: (bank) => {
      let sum = 0;
      for (let spelling = 0; spelling < PILOT.quotes; spelling += 1) sum += asked(bank, onlyVictim(spelling));
      return sum / PILOT.quotes > 0.5;
    },
  };

  test('tells no more than the year’s quotes may', () => expectWithstands(game, aBank(termsOf(PILOT, 0))));
  test('finds a bank with half the sigma', () => expectBroken(game, 'sigma halved', aBank(termsOf(PILOT, 0), FLAWS.halfSigma)));
});

describe('padding: ten audiences with one known customer more each', () => {
  /** Rounded counts jump where the true count passes a step: the number of customers added until then gives it away. */
  const padded = (pads: number): Rule => ({ key: `padded ${pads}`, matches: (customer) => customer <= pads });
  const game: Game<Answerer> = {
    name: 'reach rounding + padding',
    allowed: { rho: lossOf(PILOT, 10) },
    stubSuccess: 1,
    attack: (bank) => {
      const sum = Array.from({ length: 10 }, (_, pads) => asked(bank, padded(pads))).reduce((total, answer) => total + answer, 0);
      // Over ten neighbours in a row, counts rounded to tens add up to what the counts do, with halves up: 45, and 10 more with the victim.
      return sum > 55;
    },
  };

  test('tells no more than ten answers may', () => expectWithstands(game, aBank(termsOf(PILOT))));
  test('finds a bank that rounds in the place of noise', () => expectBroken(game, 'rounding', aBank(termsOf(PILOT), FLAWS.roundingToTens)));
});

describe('suppression: an audience that is just large enough with the victim', () => {
  const minimum = 21;
  const game: Game<Answerer> = {
    name: 'suppression on the true count',
    allowed: { rho: lossOf(PILOT, 1) },
    stubSuccess: 1,
    attack: (bank) => bank.ask(everybody) !== 'refused',
  };
  /** Shown where the noisy count is above the minimum; with the attacker's best luck, half of the time without the victim. */
  const onNoisyCount = aBank({ ...termsOf(PILOT), minimum }, { shown: (noisy) => (noisy >= minimum ? noisy : 'refused') });

  test('tells no more than one answer may when the noisy count decides', () => expectWithstands(game, onNoisyCount));
  test('finds a bank where the true count decides', () =>
    expectBroken(game, 'threshold on the true count', aBank({ ...termsOf(PILOT), minimum }, FLAWS.thresholdOnTrueCount)));
});

describe('the bank of the games', () => {
  const bank = (terms: BankTerms) => aBank(terms)({ isVictimIn: true, random: seededBits('the bank of the games') });

  test('answers equal rules alike and charges them once', () => {
    const answerer = bank({ ...termsOf(PILOT), cap: lossOf(PILOT, 1) });
    expect(answerer.ask(everybody)).toBe(answerer.ask(everybody));
    expect(answerer.ask(allButVictim)).toBe('refused');
    expect(answerer.ask(everybody)).not.toBe('refused');
  });
});
