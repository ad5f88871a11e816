import { beforeAll, describe, expect, test } from 'vitest';
import { divideFractions, formatFraction, fraction } from '#shared/fraction.ts';
import { expectBroken, expectWithstands, type Game } from './support/game.ts';
import { type Answerer, aBank, type BankTerms, type Customer, FLAWS, openQuoteMarket, type QuoteMarket } from './support/product-bank.ts';
import { aRule } from './support/rules.ts';

const CATEGORIES = ['garden', 'toys', 'books', 'pets', 'sports', 'electronics', 'furniture'];
/** Which of seven customers each of seven questions counts: every customer in four, every two customers together in two. */
const DESIGN = CATEGORIES.map((_, question) =>
  CATEGORIES.map((__, customer) => ((question + 1) & (customer + 1)).toString(2).replaceAll('0', '').length % 2 === 1),
);
/** Customer by customer: the highest band in the categories of the questions that count it. */
const SEVEN: readonly Customer[] = CATEGORIES.map((_, customer) => ({
  region: 'west',
  band: 0,
  bandsOf: new Map(CATEGORIES.map((category, question) => [category, DESIGN[question]?.[customer] === true ? 4 : 0])),
  visits: 1,
}));

describe.each([
  ['1/20', fraction(1n, 20n)],
  ['1/2', fraction(1n, 2n)],
])('reconstruction of one customer in seven from overlapping quotes at rho %s', (text, rho) => {
  let market: QuoteMarket;
  // Four questions count the victim: ρ = 4/(2σ²). Seven of 42 quotes are one month's, and less than a merchant's ration.
  beforeAll(async () => {
    market = await openQuoteMarket({ sigma2: formatFraction(divideFractions(fraction(2n), rho)), perYear: 42 });
  });
  /** Whether the other six are in the data is as unknown as whether the victim is. */
  const terms = (): BankTerms => ({
    market,
    customers: (isVictimIn, random) => SEVEN.filter((_, index) => (index === 0 ? isVictimIn : random.next(1n) === 1n)),
  });
  /** Solved exactly: the inverse of the design has +1/4 where a customer is counted and −1/4 elsewhere. */
  const game: Game<Answerer> = {
    name: `reconstruction, rho ${text}`,
    allowed: { rho },
    stubSuccess: 1,
    attack: async (bank) => {
      let sum = 0;
      for (const [question, category] of CATEGORIES.entries()) {
        const quote = await bank.ask(aRule({ category, bands: [4, 4] }));
        if (quote === 'refused') throw new Error(`${category} was refused`);
        sum += DESIGN[question]?.[0] === true ? quote.customers : -quote.customers;
      }
      return sum / 4 > 0.5;
    },
  };

  test('tells no more than the answers’ loss may', () => expectWithstands(game, aBank(terms())));
  test('finds answers without noise', () => expectBroken(game, 'no noise', aBank(terms(), FLAWS.noNoise)));
  test('the design counts the victim in four questions, and nobody else as often together with it', () => {
    const together = CATEGORIES.map((_, customer) => DESIGN.filter((row) => row[0] === true && row[customer] === true).length);
    expect(together).toEqual([4, 2, 2, 2, 2, 2, 2]);
  });
});
