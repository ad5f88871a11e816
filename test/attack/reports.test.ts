import { beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import { reportNoise, reportRho } from '#bank/privacy/accountant/charges.ts';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { mostPerCustomerCents } from '#shared/reach/reward-price.ts';
import type { CustomerOutcome } from '#bank/reports/collect-outcome.ts';
import { type Fraction, formatFraction, fraction, fractionToNumber, parseFraction } from '#shared/fraction.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { aContent } from '../fixtures/campaign-content.ts';
import { seededBits } from '../support/seeded-bits.ts';
import {
  aCampaign,
  type CampaignFlaws,
  type CampaignSeen,
  type CampaignTerms,
  VICTIM_REWARD_CENTS,
  VICTIM_SPEND_CENTS,
} from './support/campaign-games.ts';
import { expectBroken, expectWithstands, type Game } from './support/game.ts';

const REDEEMERS = 40;
const outcome = (step: CustomerOutcome['step'], index: number): CustomerOutcome => ({
  arm: 'delivered',
  step,
  bought: step === 'redeemed',
  spendCents: step === 'redeemed' ? 5_000 + 10 * index : 0,
  rewardCents: step === 'redeemed' ? 500 + index : 0,
});
/** Everybody but the victim, outcome by outcome: known to the attacker. */
const OTHERS = [
  ...Array.from({ length: REDEEMERS }, (_, index) => outcome('redeemed', index)),
  ...Array.from({ length: 200 }, (_, index) => outcome('assigned', index)),
];
const sumOf = (of: (each: CustomerOutcome) => number) => OTHERS.reduce((sum, each) => sum + of(each), 0);

let terms: CampaignTerms;
let charged: Fraction;
beforeAll(async () => {
  const profile = await loadProfile('pilot');
  terms = { profile, content: aContent(), others: OTHERS };
  charged = reportRho(profile);
});
const campaign = (flaws?: CampaignFlaws) => aCampaign(terms, flaws);
const NO_NOISE: CampaignFlaws = { noise: () => 0n };

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
});

describe('redemption: was the customer counted in the report?', () => {
  /** Every drawn figure weighted by what the victim would add, over the figure's variance, compared with half of what the victim would add in all. */
  const matchedFilter = ({ histogram, spendCents, rewardCents, noise }: CampaignReport) => {
    const redeeming = histogram.find((cell) => cell.arm === 'delivered' && cell.step === 'redeemed' && cell.bought);
    const figures = [
      { value: (redeeming?.customers ?? Number.NaN) - REDEEMERS, adds: 1, sigma2: noise.countSigma2 },
      { value: spendCents.value - sumOf((each) => each.spendCents), adds: VICTIM_SPEND_CENTS, sigma2: noise.spendSigma2 },
      { value: rewardCents.value - sumOf((each) => each.rewardCents), adds: VICTIM_REWARD_CENTS, sigma2: noise.rewardSigma2 },
    ].map(({ value, adds, sigma2 }) => ({ value, adds, weight: adds / fractionToNumber(parseFraction(sigma2)) }));
    return figures.reduce((score, { value, adds, weight }) => score + (value - adds / 2) * weight, 0) > 0;
  };
  const game = (): Game<CampaignSeen> => ({
    name: 'redemption posterior, in the report',
    allowed: { rho: charged },
    stubSuccess: 1,
    attack: ({ report }) => matchedFilter(report),
  });

  test('the report tells no more than it is charged for', () => expectWithstands(game(), campaign()));
  test('finds a report without noise', () => expectBroken(game(), 'no noise', campaign(NO_NOISE)));

  /** A missing noise drowns in that of the other figures: each figure is looked at alone as well. */
  describe.each<readonly [string, (report: CampaignReport) => boolean, (report: CampaignReport) => string]>([
    ['redeeming customers', ({ redeemingCustomers }) => redeemingCustomers.value > REDEEMERS + 0.5, ({ noise }) => noise.countSigma2],
    [
      'spend',
      ({ spendCents }) => spendCents.value > sumOf((each) => each.spendCents) + VICTIM_SPEND_CENTS / 2,
      ({ noise }) => noise.spendSigma2,
    ],
    [
      'reward',
      ({ rewardCents }) => rewardCents.value > sumOf((each) => each.rewardCents) + VICTIM_REWARD_CENTS / 2,
      ({ noise }) => noise.rewardSigma2,
    ],
  ])('%s alone', (figure, isAbove, sigma2Of) => {
    let bare: string;
    beforeAll(async () => {
      bare = sigma2Of((await campaign(NO_NOISE)({ isVictimIn: false, random: seededBits('any report') })).report);
    });
    const alone = (): Game<CampaignSeen> => ({ ...game(), name: `report, ${figure}`, attack: ({ report }) => isAbove(report) });

    test('tells no more than the report is charged for', () => expectWithstands(alone(), campaign()));
    test('finds the figure without noise', () => {
      const noise: CampaignFlaws['noise'] = ({ random }, sigma2) =>
        formatFraction(sigma2) === bare ? 0n : discreteGaussian(random, sigma2).sample();
      return expectBroken(alone(), 'no noise in it', campaign({ noise }));
    });
  });

  test('a report is charged for its histogram, its spend and its reward together', () => {
    const { countSigma2, clippedSigma2 } = reportNoise(terms.profile);
    const shares = [countSigma2, clippedSigma2, clippedSigma2].map((sigma2) => 1 / (2 * fractionToNumber(sigma2)));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(fractionToNumber(charged), 12);
    expect(formatFraction(charged)).toBe('1/240');
    expect(VICTIM_REWARD_CENTS).toBeLessThanOrEqual(mostPerCustomerCents(terms.content.offer));
  });
});

