import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { OVERRUN_CHANCE_LIMIT, overrunChance, worstCostPerCustomerCents } from '#shared/campaign/overrun.ts';
import { withStarterWords } from '#shared/campaign/starter-words.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { priorsOf } from '#shared/market/priors.ts';
import type { Release } from '#shared/reach/release.ts';
import { Language } from '#shared/units.ts';
import { emptyText, newDraftContent } from '../designer/new-draft.ts';
import { offerOf, reachOfDraft } from '../designer/reach.ts';
import type { Suggestion } from './suggestion.ts';

/** A reward to start from, no advice: an assumption that the merchant sees, and changes, in the offer. */
const STARTER_REWARD = { percent: 10, minimumSpendCents: 5_000, capCents: 2_000 } as const;
/** Starter budgets are whole hundreds of euros. */
const BUDGET_STEP_CENTS = 10_000;

export interface Starter extends Pick<Suggestion, 'window' | 'bands' | 'startsOn' | 'endsOn'> {
  readonly name: string;
  readonly categoryId: string;
}

/**
 * A draft that could be handed over as it is: the suggested audience and dates, a reward to start from, the words of that offer, and the budget that
 * covers everybody who is reached with a chance of 99 %. All of it can be changed, and the words follow the offer until somebody writes their own.
 */
export function starterDraft(starter: Starter, releases: readonly Release[], market: MarketInfo, account: Account): DraftContent {
  const fresh = newDraftContent(market, account);
  const { percent, minimumSpendCents, capCents } = STARTER_REWARD;
  const offered: DraftContent = {
    ...fresh,
    name: starter.name,
    spend: { kind: 'spend', category: starter.categoryId, window: starter.window, bands: { ...starter.bands } },
    reward: { template: 'percent', percent, amountCents: null },
    minimumSpendCents,
    capPerRedemptionCents: capCents,
    capPerCustomerCents: capCents,
    startsOn: starter.startsOn,
    endsOn: starter.endsOn,
  };
  const shopName = account.merchant?.shopName ?? '';
  const written = Language.options.flatMap((language) =>
    fresh.creative[language] === undefined ? [] : [[language, withStarterWords(emptyText(), offered, language, shopName)]],
  );
  return { ...offered, creative: Object.fromEntries(written), budgetCents: coveringBudgetCents(offered, releases, market, account) };
}

/**
 * The smallest budget, in whole hundreds of euros, for which the bank contacts everybody who is reached: at the upper end of the reach, the chance that the
 * redeeming customers cost more than it is at most 1 %.
 * @returns null where the reach is not known: then the merchant decides alone
 */
function coveringBudgetCents(draft: DraftContent, releases: readonly Release[], market: MarketInfo, account: Account): number | null {
  const reached = reachOfDraft(draft, { releases, quotes: [] }, market, account);
  const offer = offerOf(draft);
  if (reached.kind !== 'answered' || offer === undefined) return null;
  const { deliverable } = reached.reach;
  const customers = Math.max(0, Math.ceil(deliverable.estimate + deliverable.halfWidth));
  const feePerRedeemingCustomerCents = account.merchant?.feePerRedeemingCustomerCents ?? 0;
  const { redemptionPrior } = priorsOf(market.planning, { category: account.merchant?.categoryId, template: offer.reward.template });
  const perCustomerCents = worstCostPerCustomerCents({ offer, feePerRedeemingCustomerCents });
  const chanceWith = (paid: number) =>
    overrunChance({ offer, feePerRedeemingCustomerCents, budgetCents: paid * perCustomerCents, redemptionPrior }, customers);
  let [tooFew, enough] = [-1, customers];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (chanceWith(middle) <= OVERRUN_CHANCE_LIMIT) enough = middle;
    else tooFew = middle;
  }
  const { min, max } = CAMPAIGN_LIMITS.budgetCents;
  return Math.min(max, Math.max(min, Math.ceil((enough * perCustomerCents) / BUDGET_STEP_CENTS) * BUDGET_STEP_CENTS));
}
