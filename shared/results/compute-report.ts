import { type CostShare, splitByShares } from '../campaign/cooperation.ts';
import { fractionToNumber, parseFraction } from '../fraction.ts';
import { Z_95 } from '../reach/normal.ts';
import { differenceInterval, type NoisyCount, productInterval, shareInterval } from './intervals.ts';
import type { CampaignReport, IntervalFigure, NoisyFigure, ReportCell } from './report.ts';

/** Below this many standard deviations from zero a noisy count is no divisor. */
const DIVISOR_SD = 4;

/** What was drawn for one report: the only thing in it that depends on customers. */
export interface PublishedDraw {
  readonly histogram: readonly ReportCell[];
  /** Clipped sums with noise, in cents. */
  readonly spendCents: number;
  readonly rewardCents: number;
}

/** What was fixed before the campaign, or is known of it in public. */
export interface ReportTerms {
  readonly campaignId: string;
  readonly publishedAt: string;
  readonly noise: CampaignReport['noise'];
  readonly method: CampaignReport['method'];
  readonly rho: string;
  readonly rewardPriceCents: number;
  readonly feeCents: number;
  readonly budgetCents: number;
  /** Credit that the merchant has from earlier reports, at least 0. */
  readonly creditCents: number;
  /** Of a cooperative campaign: shops and shares as they were frozen. No shop's credit is set off then, because the others would read it. */
  readonly shares?: readonly CostShare[];
  /** Relative standard deviation of a basket, from the profile's prior. */
  readonly basketRelativeDeviation: number;
}

/**
 * Turns the draw into the report: figures with 95 % intervals (noise and sampling), lift, incremental sales, iROAS and the invoice. A pure function of
 * what is published: nothing exact goes in, so nothing exact comes out.
 */
export function computeReport(terms: ReportTerms, draw: PublishedDraw): CampaignReport {
  const countVariance = fractionToNumber(parseFraction(terms.noise.countSigma2));
  const spendVariance = fractionToNumber(parseFraction(terms.noise.spendSigma2));
  const rewardVariance = fractionToNumber(parseFraction(terms.noise.rewardSigma2));
  const sum = (matches: (cell: ReportCell) => boolean): NoisyCount => {
    const cells = draw.histogram.filter(matches);
    return { value: cells.reduce((total, cell) => total + cell.customers, 0), variance: cells.length * countVariance };
  };
  const delivered = sum((cell) => cell.arm === 'delivered');
  const holdout = sum((cell) => cell.arm === 'holdout');
  const buyers = sum((cell) => cell.arm === 'delivered' && cell.bought);
  const redeeming = sum((cell) => cell.arm === 'delivered' && cell.step === 'redeemed');
  const rateDelivered = shareInterval(
    buyers,
    sum((cell) => cell.arm === 'delivered' && !cell.bought),
  );
  const rateHoldout =
    holdout.variance === 0
      ? undefined
      : shareInterval(
          sum((cell) => cell.arm === 'holdout' && cell.bought),
          sum((cell) => cell.arm === 'holdout' && !cell.bought),
        );
  const points = rateHoldout === undefined ? undefined : differenceInterval(rateDelivered, rateHoldout);
  const incrementalCustomers = points === undefined ? undefined : productInterval(points, intervalOf(delivered));
  const incrementalSales =
    incrementalCustomers === undefined
      ? undefined
      : incrementalSalesOf(
          incrementalCustomers,
          buyers,
          { value: draw.spendCents, variance: spendVariance },
          terms.basketRelativeDeviation,
        );
  const invoice = invoiceOf(terms, redeeming.value);
  const iroas = incrementalSales === undefined || invoice.amountCents <= 0 ? undefined : dividedBy(incrementalSales, invoice.amountCents);
  return {
    format: 'florin-report/1',
    campaignId: terms.campaignId,
    publishedAt: terms.publishedAt,
    histogram: [...draw.histogram],
    noise: terms.noise,
    delivered: figureOf(delivered),
    holdout: figureOf(holdout),
    activations: figureOf(sum((cell) => cell.arm === 'delivered' && cell.step !== 'assigned')),
    redeemingCustomers: figureOf(redeeming),
    spendCents: figureOf({ value: draw.spendCents, variance: spendVariance }),
    rewardCents: figureOf({ value: draw.rewardCents, variance: rewardVariance }),
    buyingRateDelivered: rateDelivered,
    ...(rateHoldout !== undefined && { buyingRateHoldout: rateHoldout }),
    lift: liftOf(points),
    ...(incrementalCustomers !== undefined && { incrementalCustomers }),
    ...(incrementalSales !== undefined && { incrementalSalesCents: incrementalSales }),
    ...(iroas !== undefined && { iroas }),
    invoice,
    rho: terms.rho,
    method: terms.method,
  };
}

