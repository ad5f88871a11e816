import { describe, expect, test } from 'vitest';
import { membershipGuess } from '#bank/privacy/accountant/meaning.ts';
import { type DiscreteGaussian, discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { divideFractions, type Fraction, formatFraction, fraction } from '#shared/fraction.ts';
import { expectBroken, expectWithstands, type Game, type MakeSystem } from './support/game.ts';
import { lossOfYear, timesLoss, YEARS, type YearOfTable } from './support/release-tables.ts';

type Noise = (random: RandomBits, sigma2: Fraction) => DiscreteGaussian;
const exact: Noise = discreteGaussian;
const none: Noise = () => ({ sample: () => 0n });
const halfSigma: Noise = (random, { numerator, denominator }) => discreteGaussian(random, fraction(numerator, 4n * denominator));

/** A year's published cells that could count the victim, less everybody else, whom the attacker knows: by table. */
type PublishedYear = ReadonlyMap<YearOfTable, readonly number[]>;

function releasesOf(year: readonly YearOfTable[], noise: Noise): MakeSystem<PublishedYear> {
  return ({ isVictimIn, random }) =>
    new Map(
      year.map((table) => {
        const drawn = noise(random, fraction(table.sigma2));
        return [table, Array.from({ length: table.cells }, () => (isVictimIn ? 1 : 0) + Number(drawn.sample()))];
      }),
    );
}

/** The best test there is against Gaussian noise: every cell weighted by 1/σ², compared with half of what the victim would add. */
function matchedFilter(published: PublishedYear): boolean {
  let [score, expected] = [0, 0];
  for (const [{ sigma2, cells }, values] of published) {
    score += values.reduce((sum, value) => sum + value, 0) / Number(sigma2);
    expected += cells / Number(sigma2);
  }
  return score > expected / 2;
}

describe.each([
  ['pilot', YEARS.pilot, '383/900'],
  ['scale', YEARS.scale, '637/1800'],
] as const)('membership in a year of %s releases', (name, year, loss) => {
  const rho = lossOfYear(year);
  const game = (what: string, stubSuccess: number): Game<PublishedYear> => ({
    name: `membership on the release, ${what}, ${name}`,
    allowed: { rho },
    stubSuccess,
    attack: matchedFilter,
  });
  const half = game('sigma halved', membershipGuess(timesLoss(4n, rho)));
  const bare = game('no noise', 1);

  test('costs what the tables say', () => expect(formatFraction(rho)).toBe(loss));
  test('tells no more than its loss may, over as many years as would show half the sigma', () =>
    expectWithstands(half, releasesOf(year, exact)));
  test('finds releases with half the sigma', () => expectBroken(half, 'sigma halved', releasesOf(year, halfSigma)));
  test('tells no more than its loss may, over as many years as would show missing noise', () =>
    expectWithstands(bare, releasesOf(year, exact)));
  test('finds releases without noise', () => expectBroken(bare, 'no noise', releasesOf(year, none)));
  test('finds releases of which the largest table has no noise', () => {
    const oneBare: MakeSystem<PublishedYear> = (round) => {
      const [first = year[0], ...rest] = year;
      return new Map([...releasesOf([first], none)(round), ...releasesOf(rest, exact)(round)]);
    };
    /** The table alone tells: its cells are all 0 or all 1. */
    const cellsOfFirst = (published: PublishedYear) => published.get(year[0])?.every((value) => value === 1) ?? false;
    const firstTable: Game<PublishedYear> = { ...bare, name: `membership, one table without noise, ${name}`, attack: cellsOfFirst };
    expectWithstands(firstTable, releasesOf(year, exact));
    expectBroken(firstTable, 'no noise in one table', oneBare);
  });
});

describe.each([
  ['1/20', fraction(1n, 20n)],
  ['1/2', fraction(1n, 2n)],
])('reconstruction of one bit in seven from overlapping counts at rho %s', (text, rho) => {
  /** Which of seven customers each of seven questions counts: every customer in four, every two customers together in two. */
  const DESIGN = Array.from({ length: 7 }, (_, question) =>
    Array.from({ length: 7 }, (_, customer) =>
      ((question + 1) & (customer + 1)).toString(2).replaceAll('0', '').length % 2 === 1 ? 1 : 0,
    ),
  );
  /** Four questions count the victim: ρ = 4/(2σ²). */
  const sigma2 = divideFractions(fraction(2n), rho);

  /** Seven answers; the other six customers' bits are as unknown as the victim's. */
  const answersWith =
    (noise: Noise): MakeSystem<readonly number[]> =>
    ({ isVictimIn, random }) => {
      const bits = [isVictimIn ? 1 : 0, ...Array.from({ length: 6 }, () => Number(random.next(1n)))];
      const drawn = noise(random, sigma2);
      return DESIGN.map(
        (row) => row.reduce<number>((sum, counted, customer) => sum + counted * (bits[customer] ?? 0), 0) + Number(drawn.sample()),
      );
    };
  /** Solved exactly: the inverse of the design has +1/4 where a customer is counted and −1/4 elsewhere. */
  const reconstruct = (answers: readonly number[]) =>
    answers.reduce((sum, answer, question) => sum + ((DESIGN[question]?.[0] ?? 0) === 1 ? answer : -answer), 0) / 4 > 0.5;
  const game: Game<readonly number[]> = { name: `reconstruction, rho ${text}`, allowed: { rho }, stubSuccess: 1, attack: reconstruct };

  test('tells no more than the answers’ loss may', () => expectWithstands(game, answersWith(exact)));
  test('finds answers without noise', () => expectBroken(game, 'no noise', answersWith(none)));
});
