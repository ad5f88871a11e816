import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#bank/clock/clock.ts';
import { type SettledPayment, type SettlementTerms, settleCustomer } from '#bank/settlement/settle-customer.ts';

const terms: fc.Arbitrary<SettlementTerms> = fc.record({
  reward: fc.oneof(
    fc.record({ template: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ template: fc.constant('flat_amount' as const), amountCents: fc.integer({ min: 100, max: 25_000 }) }),
  ),
  minimumSpendCents: fc.integer({ min: 0, max: 20_000 }),
  capPerRedemptionCents: fc.integer({ min: 1, max: 30_000 }),
  capPerCustomerCents: fc.integer({ min: 1, max: 60_000 }),
  redemptionsPerCustomer: fc.integer({ min: 1, max: 10 }),
  returnPeriodDays: fc.integer({ min: 0, max: 60 }),
});
const payments: fc.Arbitrary<readonly SettledPayment[]> = fc
  .array(fc.record({ day: fc.integer({ min: 0, max: 90 }), amountCents: fc.integer({ min: -40_000, max: 60_000 }) }), { maxLength: 30 })
  .map((rows) =>
    rows.map(({ day, amountCents }, index) => {
      const paidOn = addDays('2026-03-01', day);
      return { paymentId: `p${index}`, paidOn, paidAt: `${paidOn}T12:00:00.000Z`, amountCents };
    }),
  );

describe('settlement, whatever a customer pays and returns', () => {
  test('no reward and no sum of rewards is ever above its cap, and nothing redeems twice', () => {
    fc.assert(
      fc.property(terms, payments, (offer, history) => {
        const due = settleCustomer(offer, '2026-03-10', '2026-04-20', history);
        const total = due.reduce((sum, redemption) => sum + redemption.rewardCents, 0);
        expect(total).toBeLessThanOrEqual(offer.capPerCustomerCents);
        expect(due.length).toBeLessThanOrEqual(offer.redemptionsPerCustomer);
        expect(new Set(due.map((redemption) => redemption.paymentId)).size).toBe(due.length);
        for (const { rewardCents, spendCents } of due) {
          expect(Number.isSafeInteger(rewardCents)).toBe(true);
          expect(rewardCents).toBeGreaterThan(0);
          expect(rewardCents).toBeLessThanOrEqual(offer.capPerRedemptionCents);
          expect(spendCents).toBeGreaterThanOrEqual(offer.minimumSpendCents);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('paying out in the middle keeps the caps, and the order of the input does not matter', () => {
    fc.assert(
      fc.property(terms, payments, fc.integer({ min: 0, max: 30 }), (offer, history, cut) => {
        const settled = settleCustomer(offer, '2026-03-10', '2026-04-20', history.slice(0, cut));
        const due = settleCustomer(offer, '2026-03-10', '2026-04-20', history, settled);
        expect(due.slice(0, settled.length)).toEqual(settled);
        expect(due.reduce((sum, redemption) => sum + redemption.rewardCents, 0)).toBeLessThanOrEqual(offer.capPerCustomerCents);
        expect(due.length).toBeLessThanOrEqual(offer.redemptionsPerCustomer);
        expect(settleCustomer(offer, '2026-03-10', '2026-04-20', [...history].reverse())).toEqual(
          settleCustomer(offer, '2026-03-10', '2026-04-20', history),
        );
      }),
      { numRuns: 300 },
    );
  });
});
