import type { quoteEndpoints } from '#shared/contracts/http/quotes.ts';
import { requireMerchant } from '../../policy/policy.ts';
import type { BankServices } from '../../services.ts';
import type { Handlers } from '../endpoint.ts';
import { presentBalance, presentQuote } from '../presenters/quotes.ts';

export function quoteHandlers({ quotes }: Pick<BankServices, 'quotes'>): Handlers<typeof quoteEndpoints> {
  return {
    quotes: async ({ caller, time }) => ({
      quotes: (await quotes.list(caller.merchantId)).map(presentQuote),
      balance: presentBalance(await quotes.balance(caller.merchantId, time)),
    }),
    requestQuote: async ({ caller, time, body }) => {
      const { quote, balance } = await quotes.ask(body.audience, requireMerchant(caller, 'request_quote'), time);
      return { ...presentQuote(quote), balance: presentBalance(balance) };
    },
  };
}
