import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import type { ipcContract } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import { isAppError } from '#shared/errors.ts';
import type { BankSide } from '../../bank-side.ts';

export function marketHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.market> {
  return {
    readMarket: () => bankSide().market.read(),
    readWaitingWork: async () => {
      const { bank, work } = bankSide();
      try {
        return await bank.call(campaignEndpoints.waitingWork, {});
      } catch (error) {
        const last = work.last();
        if (last !== undefined && isAppError(error, 'bank_unreachable')) return { ...last };
        throw error;
      }
    },
  };
}

export function privacyHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.privacy> {
  return { readPrivacy: () => bankSide().privacy.read() };
}

export function quoteHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.quotes> {
  return {
    listQuotes: () => bankSide().quotes.list(),
    requestQuote: ({ audience }) => bankSide().quotes.request(audience),
  };
}

export function releaseHandlers(bankSide: () => BankSide): Handlers<typeof ipcContract.releases> {
  return {
    readShelf: () => bankSide().releases.readShelf(),
    refreshShelf: () => bankSide().releases.refreshShelf(),
  };
}
