import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Audience } from '#shared/audience/audience.ts';
import type { QuoteBalance } from '#shared/contracts/http/quotes.ts';
import type { QuoteAnswer, QuoteShelf } from '#shared/contracts/ipc/contract.ts';
import type { Quote } from '#shared/reach/quote.ts';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useBridge } from './bridge-context.tsx';
import { unwrap } from './call-failure.ts';
import { useDesk } from './desk-context.tsx';
import { keys } from './queries.ts';

const NONE: readonly Quote[] = [];

/** The merchant's answered quotes and what is left of the balance; none for the bank's people. */
export function useQuotes(): { readonly quotes: readonly Quote[]; readonly balance: QuoteBalance | undefined } {
  const { calls } = useBridge();
  const { account } = useDesk();
  const query = useQuery({
    queryKey: keys.quotes,
    queryFn: () => unwrap(calls.quotes.listQuotes({})),
    enabled: isMerchantRole(account.role),
  });
  return { quotes: query.data?.quotes ?? NONE, balance: query.data?.balance ?? undefined };
}

/** Spends a quote; the answer is on the shelf, and reach computed with it, before the call is done. */
export function useRequestQuote() {
  const { calls } = useBridge();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (audience: Audience) => unwrap(calls.quotes.requestQuote({ audience })),
    onSuccess: ({ quote, balance }: QuoteAnswer) => {
      client.setQueryData<QuoteShelf>(keys.quotes, (before) => ({
        refused: before?.refused ?? 0,
        fresh: true,
        balance,
        quotes: [...(before?.quotes ?? []).filter((known) => known.id !== quote.id), quote],
      }));
    },
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: keys.quotes }), client.invalidateQueries({ queryKey: keys.privacy })]),
  });
}
