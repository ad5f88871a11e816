import type { Audience } from '#shared/audience/audience.ts';
import { bandHistogram, monthCurve, seasonShare } from '#shared/reach/charts.ts';
import { estimateSegment } from '#shared/reach/estimator.ts';
import { forecast } from '#shared/reach/forecast.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { aRelease, PILOT_SHAPE, SCALE_SHAPE } from '../builders/a-release.ts';
import { atLeast, atMost, measured, medianMs, printBench } from '../support/bench.ts';
import { arqueroAnswer, duckdbAnswer } from './parts/reach-rivals.ts';

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

/**
 * Every single spend condition that a merchant may choose in one window, with and without regions: the median over all of them, each measured by itself.
 */
const everyMs = shapesOf(scale).map((audience) => medianMs(20, () => computeReach({ ...scaleInput, audience })));
everyMs.sort((left, right) => left - right);
const everyMedianMs = everyMs[Math.floor(everyMs.length / 2)] ?? Number.NaN;
const spring = scale.find((release) => release.window === '2025-spring');
if (spring === undefined) throw new Error('no spring');
const question = { category: 0, from: 2, to: 4, regions: [0, 3, 8] };
const expected = scaleSum();
const arquero = await arqueroAnswer(spring);
const duckdb = await duckdbAnswer(spring);
for (const answer of [arquero(question), duckdb.ask(question)])
  if (answer.customers !== expected || answer.variance !== 9 * 400)
    throw new Error(`a rival answered ${JSON.stringify(answer)}, not ${expected}`);
// The same question: a segment and its variance. Ours combines every table of the window for it, the rivals add up one.
const segment = { category: 'garden', bands: { from: 2, to: 4 }, regions: ['province-1', 'province-4', 'province-9'] };
const ours = estimateSegment(spring, segment);
if (ours.kind === 'refused' || ours.value.sd ** 2 > 9 * 400) throw new Error('our variance is at most that of the one table');
const oursMs = medianMs(20_000, () => estimateSegment(spring, segment));
const arqueroMs = medianMs(400, () => arquero(question));
const duckdbMs = medianMs(400, () => duckdb.ask(question));
duckdb.close();

function scaleSum(): number {
  return [2, 3, 4].reduce((sum, band) => sum + 3 * (200 + band), 0);
}

function shapesOf(releases: typeof scale): readonly Audience[] {
  const windows = releases.map((release) => release.window);
  const bandCount = SCALE_SHAPE.bandEdges.length;
  return windows.flatMap((window) =>
    ['garden', 'category-11'].flatMap((category) =>
      [0, 3, bandCount - 1].flatMap((from) =>
        [undefined, SCALE_SHAPE.regions.slice(0, 1), SCALE_SHAPE.regions.slice(2, 9)].map(
          (regions): Audience => ({
            format: 'florin-audience/1',
            conditions: [
              { kind: 'spend', category, window, bands: { from, to: bandCount - 1 } },
              ...(regions === undefined ? [] : [{ kind: 'regions' as const, regions: [...regions] }]),
            ],
          }),
        ),
      ),
    ),
  );
}

printBench('reach', [
  atMost('reach, scale tables, median over windows, bands and regions', everyMedianMs, 0.2, 'ms'),
  measured('a segment and its variance, all tables combined', oursMs, 'ms'),
  measured('a segment and its variance in Arquero, one table', arqueroMs, 'ms'),
  measured('a segment and its variance in DuckDB-Wasm, one table', duckdbMs, 'ms'),
  atLeast('times faster than Arquero', arqueroMs / oursMs, 20, 'x'),
  atLeast('times faster than DuckDB-Wasm', duckdbMs / oursMs, 20, 'x'),
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
