import { expect, test } from 'vitest';
import { customerId, openBenchMarket } from '../../support/bench-market.ts';

const MONTH = '2025-03';
/** Of the category with the most payments: together they have more than are read whole. */
const GROCERS = Array.from({ length: 1_000 }, (_, shop) => `M${String(19_000 + shop).padStart(5, '0')}`);

test('few and many payments at the merchants give the same attribution: that of the payments one by one', async () => {
  const market = await openBenchMarket({ customers: 20_000, months: [MONTH], paymentMonths: [MONTH] });
  try {
    const customerIds = [...Array.from({ length: 400 }, (_, index) => customerId(index * 50)), 'nobody-knows-me'];
    for (const [paymentMerchantIds, least] of [
      [GROCERS, 390],
      [[...GROCERS.slice(0, 300), 'M19000', 'no-such-shop'], 20],
    ] as const) {
      const request = { paymentMerchantIds, from: `${MONTH}-02`, to: `${MONTH}-20`, customerIds };
      const payments = await market.store.paymentsAtMerchants(request);
      const expected = [...new Set(payments.map((payment) => payment.customerId))].sort().map((id) => {
        const cents = payments.filter((payment) => payment.customerId === id).map((payment) => payment.amountCents);
        return { customerId: id, bought: cents.some((each) => each > 0), netCents: cents.reduce((sum, each) => sum + each, 0) };
      });
      expect(expected.length).toBeGreaterThan(least);
      expect(await market.store.attribution(request)).toEqual(expected);
    }
  } finally {
    await market.remove();
  }
});
