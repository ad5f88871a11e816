import { beforeAll, describe, expect, test } from 'vitest';
import { membershipGuess } from '#bank/privacy/accountant/meaning.ts';
import { quoteRho } from '#bank/privacy/accountant/charges.ts';
import { judgeReach } from '#bank/review/judge.ts';
import type { Audience } from '#shared/audience/audience.ts';
import { type Fraction, formatFraction, fraction, fractionToNumber, multiplyFractions, parseFraction } from '#shared/fraction.ts';
import { normalCdf } from '#shared/reach/normal.ts';
import type { Quote } from '#shared/reach/quote.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { seededBits } from '../support/seeded-bits.ts';
import { expectBroken, expectWithstands, type Game, isNightly, type MakeSystem } from './support/game.ts';
import {
  type Answerer,
  aBank,
  type BankTerms,
  type Customer,
  FLAWS,
  MERCHANTS,
  noiseOfData,
  openQuoteMarket,
  type QuoteMarket,
} from './support/product-bank.ts';
import { aRule, onlyVictim, VICTIM } from './support/rules.ts';

/** The pilot's quotes. */
const PILOT = { sigma2: '400', perYear: 16 };
/** A year of the scale's quotes, 9/100 in all, in 90 and in 12 answers: 20 and 150 of its 1,800 stand in one, and the loss of the year, which plans the games, is the same. */
const SCALE_IN_90 = { sigma2: '500', perYear: 90 };
const SCALE_IN_12 = { sigma2: '200/3', perYear: 12 };
/** A year of the pilot's quotes in six answers. */
const PILOT_IN_6 = { sigma2: '150', perYear: 6 };

let pilot: QuoteMarket;
beforeAll(async () => {
  pilot = await openQuoteMarket();
  expect(pilot.profile.quotes).toEqual(PILOT);
});

type Quotes = typeof PILOT;
const lossOf = (quotes: Quotes, answers: number): Fraction => multiplyFractions(fraction(BigInt(answers)), quoteRho({ quotes }));
/** What one merchant may ask in a year: ⌈2Q/10⌉ quotes. */
const RATION = Math.ceil((2 * PILOT.perYear) / MERCHANTS.length);
const oneMerchant = { rho: lossOf(PILOT, RATION) };

const inWest = (count: number): readonly Customer[] => Array.from({ length: count }, () => ({ region: 'west', band: 0, visits: 1 }));
const inEastAndWest = [...inWest(10), ...inWest(10).map((customer) => ({ ...customer, region: 'oost' }))];
const termsOf = (market: QuoteMarket, others: readonly Customer[] = inEastAndWest): BankTerms => ({
  market,
  customers: (isVictimIn) => (isVictimIn ? [VICTIM, ...others] : others),
});
const alone = (market: QuoteMarket) => termsOf(market, []);

const everybody = aRule({});
const allButVictim = aRule({ visits: [1, 2] });

/** Waits for the month in which the bank answers. A refusal where the attack has a right to an answer is a mistake of the game. */
async function quoted(bank: Answerer, rule: Audience, merchant = 0): Promise<Quote> {
  do {
    const quote = await bank.ask(rule, merchant);
    if (quote !== 'refused') return quote;
  } while (bank.nextMonth());
  throw new Error('refused for a whole year');
}
const asked = async (bank: Answerer, rule: Audience, merchant?: number) => (await quoted(bank, rule, merchant)).customers;

/** Every quote about the victim alone that all merchants together can get in a year. Two refusals in a row end a month: the bank's, not one merchant's ration. */
async function askedByAll(bank: Answerer): Promise<readonly Quote[]> {
  const quotes: Quote[] = [];
  let first = 0;
  do {
    let [refusals, firstAnswered] = [0, -1];
    for (let turn = 0; turn < MERCHANTS.length && refusals < 2; turn += 1) {
      const merchant = (first + turn) % MERCHANTS.length;
      for (;;) {
        const quote = await bank.ask(onlyVictim(quotes.length), merchant);
        if (quote === 'refused') break;
        quotes.push(quote);
        if (firstAnswered < 0) firstAnswered = merchant;
        refusals = 0;
      }
      refusals += 1;
    }
    if (firstAnswered >= 0) first = firstAnswered;
  } while (bank.nextMonth());
  return quotes;
}
const sumOf = (quotes: readonly Quote[]) => quotes.reduce((sum, { customers }) => sum + customers, 0);

