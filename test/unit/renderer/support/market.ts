import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';

const CATEGORIES: readonly (readonly [string, string, string])[] = [
  ['garden', 'Garden', 'Tuin'],
  ['toys', 'Toys', 'Speelgoed'],
  ['books', 'Books', 'Boeken'],
  ['pets', 'Pets', 'Huisdieren'],
  ['sports', 'Sports', 'Sport'],
  ['electronics', 'Electronics', 'Elektronica'],
  ['furniture', 'Furniture', 'Meubels'],
  ['beauty', 'Beauty', 'Verzorging'],
  ['diy', 'DIY', 'Klussen'],
  ['clothing', 'Clothing', 'Kleding'],
  ['eating-out', 'Eating out', 'Uit eten'],
  ['groceries', 'Groceries', 'Boodschappen'],
];
const REGIONS: readonly (readonly [string, readonly string[]])[] = [
  ['noord', ['GR', 'FR', 'DR']],
  ['oost', ['OV', 'GE', 'FL']],
  ['west', ['UT', 'NH', 'ZH', 'ZE']],
  ['zuid', ['NB', 'LI']],
];

/** The pilot market on 2 March 2026, as the bank publishes it. */
export const MARKET: MarketInfo = {
  profile: 'pilot',
  market: 'NL',
  currency: 'EUR',
  timeZone: 'Europe/Amsterdam',
  demo: true,
  today: '2026-03-02',
  now: '2026-03-02T08:00:00.000Z',
  categories: CATEGORIES.map(([id, en, nl]) => ({ id, label: { en, nl, fr: en }, bandEdges: [0, 50, 100, 150, 250] })),
  regions: REGIONS.map(([id, parts]) => {
    const name = id.charAt(0).toUpperCase() + id.slice(1);
    return { id, label: { en: name, nl: name, fr: name }, parts: [...parts] };
  }),
  channels: ['app_feed', 'push', 'email', 'letter'],
  categoriesPerCustomer: 6,
  limits: { minimumCustomers: 100, fourEyesReach: 10_000, fourEyesBudgetCents: 2_500_000, campaign: CAMPAIGN_LIMITS },
  planning: {
    frequencyCapShare: 0.87,
    segmentDriftShare: 0.05,
    redemptionPrior: { alpha: 4, beta: 96, source: 'assumption' },
    activationPrior: { alpha: 8, beta: 92, source: 'assumption' },
    priors: [],
    basketPrior: { meanCents: 7_500, relativeDeviation: 0.6, source: 'assumption' },
    reportSigma2: 150,
  },
  calendar: {
    days: [
      { on: '2025-12-05', label: { en: 'St Nicholas’ Eve', nl: 'Sinterklaasavond', fr: 'Soirée Saint-Nicolas' } },
      { on: '2025-12-25', label: { en: 'Christmas Day', nl: 'Kerstmis', fr: 'Noël' } },
      { on: '2026-02-14', label: { en: 'Valentine’s Day', nl: 'Valentijnsdag', fr: 'Saint-Valentin' } },
      { on: '2026-04-05', label: { en: 'Easter Sunday', nl: 'Pasen', fr: 'Pâques' } },
      { on: '2026-04-27', label: { en: 'King’s Day', nl: 'Koningsdag', fr: 'Fête du Roi' } },
      { on: '2026-05-10', label: { en: 'Mother’s Day', nl: 'Moederdag', fr: 'Fête des Mères' } },
      { on: '2026-06-21', label: { en: 'Father’s Day', nl: 'Vaderdag', fr: 'Fête des Pères' } },
    ],
    breaks: [
      {
        from: '2025-12-20',
        until: '2026-01-04',
        label: { en: 'Christmas break', nl: 'Kerstvakantie', fr: 'Vacances de Noël' },
        source: 'test',
      },
      { from: '2026-07-04', until: '2026-08-30', label: { en: 'Summer break', nl: 'Zomervakantie', fr: 'Vacances d’été' }, source: 'test' },
    ],
  },
  frequency: { pushPer7Days: 1, offersPer30Days: 3, campaignsPerCustomerYear: 12, quietFrom: '21:00', quietUntil: '08:00' },
};

export const EDITOR: Account = {
  id: '019cada0-0000-7000-8000-000000000001',
  displayName: 'Marketer of the garden centre',
  role: 'merchant_editor',
  merchant: {
    id: '019cada0-0000-7000-8000-0000000000aa',
    shopName: 'Tuincentrum De Linde',
    legalName: 'Tuincentrum De Linde B.V.',
    categoryId: 'garden',
    feePerRedeemingCustomerCents: 150,
    storeCount: 3,
  },
};
export const VIEWER: Account = {
  ...EDITOR,
  id: '019cada0-0000-7000-8000-000000000002',
  displayName: 'Owner of the garden centre',
  role: 'merchant_viewer',
};
export const REVIEWER: Account = { id: '019cada0-0000-7000-8000-000000000003', displayName: 'Reviewer of the bank', role: 'bank_reviewer' };
