import { expect, test } from 'vitest';
import {
  assertProfileWithinCap,
  releaseRho,
  reportNoise,
  reportRho,
  reportsYearlyBound,
  tableRho,
  yearlyPlan,
} from '#bank/privacy/accountant/charges.ts';
import { formatFraction, sumFractions } from '#shared/fraction.ts';
import { Profile, type ProfileInput } from '#shared/market/profile.ts';

const aProfile = (change: Partial<ProfileInput> = {}) =>
  Profile.parse({ name: 'test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [{ id: 'noord' }], ...change });

test('the pilot’s tables cost what the parameter set says, as exact fractions', () => {
  const yearly = Object.fromEntries(yearlyPlan(aProfile()).map((charge) => [charge.artefact, formatFraction(charge.yearly)]));
  expect(yearly).toEqual({
    'month-category-band': '1/12',
    'season-category-band': '1/6',
    'season-category-band-region': '1/18',
    'season-population': '1/50',
    'campaign-reports': '1/20',
  });
});

test('the sum of what is published in a year equals the plan', () => {
  const profile = aProfile();
  const months = Array.from({ length: 12 }, () => releaseRho(profile, 'month'));
  const seasons = Array.from({ length: 4 }, () => releaseRho(profile, 'season'));
  const plan = sumFractions(yearlyPlan(profile).map((charge) => charge.yearly));
  expect(sumFractions([...months, ...seasons, reportsYearlyBound(profile)])).toEqual(plan);
});

test('a table over categories has D² = K, one without has D² = 1', () => {
  const profile = aProfile({ categoriesPerCustomer: 8 });
  expect(formatFraction(tableRho(profile, { dimensions: ['category', 'band'], sigma2: '540' }))).toBe('1/135');
  expect(formatFraction(tableRho(profile, { dimensions: ['region', 'channels'], sigma2: '3/7' }))).toBe('7/6');
});

test('a report is charged as one count and its noise is divided 80, 10 and 10 %', () => {
  const profile = aProfile();
  expect(formatFraction(reportRho(profile))).toBe('1/240');
  expect(formatFraction(reportNoise(profile).countSigma2)).toBe('150');
  expect(formatFraction(reportNoise(profile).clippedSigma2)).toBe('1200');
});

test('a profile exactly at its cap is accepted, one smallest step above it is refused', () => {
  // The pilot's year: 1/12 + 1/6 + 1/18 + 1/50 + 1/20 = 169/450.
  expect(() => assertProfileWithinCap(aProfile({ privacyCap: '169/450' }))).not.toThrow();
  expect(() => assertProfileWithinCap(aProfile({ privacyCap: '168999999999999999999/450000000000000000000' }))).toThrow(/169\/450/);
});

test('noise of zero and bands without categories are refused', () => {
  const table = { id: 'odd', window: 'month', dimensions: ['category', 'band'], sigma2: '0' } as const;
  expect(() => assertProfileWithinCap(aProfile({ tables: [{ ...table, dimensions: [...table.dimensions] }] }))).toThrow(/profile_invalid/);
  expect(() => assertProfileWithinCap(aProfile({ tables: [{ ...table, sigma2: '72', dimensions: ['band'] }] }))).toThrow(/profile_invalid/);
});