describe('differencing: two audiences that differ in the victim', () => {
  const difference = async (bank: Answerer) => (await asked(bank, everybody)) - (await asked(bank, allButVictim));
  const game: Game<Answerer> = {
    name: 'differencing, sigma 20',
    allowed: oneMerchant,
    stubSuccess: 1,
    attack: async (bank) => (await difference(bank)) > 0.5,
  };

  test('tells no more than a merchant’s ration may', () => expectWithstands(game, aBank(termsOf(pilot))));
  test('finds a bank without noise', () => expectBroken(game, 'no noise', aBank(termsOf(pilot), FLAWS.noNoise)));

  /** Rounding changes with the victim where the others' number sits just below a step: one bank in ten. */
  const rounded: Game<Answerer> = {
    name: 'differencing against rounding to 10',
    allowed: { rho: lossOf(PILOT, 1) },
    stubSuccess: 0.55,
    attack: async (bank) => (await difference(bank)) > 0,
  };
  const anyNumberOfOthers =
    (flaws?: typeof FLAWS.roundingToTens): MakeSystem<Answerer> =>
    (round) => {
      let others = 10 + Number(round.random.next(4n));
      while (others >= 20) others = 10 + Number(round.random.next(4n));
      return aBank(termsOf(pilot, inWest(others)), flaws)(round);
    };

  test('against rounding: tells no more than one answer may', () => expectWithstands(rounded, anyNumberOfOthers()));
  test('finds a bank that rounds in the place of noise', () => expectBroken(rounded, 'rounding', anyNumberOfOthers(FLAWS.roundingToTens)));
});

describe('noise that anybody can compute', () => {
  /** The attacker computes the noise of the data with the victim, and looks whether the answer carries it. */
  const game: Game<Answerer> = {
    name: 'noise seeded from data',
    allowed: { rho: lossOf(PILOT, 1) },
    stubSuccess: 1,
    attack: async (bank) =>
      (await asked(bank, everybody)) === 21 + Number(noiseOfData(parseFraction(PILOT.sigma2), [VICTIM, ...inEastAndWest]).sample()),
  };

  test('tells nothing about noise from the operating system', () => expectWithstands(game, aBank(termsOf(pilot))));
  test('finds a bank that seeds its noise from the data', () =>
    expectBroken(game, 'noise seeded from data', aBank(termsOf(pilot), FLAWS.noiseSeededFromData)));
});

describe('tracker: the victim alone, put together from three large audiences', () => {
  const [east, west, both] = [
    ['noord', 'oost'],
    ['noord', 'west'],
    ['noord', 'oost', 'west'],
  ].map((regions) => aRule({ regions }));
  const game: Game<Answerer> = {
    name: 'tracker, victim in 3 answers',
    allowed: oneMerchant,
    stubSuccess: 1,
    attack: async (bank) => {
      if (east === undefined || west === undefined || both === undefined) throw new TypeError('three rules');
      return (await asked(bank, east)) + (await asked(bank, west)) - (await asked(bank, both)) > 0.5;
    },
  };

  test('tells no more than a merchant’s ration may', () => expectWithstands(game, aBank(termsOf(pilot))));
  test('finds a bank without noise', () => expectBroken(game, 'no noise', aBank(termsOf(pilot), FLAWS.noNoise)));
});