/** An effect is shown when the two-sided 95 % interval of the difference leaves zero out. */
function liftOf(points: IntervalFigure | undefined): CampaignReport['lift'] {
  if (points === undefined) return { kind: 'no_effect_could_be_shown' };
  return points.low > 0 || points.high < 0 ? { kind: 'shown', points } : { kind: 'no_effect_could_be_shown', points };
}

/**
 * Incremental customers × mean spend of a buying customer. The mean's error has two parts: noise of the ratio spend / buyers,
 * (V_spend + mean²·V_buyers) / buyers², and sampling, mean²·d² / buyers with the prior's relative deviation d. Left out where the buyers are lost in
 * their noise.
 */
function incrementalSalesOf(
  customers: IntervalFigure,
  buyers: NoisyCount,
  spend: NoisyCount,
  relativeDeviation: number,
): IntervalFigure | undefined {
  if (buyers.value < DIVISOR_SD * Math.sqrt(buyers.variance) || spend.value <= 0) return undefined;
  const mean = spend.value / buyers.value;
  const variance = (spend.variance + mean ** 2 * buyers.variance) / buyers.value ** 2 + (mean * relativeDeviation) ** 2 / buyers.value;
  return productInterval(customers, intervalOf({ value: mean, variance }));
}

/** Price and fee per redeeming customer × the published number of them, at most the budget. A negative amount is a credit, never cut to zero. */
function invoiceOf(terms: ReportTerms, redeemingCustomers: number): CampaignReport['invoice'] {
  const amountCents = Math.min(terms.budgetCents, (terms.rewardPriceCents + terms.feeCents) * redeemingCustomers);
  return {
    redeemingCustomers,
    rewardPriceCents: terms.rewardPriceCents,
    feeCents: terms.feeCents,
    amountCents,
    creditAppliedCents: terms.shares === undefined ? Math.min(Math.max(0, amountCents), terms.creditCents) : 0,
    ...(terms.shares !== undefined && { shares: sharesOf(amountCents, terms.shares) }),
  };
}

function sharesOf(amountCents: number, shares: readonly CostShare[]): NonNullable<CampaignReport['invoice']['shares']> {
  const amounts = splitByShares(amountCents, shares);
  return shares.map((share, place) => ({ ...share, amountCents: amounts[place] ?? 0 }));
}

/**
 * What a merchant has in credit after these reports: every negative amount, less what was set off since. At least 0, in cents. Of a cooperative
 * campaign only the merchant's own share counts.
 */
export function creditAfter(reports: readonly Pick<CampaignReport, 'invoice'>[], merchantId?: string): number {
  return reports.reduce((credit, { invoice }) => credit + Math.max(0, -amountFor(invoice, merchantId)) - invoice.creditAppliedCents, 0);
}

function amountFor(invoice: CampaignReport['invoice'], merchantId: string | undefined): number {
  if (invoice.shares === undefined) return invoice.amountCents;
  return invoice.shares.find((share) => share.merchantId === merchantId)?.amountCents ?? 0;
}

function intervalOf({ value, variance }: NoisyCount): IntervalFigure {
  const halfWidth = Z_95 * Math.sqrt(variance);
  return { value, low: value - halfWidth, high: value + halfWidth };
}

function figureOf({ value, variance }: NoisyCount): NoisyFigure {
  return { value, halfWidth: Z_95 * Math.sqrt(variance) };
}

function dividedBy(figure: IntervalFigure, divisor: number): IntervalFigure {
  return { value: figure.value / divisor, low: figure.low / divisor, high: figure.high / divisor };
}
