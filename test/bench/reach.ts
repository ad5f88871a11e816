import type { Audience } from '#shared/audience/audience.ts';
import { bandHistogram, monthCurve, seasonShare } from '#shared/reach/charts.ts';
import { forecast } from '#shared/reach/forecast.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { aRelease, PILOT_SHAPE, SCALE_SHAPE } from '../builders/a-release.ts';
import { atMost, medianMs, printBench } from '../support/bench.ts';

const MONTHS = [
  '2025-03',
  '2025-04',
  '2025-05',
  '2025-06',
  '2025-07',
  '2025-08',
  '2025-09',
  '2025-10',
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
];
const SEASONS = ['2025-spring', '2025-summer', '2025-autumn', '2025-winter'];
const yearOf = (shape: typeof PILOT_SHAPE) => [...MONTHS, ...SEASONS].map((window) => aRelease(window, ({ band }) => 200 + band, shape));
const anAudience = (regions: readonly string[]): Audience => ({
  format: 'florin-audience/1',
  conditions: [
    { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
    { kind: 'regions', regions: [...regions] },
  ],
});

const [pilot, scale] = [yearOf(PILOT_SHAPE), yearOf(SCALE_SHAPE)];
const pilotInput = {
  releases: pilot,
  audience: anAudience(['noord', 'oost', 'west']),
  channels: ['app_feed', 'push'],
  holdoutPercent: 10,
} as const;
const scaleInput = { ...pilotInput, releases: scale, audience: anAudience(['province-1', 'province-4', 'province-9']) };
const roughInput = {
  ...scaleInput,
  audience: {
    ...scaleInput.audience,
    conditions: [
      ...scaleInput.audience.conditions,
      { kind: 'spend', category: 'category-4', window: '2025-03', bands: { from: 1, to: 5 } } as const,
    ],
  },
};
if (computeReach(roughInput).kind !== 'rough') throw new Error('bounds expected');
const reach = computeReach(pilotInput);
if (reach.kind !== 'answered') throw new Error(reach.kind);
const content = {
  offer: {
    reward: { template: 'percent', percent: 10 },
    minimumSpendCents: 5_000,
    capPerRedemptionCents: 2_000,
    capPerCustomerCents: 2_000,
    redemptionsPerCustomer: 1,
    activation: { kind: 'automatic' },
    where: 'both',
    returnPeriodDays: 14,
    declarations: { alcohol: false, gambling: false, credit: false, tobacco: false, medical: false, political: false },
  },
  budgetCents: 500_000,
  holdoutPercent: 10,
} as const;
const input = {
  feePerRedeemingCustomerCents: 150,
  redemptionPrior: { alpha: 4, beta: 96, source: 'assumption' },
  activationPrior: { alpha: 8, beta: 92, source: 'assumption' },
  basketPrior: { meanCents: 7_500, relativeDeviation: 0.6, source: 'assumption' },
  reportSigma2: 150,
};

printBench('reach', [
  atMost(
    'reach, pilot tables',
    medianMs(4_000, () => computeReach(pilotInput)),
    0.2,
    'ms',
  ),
  atMost(
    'reach, scale tables',
    medianMs(2_000, () => computeReach(scaleInput)),
    0.2,
    'ms',
  ),
  atMost(
    'reach, scale tables, bounds of three conditions',
    medianMs(2_000, () => computeReach(roughInput)),
    0.2,
    'ms',
  ),
  atMost(
    'forecast',
    medianMs(2_000, () => forecast(content, reach, input)),
    0.5,
    'ms',
  ),
  atMost(
    'band histogram with regions',
    medianMs(1_000, () => bandHistogram(pilot, 'garden', '2025-spring', ['oost'])),
    0.5,
    'ms',
  ),
  atMost(
    'month curve',
    medianMs(1_000, () => monthCurve(pilot, 'garden', { from: 2, to: 4 })),
    0.5,
    'ms',
  ),
  atMost(
    'season share',
    medianMs(1_000, () => seasonShare(pilot, 'garden', undefined, 'spring')),
    0.5,
    'ms',
  ),
]);