describe('averaging: the same question as often as the bank answers', () => {
  /** Every quote of the year; after that the first again and again, up to a day's patience. */
  const game = (name: string, quotes: Quotes, asks: number): Game<Answerer> => ({
    name: `averaging until the budget, ${name}`,
    allowed: { rho: lossOf(quotes, quotes.perYear) },
    stubSuccess: normalCdf(Math.sqrt(asks / fractionToNumber(parseFraction(quotes.sigma2))) / 2),
    attack: async (bank) => {
      const ofYear = await askedByAll(bank);
      expect(new Set(ofYear.map(({ id }) => id)).size).toBe(quotes.perYear);
      const first = onlyVictim(0);
      const repeated = new Set([ofYear[0]?.customers, await asked(bank, first), await asked(bank, first), await asked(bank, first)]);
      if (repeated.size === 1) return sumOf(ofYear) / ofYear.length > 0.5;
      let sum = sumOf(ofYear);
      for (let answers = ofYear.length; answers < asks; answers += 1) sum += await asked(bank, first);
      return sum / asks > 0.5;
    },
  });
  const inPilot = game('pilot', PILOT, 5_600);

  test('tells no more than the year’s quotes may', () => expectWithstands(inPilot, aBank(alone(pilot))));
  test('finds a bank that draws fresh noise without a charge', () =>
    expectBroken(inPilot, 'fresh noise uncharged', aBank(alone(pilot), FLAWS.freshNoiseUncharged)));

  const atScale = game('scale', SCALE_IN_90, 6_500);
  test('at scale: tells no more than the year’s quotes may', async () =>
    expectWithstands(atScale, aBank(alone(await openQuoteMarket(SCALE_IN_90)))));
  test('at scale: finds a bank that draws fresh noise without a charge', async () =>
    expectBroken(atScale, 'fresh noise uncharged', aBank(alone(await openQuoteMarket(SCALE_IN_90)), FLAWS.freshNoiseUncharged)));
});

describe('ten merchants pooling their budgets', () => {
  const game = (name: string, quotes: Quotes): Game<Answerer> => ({
    name: `ten merchants pooling budgets, ${name}`,
    allowed: { rho: lossOf(quotes, quotes.perYear) },
    stubSuccess: membershipGuess(lossOf(quotes, quotes.perYear * MERCHANTS.length)),
    attack: async (bank) => {
      const quotes = await askedByAll(bank);
      return sumOf(quotes) / quotes.length > 0.5;
    },
  });

  const inPilot = game('pilot', PILOT);
  test('tells no more than one budget may', { timeout: 240_000 }, () => expectWithstands(inPilot, aBank(alone(pilot))));
  test('finds a bank with a budget for each merchant', { timeout: 240_000 }, () =>
    expectBroken(inPilot, 'budget per merchant', aBank(alone(pilot), FLAWS.ledgerPerMerchant)),
  );

  const atScale = game('scale', SCALE_IN_12);
  test('at scale: tells no more than one budget may', async () =>
    expectWithstands(atScale, aBank(alone(await openQuoteMarket(SCALE_IN_12)))));
  test('at scale: finds a bank with a budget for each merchant', async () =>
    expectBroken(atScale, 'budget per merchant', aBank(alone(await openQuoteMarket(SCALE_IN_12)), FLAWS.ledgerPerMerchant)));

  test('the years in fewer answers cost what the profiles’ quotes do', () => {
    const costs = [PILOT, PILOT_IN_6, SCALE_IN_90, SCALE_IN_12].map((quotes) => formatFraction(lossOf(quotes, quotes.perYear)));
    expect(costs).toEqual(['1/50', '1/50', '9/100', '9/100']);
  });
});

/** By night: 9,751 games, as a year's quotes are so little of the loss. By day half the sigma is found in the releases. */
describe.runIf(isNightly)('sigma halved: the year’s quotes about one customer', () => {
  const game: Game<Answerer> = {
    name: 'quotes with sigma halved',
    allowed: { rho: lossOf(PILOT_IN_6, PILOT_IN_6.perYear) },
    stubSuccess: membershipGuess(lossOf(PILOT_IN_6, PILOT_IN_6.perYear * 4)),
    attack: async (bank) => sumOf(await askedByAll(bank)) / PILOT_IN_6.perYear > 0.5,
  };

  test('tells no more than the year’s quotes may', { timeout: 600_000 }, async () =>
    expectWithstands(game, aBank(alone(await openQuoteMarket(PILOT_IN_6)))),
  );
  test('finds a bank with half the sigma', { timeout: 600_000 }, async () =>
    expectBroken(game, 'sigma halved', aBank(alone(await openQuoteMarket(PILOT_IN_6)), FLAWS.halfSigma)),
  );
});