/**
 * Korolova 2010: a member of an audience is found out by campaigns made for the person alone, from what the advertiser is billed and told. Here one victim
 * and `REDEEMERS` accounts of the attacker's own that always redeem; twelve campaigns, as many as concern one customer in a year, and all that is seen of them.
 */
describe('campaign states, invoices and errors as an oracle', () => {
  const CAMPAIGNS = 12;
  type Year = readonly CampaignSeen[];
  const yearOf =
    (flaws?: CampaignFlaws) =>
    async (round: Parameters<ReturnType<typeof campaign>>[0]): Promise<Year> => {
      const seen: CampaignSeen[] = [];
      for (let index = 0; index < CAMPAIGNS; index += 1) seen.push(await campaign(flaws)(round));
      return seen;
    };
  const game = (what: string, attack: (year: Year) => boolean): Game<Year> => ({
    name: `campaign oracle (Korolova), ${what}`,
    allowed: { rho: { numerator: charged.numerator * BigInt(CAMPAIGNS), denominator: charged.denominator } },
    stubSuccess: 1,
    attack,
  });

  const invoices = () =>
    game('invoices', (year) => {
      const invoiced = year.reduce(
        (sum, { report: { invoice } }) => sum + invoice.amountCents / (invoice.rewardPriceCents + invoice.feeCents),
        0,
      );
      return invoiced / CAMPAIGNS > REDEEMERS + 0.5;
    });
  test('invoices tell no more than the reports are charged for', () => expectWithstands(invoices(), yearOf()));
  test('finds an invoice of the true number of redeeming customers', () =>
    expectBroken(invoices(), 'invoice of true redemptions', yearOf({ invoicedCustomers: (redeemed) => redeemed })));

  const states = () => game('states', (year) => year.some(({ state }) => state === 'limited'));
  test('states tell nothing', () => expectWithstands(states(), yearOf()));
  test('finds a campaign that is limited when the money for the next redemption is gone', () =>
    expectBroken(states(), 'limit on true redemptions', yearOf({ state: (redeemed) => (redeemed > REDEEMERS ? 'limited' : 'live') })));

  const errors = () => game('error texts', (year) => year.some(({ earlyReport }) => earlyReport.includes(`${REDEEMERS + 1}`)));
  test('error texts tell nothing', () => expectWithstands(errors(), yearOf()));
  test('finds an error text that names how many redeemed', () =>
    expectBroken(errors(), 'count in an error text', yearOf({ earlyReport: (redeemed) => `not before the end: ${redeemed} redeemed` })));

  test('a year of reports is charged 1/20', () => {
    expect(formatFraction(fraction(charged.numerator * BigInt(CAMPAIGNS), charged.denominator))).toBe('1/20');
    expect(terms.profile.reports.perCustomerYear).toBe(CAMPAIGNS);
  });
});
