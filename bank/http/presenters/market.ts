import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { BankTime } from '../../clock/clock.ts';
import type { MarketCalendar } from '../../market/calendar.ts';
import { reportCountSigma2 } from '../../market/planning.ts';
import type { Caller } from '../../policy/caller.ts';
import type { MerchantRow } from '../../storage/repositories/accounts.ts';
import { labels } from './labels.ts';

/** What anybody who is signed in may know of the market. Sensitive categories are not part of it. */
export function presentMarket(profile: Profile, time: BankTime, calendar: MarketCalendar): MarketInfo {
  return {
    profile: profile.name,
    market: profile.market,
    currency: profile.currency,
    timeZone: profile.timeZone,
    demo: profile.demo,
    today: time.today,
    now: time.now,
    categories: profile.categories
      .filter((category) => !profile.sensitive.categories.includes(category.id))
      .map((category) => ({ id: category.id, label: labels(category), bandEdges: [...(category.bandEdges ?? profile.bandEdges)] })),
    regions: profile.regions.map((region) => ({ id: region.id, label: labels(region), parts: [...region.parts] })),
    channels: [...profile.channels],
    categoriesPerCustomer: profile.categoriesPerCustomer,
    limits: { ...profile.limits, campaign: CAMPAIGN_LIMITS },
    planning: {
      ...profile.planning,
      priors: profile.planning.priors.map((prior) => ({ ...prior })),
      reportSigma2: reportCountSigma2(profile),
    },
    calendar: {
      days: calendar.days.map((day) => ({ ...day })),
      breaks: calendar.breaks.map((each) => ({ ...each, label: labels({ id: 'break', label: each.label }) })),
    },
    frequency: { ...profile.frequency },
  };
}

export function presentAccount(caller: Caller, merchant: MerchantRow | undefined): Account {
  return {
    id: caller.accountId,
    displayName: caller.displayName,
    role: caller.role,
    ...(merchant === undefined
      ? {}
      : {
          merchant: {
            id: merchant.id,
            shopName: merchant.shopName,
            legalName: merchant.legalName,
            categoryId: merchant.categoryId,
            feePerRedeemingCustomerCents: merchant.feePerRedeemingCustomerCents,
            storeCount: merchant.storeCount,
          },
        }),
  };
}
