import { describe, test } from 'vitest';
import { type DiscreteGaussian, discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { type Fraction, fraction } from '#shared/fraction.ts';
import { expectBroken, expectWithstands, type Game, type MakeSystem } from './support/game.ts';

/** Noise of a cell of a campaign's report in the pilot: 80 % of the charge of one count of σ² 120. */
const CELL_SIGMA2 = fraction(150n);
const REDEEMERS = 40;

/** What a merchant sees of a campaign in whose segment the victim is or is not. */
interface CampaignSeen {
  /** What the till shows when the victim pays. */
  readonly till: string;
  /** Redeeming customers in the report, after the end. */
  readonly redeeming: number;
}

type Noise = (random: RandomBits, sigma2: Fraction) => DiscreteGaussian;

function campaign({
  noise = discreteGaussian,
  till = () => 'paid',
}: {
  readonly noise?: Noise;
  readonly till?: (isMember: boolean) => string;
} = {}) {
  const make: MakeSystem<CampaignSeen> = ({ isVictimIn, random }) => ({
    till: till(isVictimIn),
    // The victim pays in either case; only a member's payment redeems.
    redeeming: REDEEMERS + (isVictimIn ? 1 : 0) + Number(noise(random, CELL_SIGMA2).sample()),
  });
  return make;
}

describe('redemption: is the customer at the till in the segment?', () => {
  const atTheTill: Game<CampaignSeen> = {
    name: 'redemption posterior, at the till',
    allowed: { success: 1 / 2 },
    stubSuccess: 1,
    attack: ({ till }) => till !== 'paid',
  };

  test('the till tells nothing', () => expectWithstands(atTheTill, campaign()));
  test('finds a code that members show', () =>
    expectBroken(atTheTill, 'segment code at the till', campaign({ till: (isMember) => (isMember ? 'code accepted' : 'paid') })));

  const inTheReport: Game<CampaignSeen> = {
    name: 'redemption posterior, in the report',
    allowed: { rho: fraction(1n, 300n) },
    stubSuccess: 1,
    attack: ({ redeeming }) => redeeming > REDEEMERS + 0.5,
  };

  test('the report tells no more than its cell may', () => expectWithstands(inTheReport, campaign()));
  test('finds a report without noise', () => expectBroken(inTheReport, 'no noise', campaign({ noise: () => ({ sample: () => 0n }) })));
});
