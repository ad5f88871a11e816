import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import type { Draft } from '#shared/campaign/draft.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import { newDraftContent } from '../../../../renderer/merchant/designer/new-draft.ts';
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

/** A list as long as a bank's largest merchant may ever have. */
export function manyCampaigns(count: number): CampaignSummary[] {
  const states = ['reported', 'live', 'archived', 'in_review'] as const;
  return Array.from({ length: count }, (_, index) =>
    aCampaign(1_000 + index, `Campaign ${index + 1}`, states[index % states.length] ?? 'reported', '2025-09-15', '2025-11-09'),
  );
}

export function demoReports(): Map<string, CampaignReport> {
  const figure = (value: number, halfWidth: number) => ({ value, halfWidth });
  const interval = (value: number, halfWidth: number) => ({ value, low: value - halfWidth, high: value + halfWidth });
  const cells = (['delivered', 'holdout'] as const).flatMap((arm) =>
    (['assigned', 'activated', 'redeemed'] as const).map((step) => ({ arm, step, bought: step === 'redeemed', customers: 120 })),
  );
  return new Map([
    [
      draftId(51),
      {
        format: 'florin-report/1',
        campaignId: draftId(51),
        publishedAt: '2026-02-20T06:00:00.000Z',
        histogram: cells,
        noise: { countSigma2: '150', spendSigma2: '8000000000', rewardSigma2: '80000000' },
        delivered: figure(1_204, 24),
        holdout: figure(131, 24),
        activations: figure(310, 24),
        redeemingCustomers: figure(118, 24),
        spendCents: figure(884_000, 91_000),
        rewardCents: figure(88_000, 9_000),
        buyingRateDelivered: interval(0.21, 0.03),
        buyingRateHoldout: interval(0.16, 0.09),
        lift: { kind: 'no_effect_could_be_shown', points: interval(0.05, 0.095) },
        invoice: { redeemingCustomers: 118, rewardPriceCents: 750, feeCents: 150, amountCents: 106_200, creditAppliedCents: 0 },
        rho: '1/240',
        method: { outcome: 'bought at least once', attributionDays: 14, clipSpendCents: 25_000, clipRewardCents: 2_000 },
      },
    ],
  ]);
}