describe('padding: ten audiences with one known customer more each', () => {
  /** Each rule is wider than the one before by one band, one number of visits or one region, and counts one customer more. */
  const steps = [
    ...[4, 3, 2, 1, 0].map((band) => ({ band, visits: 3, regions: ['noord'] })),
    ...[2, 1].map((visits) => ({ band: 0, visits, regions: ['noord'] })),
    ...[['oost'], ['oost', 'west'], ['oost', 'west', 'zuid']].map((more) => ({ band: 0, visits: 1, regions: ['noord', ...more] })),
  ];
  const rules = steps.map(({ band, visits, regions }) => aRule({ bands: [band, 4], visits: [visits, 3], regions }));
  const pads = steps.slice(1).map(({ band, visits, regions }) => ({ band, visits, region: regions.at(-1) ?? '' }));
  /** Rounded counts jump where the true count passes a step: the number of customers added until then gives it away. */
  const game: Game<Answerer> = {
    name: 'reach rounding + padding',
    allowed: { rho: lossOf(PILOT, rules.length) },
    stubSuccess: 1,
    attack: async (bank) => {
      let sum = 0;
      for (const [index, rule] of rules.entries()) sum += await asked(bank, rule, Math.floor(index / RATION));
      // Over ten neighbours in a row, counts rounded to tens add up to what the counts do, with halves up: 45, and 10 more with the victim.
      return sum > 55;
    },
  };

  test('tells no more than ten answers may', () => expectWithstands(game, aBank(termsOf(pilot, pads))));
  test('finds a bank that rounds in the place of noise', () =>
    expectBroken(game, 'rounding', aBank(termsOf(pilot, pads), FLAWS.roundingToTens)));
});

describe('suppression: an audience that is just large enough with the victim', () => {
  const isLargeEnough = (quote: Quote) =>
    judgeReach({
      content: aContent({ audience: everybody, channels: [...pilot.profile.channels], holdoutPercent: 0 }),
      profile: pilot.profile,
      merchant: { mcc: '5261', categoryId: 'garden', feePerRedeemingCustomerCents: 40 },
      releases: [pilot.release],
      quotes: [quote],
      today: '2026-03-10',
    }).reach.meetsMinimum;
  const game: Game<Answerer> = {
    name: 'suppression on the true count',
    allowed: oneMerchant,
    stubSuccess: 1,
    attack: async (bank) => isLargeEnough(await quoted(bank, everybody)),
  };
  /** So many customers besides the victim that the bank's minimum, margin included, is met with the victim and missed without. */
  const justLargeEnough = async () => {
    const bank = await aBank(termsOf(pilot))({ isVictimIn: true, random: seededBits('any quote') });
    const like = await quoted(bank, everybody);
    let count = pilot.profile.limits.minimumCustomers;
    while (!isLargeEnough({ ...like, customers: count })) count += 1;
    return termsOf(pilot, inWest(count - 1));
  };

  test('tells no more than a merchant’s ration may when the noisy count decides', async () =>
    expectWithstands(game, aBank(await justLargeEnough())));
  test('finds a bank where the true count decides', async () =>
    expectBroken(game, 'threshold on the true count', aBank(await justLargeEnough(), FLAWS.noNoise)));
});

describe('the bank of the games', () => {
  const bank = async () => aBank(termsOf(pilot))({ isVictimIn: true, random: seededBits('the bank of the games') });

  test('answers equal rules alike and charges them once; holds a merchant to its ration and all to two quotes a month', async () => {
    const answerer = await bank();
    expect(await answerer.ask(everybody)).toEqual(await answerer.ask(everybody, 3));
    expect(await answerer.ask(allButVictim)).not.toBe('refused');
    expect(await answerer.ask(onlyVictim(0), 3)).toBe('refused');
    let answers = 2;
    while (answerer.nextMonth())
      for (let index = 0; index < 3; index += 1) if ((await answerer.ask(onlyVictim(answers), 0)) !== 'refused') answers += 1;
    expect(answers).toBe(RATION);
  });

  test('counts exactly whom a rule names', async () => {
    const exact = await aBank(termsOf(pilot), FLAWS.noNoise)({ isVictimIn: true, random: seededBits('the bank of the games') });
    const counts = [await asked(exact, everybody), await asked(exact, allButVictim), await asked(exact, onlyVictim(59))];
    expect([...counts, await asked(exact, aRule({ regions: ['west'] }))]).toEqual([21, 20, 1, 10]);
  });
});
