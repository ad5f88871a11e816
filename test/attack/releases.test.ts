import { beforeAll, describe, expect, test } from 'vitest';
import { membershipGuess } from '#bank/privacy/accountant/meaning.ts';
import { type Fraction, formatFraction, fraction, fractionToNumber, multiplyFractions, parseFraction } from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import { seededBits } from '../support/seeded-bits.ts';
import { expectBroken, expectWithstands, type Game } from './support/game.ts';
import { lossOfYear, type PublishedYear, smallMarket, yearsOf } from './support/release-years.ts';

type Table = Profile['tables'][number];

/** A bank that draws the noise of some tables with another σ². Its ledger is not asked: the cap is out of the way. */
function withSigma2(profile: Profile, sigma2: (table: Table, index: number) => Fraction): Profile {
  return {
    ...profile,
    privacyCap: '1000000000',
    tables: profile.tables.map((table, index) => ({ ...table, sigma2: formatFraction(sigma2(table, index)) })),
  };
}
/** So little that every draw is 0, but for one in 10^200. */
const NO_NOISE = fraction(1n, 1_000n);
const halfSigma = ({ sigma2 }: Table) => multiplyFractions(parseFraction(sigma2), fraction(1n, 4n));

/** The best test there is against Gaussian noise: every cell weighted by 1/σ², compared with half of what the victim would add. */
function matchedFilter(profile: Profile, published: PublishedYear): boolean {
  let [score, expected] = [0, 0];
  for (const { id, sigma2 } of profile.tables) {
    const values = published.get(id) ?? [];
    const variance = fractionToNumber(parseFraction(sigma2));
    score += values.reduce((sum, value) => sum + value, 0) / variance;
    expected += values.length / variance;
  }
  return score > expected / 2;
}

describe.each([
  ['pilot', '383/900'],
  ['scale', '637/1800'],
  ['strict', '383/3600'],
] as const)('membership in a year of %s releases', (name, loss) => {
  let profile: Profile;
  let rho: Fraction;
  beforeAll(async () => {
    profile = await smallMarket(name);
    rho = lossOfYear(profile);
  });
  const game = (what: string, stubSuccess: number): Game<PublishedYear> => ({
    name: `membership on the release, ${what}, ${name}`,
    allowed: { rho },
    stubSuccess,
    attack: (published) => matchedFilter(profile, published),
  });
  const half = () => game('sigma halved', membershipGuess(multiplyFractions(fraction(4n), rho)));
  const bare = () => game('no noise', 1);
  const withoutNoise = () => withSigma2(profile, () => NO_NOISE);

  test('costs what the tables say, and the victim is in as many cells as they are charged for', async () => {
    expect(formatFraction(rho)).toBe(loss);
    const published = await yearsOf(profile, withoutNoise())({ isVictimIn: true, random: seededBits('a year without noise') });
    const cost = profile.tables.reduce(
      (sum, { id, sigma2 }) =>
        sum + (published.get(id) ?? []).reduce((cells, value) => cells + value ** 2, 0) / (2 * fractionToNumber(parseFraction(sigma2))),
      0,
    );
    expect(cost).toBeCloseTo(fractionToNumber(rho), 10);
  });
  // The strict pilot is the pilot with four times the σ²; at its loss half the sigma would need thousands of years.
  test.skipIf(name === 'strict')(
    'tells no more than its loss may, over as many years as would show half the sigma',
    { timeout: 240_000 },
    () => expectWithstands(half(), yearsOf(profile)),
  );
  test.skipIf(name === 'strict')('finds releases with half the sigma', { timeout: 240_000 }, () =>
    expectBroken(half(), 'sigma halved', yearsOf(profile, withSigma2(profile, halfSigma))),
  );
  test('tells no more than its loss may, over as many years as would show missing noise', () => expectWithstands(bare(), yearsOf(profile)));
  test('finds releases without noise', () => expectBroken(bare(), 'no noise', yearsOf(profile, withoutNoise())));
  test('finds releases of which the first table has no noise', async () => {
    /** The table alone tells: its cells are all 0 or all 1. */
    const cellsOfFirst = (published: PublishedYear) => published.get(profile.tables[0]?.id ?? '')?.every((value) => value === 1) ?? false;
    const firstTable: Game<PublishedYear> = { ...bare(), name: `membership, one table without noise, ${name}`, attack: cellsOfFirst };
    const oneBare = withSigma2(profile, (table, index) => (index === 0 ? NO_NOISE : parseFraction(table.sigma2)));
    await expectWithstands(firstTable, yearsOf(profile));
    await expectBroken(firstTable, 'no noise in one table', yearsOf(profile, oneBare));
  });
});
