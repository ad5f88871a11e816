import type { Offer } from '#shared/campaign/content.ts';
import { daysBetween } from '#shared/market/working-days.ts';

/** What settlement reads of an offer. */
export type SettlementTerms = Pick<
  Offer,
  'reward' | 'minimumSpendCents' | 'capPerRedemptionCents' | 'capPerCustomerCents' | 'redemptionsPerCustomer' | 'returnPeriodDays'
>;

export interface SettledPayment {
  readonly paymentId: string;
  /** Local date, which decides, and instant. */
  readonly paidOn: string;
  readonly paidAt: string;
  /** Negative for a refund. */
  readonly amountCents: number;
}

export interface DueRedemption {
  readonly paymentId: string;
  readonly paidAt: string;
  /** Spend after refunds within the return period, in cents. */
  readonly spendCents: number;
  readonly rewardCents: number;
}

/**
 * The redemptions that a customer's payments at the merchant come to. Pure: the whole history in, the whole result out, so that a repetition or a
 * late booking gives the same answer. A payment redeems when its local date lies in [from, until] and its spend after refunds reaches the minimum
 * (and is above zero). A refund lowers the newest earlier payments that are at most `returnPeriodDays` old, so that a returned purchase loses its
 * reward. Rewards are whole cents, rounded down; in the order of the payments each is cut to the cap per redemption and to what is left of the cap
 * per customer, and there are at most `redemptionsPerCustomer` of them.
 * @param from later of the flight's first day and the day on which this customer had the offer (delivered, or switched on where that is required)
 * @param paidOut redemptions already posted: they stay as they are and use up the caps first
 */
export function settleCustomer(
  terms: SettlementTerms,
  from: string,
  until: string,
  payments: readonly SettledPayment[],
  paidOut: readonly DueRedemption[] = [],
): readonly DueRedemption[] {
  const posted = new Set(paidOut.map((redemption) => redemption.paymentId));
  let left = terms.capPerCustomerCents - paidOut.reduce((sum, redemption) => sum + redemption.rewardCents, 0);
  const due: DueRedemption[] = [...paidOut];
  for (const payment of netOfRefunds(payments, terms.returnPeriodDays)) {
    if (posted.has(payment.paymentId) || payment.paidOn < from || payment.paidOn > until) continue;
    if (payment.amountCents <= 0 || payment.amountCents < terms.minimumSpendCents) continue;
    if (due.length >= terms.redemptionsPerCustomer || left <= 0) break;
    const rewardCents = Math.min(rewardRoundedDownCents(terms, payment.amountCents), left);
    if (rewardCents <= 0) continue;
    left -= rewardCents;
    due.push({ paymentId: payment.paymentId, paidAt: payment.paidAt, spendCents: payment.amountCents, rewardCents });
  }
  return due;
}

/** Reward of one payment before the customer's cap: a percentage rounded down to whole cents, or the flat amount; at most the cap per redemption. */
export function rewardRoundedDownCents(terms: Pick<SettlementTerms, 'reward' | 'capPerRedemptionCents'>, spendCents: number): number {
  const reward = terms.reward.template === 'percent' ? Math.floor((spendCents * terms.reward.percent) / 100) : terms.reward.amountCents;
  return Math.min(reward, terms.capPerRedemptionCents);
}

/** Payments with what refunds left of them, by date and id. */
function netOfRefunds(payments: readonly SettledPayment[], returnPeriodDays: number): readonly SettledPayment[] {
  const ordered = [...payments].sort(
    (left, right) =>
      compare(left.paidAt, right.paidAt) ||
      Number(left.amountCents < 0) - Number(right.amountCents < 0) ||
      compare(left.paymentId, right.paymentId),
  );
  const spends: { paymentId: string; paidOn: string; paidAt: string; amountCents: number }[] = [];
  for (const payment of ordered) {
    if (payment.amountCents >= 0) {
      spends.push({ ...payment });
      continue;
    }
    let refund = -payment.amountCents;
    for (const spend of spends.toReversed()) {
      if (refund === 0 || daysBetween(spend.paidOn, payment.paidOn) > returnPeriodDays) break;
      const taken = Math.min(refund, spend.amountCents);
      spend.amountCents -= taken;
      refund -= taken;
    }
  }
  return spends;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
