import type { DraftContent } from '#shared/campaign/draft.ts';
import { newDraftContent } from '../../../../renderer/merchant/designer/new-draft.ts';
import { EDITOR, MARKET } from './market.ts';

/** A draft with everything filled in and within the rules: garden, spring, € 100 or more, three of the four regions. */
export function completeContent(changes: Partial<DraftContent> = {}): DraftContent {
  return {
    ...newDraftContent(MARKET, EDITOR),
    name: 'Spring start for balcony gardens',
    spend: { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
    regions: ['oost', 'west', 'zuid'],
    reward: { template: 'percent', percent: 10, amountCents: null },
    minimumSpendCents: 5_000,
    capPerRedemptionCents: 2_000,
    capPerCustomerCents: 2_000,
    creative: {
      nl: {
        title: '10 % terug',
        shortText: 'Krijg 10 % terug tot € 20.',
        longText: 'Kom langs en betaal met je pas.',
        terms: 'Eén keer per klant.',
      },
    },
    startsOn: '2026-03-16',
    endsOn: '2026-03-29',
    budgetCents: 1_500_000,
    ...changes,
  };
}
