import type { marketEndpoints } from '#shared/contracts/http/market.ts';
import { marketCalendar } from '../../market/calendar.ts';
import { isDatabaseReady, listReleases, merchantOf, releaseFile, sliceFile } from '../../market/queries.ts';
import { requireMerchant } from '../../policy/policy.ts';
import type { BankServices } from '../../services.ts';
import type { Answer, Handlers, PublicInput } from '../endpoint.ts';
import { presentAccount, presentMarket } from '../presenters/market.ts';

type Market = typeof marketEndpoints;

export function marketHandlers(services: BankServices): Handlers<Omit<Market, 'health'>> {
  return {
    market: async ({ time }) => presentMarket(services.profile, time, await marketCalendar(services.profile, time.today)),
    account: async ({ caller }) => presentAccount(caller, await merchantOf(services, caller)),
    releases: async ({ time, caller }) => ({ releases: [...(await listReleases(services, caller, time.today))] }),
    release: ({ params }) => releaseFile(services, params.releaseId),
    releaseSlice: ({ params, caller }) => sliceFile(services, requireMerchant(caller, 'releaseSlice'), params.releaseId),
  };
}

/** The one endpoint that needs no token. */
export function healthHandler(services: BankServices): (input: PublicInput<Market['health']>) => Promise<Answer<Market['health']>> {
  return async ({ time }) => ({ status: (await isDatabaseReady(services)) ? 'ready' : 'degraded', now: time.now });
}
