import { describe, expect, test } from 'vitest';
import { type SettledPayment, type SettlementTerms, settleCustomer } from '#bank/settlement/settle-customer.ts';

const terms: SettlementTerms = {
  reward: { template: 'percent', percent: 10 },
  minimumSpendCents: 5_000,
  capPerRedemptionCents: 2_000,
  capPerCustomerCents: 3_000,
  redemptionsPerCustomer: 2,
  returnPeriodDays: 14,
};
const FROM = '2026-03-16';
const UNTIL = '2026-04-05';

function pay(paidOn: string, amountCents: number, paymentId = `${paidOn} ${amountCents}`): SettledPayment {
  return { paymentId, paidOn, paidAt: `${paidOn}T12:00:00.000Z`, amountCents };
}
const rewards = (payments: readonly SettledPayment[], changes: Partial<SettlementTerms> = {}) =>
  settleCustomer({ ...terms, ...changes }, FROM, UNTIL, payments).map((redemption) => redemption.rewardCents);

describe('settlement of one customer', () => {
  test.each<[string, readonly SettledPayment[], Partial<SettlementTerms>, readonly number[]]>([
    ['ten per cent of a purchase', [pay('2026-03-20', 8_000)], {}, [800]],
    ['parts of a cent are rounded down', [pay('2026-03-20', 8_019)], {}, [801]],
    ['a purchase of exactly the minimum', [pay('2026-03-20', 5_000)], {}, [500]],
    ['a purchase one cent below the minimum', [pay('2026-03-20', 4_999)], {}, []],
    ['the cap per redemption', [pay('2026-03-20', 50_000)], {}, [2_000]],
    ['the cap per customer cuts the second reward', [pay('2026-03-20', 50_000), pay('2026-03-21', 50_000)], {}, [2_000, 1_000]],
    ['no more redemptions than allowed', [pay('2026-03-20', 6_000), pay('2026-03-21', 6_000), pay('2026-03-22', 6_000)], {}, [600, 600]],
    ['the first and the last day count', [pay(FROM, 6_000), pay(UNTIL, 6_000)], {}, [600, 600]],
    ['the days around do not', [pay('2026-03-15', 6_000), pay('2026-04-06', 6_000)], {}, []],
    ['a flat amount', [pay('2026-03-20', 6_000)], { reward: { template: 'flat_amount', amountCents: 700 } }, [700]],
    ['a flat amount above the cap', [pay('2026-03-20', 6_000)], { reward: { template: 'flat_amount', amountCents: 2_500 } }, [2_000]],
    ['a purchase that is returned whole', [pay('2026-03-20', 8_000), pay('2026-03-25', -8_000)], {}, []],
    ['a part that is returned lowers the reward', [pay('2026-03-20', 9_000), pay('2026-03-25', -1_000)], {}, [800]],
    ['a part that is returned can bring the purchase below the minimum', [pay('2026-03-20', 6_000), pay('2026-03-25', -2_000)], {}, []],
    ['a return on the last day of the period', [pay('2026-03-20', 8_000), pay('2026-04-03', -8_000)], {}, []],
    ['a return after the period', [pay('2026-03-20', 8_000), pay('2026-04-04', -8_000)], {}, [800]],
    [
      'a return takes the newest purchase first',
      [pay('2026-03-20', 8_000), pay('2026-03-22', 6_000), pay('2026-03-25', -6_000)],
      {},
      [800],
    ],
    ['a return leaves later purchases alone', [pay('2026-03-20', 8_000), pay('2026-03-22', -8_000), pay('2026-03-25', 6_000)], {}, [600]],
  ])('%s', (_name, payments, changes, expected) => expect(rewards(payments, changes)).toEqual(expected));

  test('what was paid out stays and uses up the caps, whatever comes after', () => {
    const paidOut = [{ paymentId: 'a', paidAt: '2026-03-20T12:00:00.000Z', spendCents: 50_000, rewardCents: 2_000 }];
    const due = settleCustomer(terms, FROM, UNTIL, [pay('2026-03-21', 50_000)], paidOut);
    expect(due).toEqual([
      ...paidOut,
      { paymentId: '2026-03-21 50000', paidAt: '2026-03-21T12:00:00.000Z', spendCents: 50_000, rewardCents: 1_000 },
    ]);
  });
});
