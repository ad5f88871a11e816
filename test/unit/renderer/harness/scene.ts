import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import type { Draft } from '#shared/campaign/draft.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { newDraftContent } from '../../../../renderer/merchant/designer/new-draft.ts';
import { aReport } from '../builders.ts';
import { aDraft, draftId } from '../support/fake-api.ts';
import { EDITOR, MARKET } from '../support/market.ts';

/** A garden centre in the middle of its work: one draft, one campaign with the bank, one reported. */
export function demoDrafts(): Draft[] {
  const content = newDraftContent(MARKET, EDITOR);
  return [
    aDraft({
      ...content,
      name: 'Spring start for balcony gardens',
      spend: { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
      regions: ['oost', 'west', 'zuid'],
      reward: { template: 'percent', percent: 10, amountCents: null },
      minimumSpendCents: 5_000,
      capPerRedemptionCents: 2_000,
      capPerCustomerCents: 2_000,
      redemptionsPerCustomer: 1,
      creative: {
        nl: {
          title: '10 % terug op je balkon',
          shortText: 'Besteed minstens €50 in onze winkels en krijg 10 % terug op je rekening.',
          longText:
            'Maak je balkon klaar voor de lente met planten, potten en aarde. Je krijgt 10 % van je aankoop terug op je rekening, tot €20.',
          terms: 'Geldig in al onze winkels. Eén keer per klant. Betaal met je bankpas.',
        },
      },
      startsOn: '2026-03-16',
      endsOn: '2026-03-29',
      budgetCents: 1_500_000,
    }),
  ];
}

function aCampaign(number: number, name: string, state: CampaignSummary['state'], startsOn: string, endsOn: string): CampaignSummary {
  return {
    id: draftId(number),
    name,
    state,
    version: 3,
    revision: 2,
    revisionHash: 'cd'.repeat(32),
    startsOn,
    endsOn,
    budgetCents: 1_200_000,
    merchant: { id: EDITOR.merchant?.id ?? draftId(1), shopName: EDITOR.merchant?.shopName ?? '' },
    updatedAt: '2026-03-02T07:30:00.000Z',
  };
}

export function demoCampaigns(): CampaignSummary[] {
  return [
    aCampaign(50, 'Mother’s Day bouquets', 'in_review', '2026-04-27', '2026-05-10'),
    aCampaign(51, 'Autumn bulbs', 'reported', '2025-09-15', '2025-11-09'),
    aCampaign(52, 'Christmas trees', 'changes_requested', '2026-04-01', '2026-04-14'),
  ];
}

export function demoReports(): Map<string, CampaignReport> {
  return new Map([[draftId(51), aReport(undefined, { campaignId: draftId(51) })]]);
}
