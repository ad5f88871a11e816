import { expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import {
  assertProfileWithinCap,
  correctionQuotes,
  quotesYearlyBound,
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
    'season-relationship-band': '1/40',
    'season-category-pairs': '3/40',
    'season-population': '1/50',
    quotes: '1/50',
    'campaign-reports': '1/20',
  });
});

test.each([
  ['pilot', '223/450'],
  ['scale', '889/1800'],
  ['strict', '223/1800'],
  ['strict-scale', '889/7200'],
])('the whole year of %s costs rho %s', async (name, rho) => {
  const year = yearlyPlan(await loadProfile(name)).map((charge) => charge.yearly);
  expect(formatFraction(sumFractions(year))).toBe(rho);
});

test('the scale’s tables cost what the parameter set says, as exact fractions', async () => {
  const yearly = Object.fromEntries(
    yearlyPlan(await loadProfile('scale')).map((charge) => [charge.artefact, formatFraction(charge.yearly)]),
  );
  expect(yearly).toEqual({
    'month-category-band': '4/45',
    'month-category-band-region': '3/25',
    'season-category-band': '1/25',
    'season-category-band-region': '1/25',
    'season-relationship-band': '1/20',
    'month-population': '3/200',
    quotes: '9/100',
    'campaign-reports': '1/20',
  });
});

test('a correction costs whole quotes: in the pilot a month 6 of 16, season × region 12, a season more than there are; at scale a month 349 of 1,800', async () => {
  const [pilot, scale] = await Promise.all([loadProfile('pilot'), loadProfile('scale')]);
  const cost = (profile: Profile, ...ids: string[]) =>
    Number(
      correctionQuotes(
        profile,
        profile.tables.filter((table) => ids.includes(table.id)),
      ),
    );
  expect(cost(pilot, 'month-category-band')).toBe(6);
  expect(cost(pilot, 'season-category-band-region')).toBe(12);
  expect(cost(pilot, 'season-category-band')).toBeGreaterThan(pilot.quotes.perYear);
  expect(cost(scale, 'month-category-band', 'month-category-band-region')).toBe(349);
});

test('the sum of what is published in a year equals the plan', () => {
  const profile = aProfile();
  const bound = quotesYearlyBound(profile);
  const months = Array.from({ length: 12 }, () => releaseRho(profile, 'month'));
  const seasons = Array.from({ length: 4 }, () => releaseRho(profile, 'season'));
  const plan = sumFractions(yearlyPlan(profile).map((charge) => charge.yearly));
  expect(sumFractions([...months, ...seasons, bound, reportsYearlyBound(profile)])).toEqual(plan);
});

test('a table over categories has D² = K, pairs K(K − 1)/2, slices the bound on merchants, all others 1', () => {
  const profile = aProfile({ categoriesPerCustomer: 8 });
  expect(formatFraction(tableRho(profile, { dimensions: ['category', 'band'], sigma2: '540' }))).toBe('1/135');
  expect(formatFraction(tableRho(profile, { dimensions: ['pair', 'first_level', 'second_level'], sigma2: '400' }))).toBe('7/200');
  expect(formatFraction(tableRho(profile, { dimensions: ['relationship', 'band'], sigma2: '400' }))).toBe('1/80');
  expect(formatFraction(tableRho(profile, { dimensions: ['region', 'channels'], sigma2: '3/7' }))).toBe('7/6');
});

test('a report is charged as one count and its noise is divided 80, 10 and 10 %', () => {
  const profile = aProfile();
  expect(formatFraction(reportRho(profile))).toBe('1/240');
  expect(formatFraction(reportNoise(profile).countSigma2)).toBe('150');
  expect(formatFraction(reportNoise(profile).clippedSigma2)).toBe('1200');
});

test('a profile exactly at its cap is accepted, one smallest step above it is refused', () => {
  // The pilot’s year: 1/12 + 1/6 + 1/18 + 1/40 + 3/40 + 1/50 + 1/50 + 1/20 = 223/450.
  expect(() => assertProfileWithinCap(aProfile({ privacyCap: '223/450' }))).not.toThrow();
  expect(() => assertProfileWithinCap(aProfile({ privacyCap: '222999999999999999999/450000000000000000000' }))).toThrow(/223\/450/);
});

test('noise of zero is refused', () => {
  const table = { id: 'odd', window: 'month', dimensions: ['category', 'band'], sigma2: '0' } as const;
  expect(() => assertProfileWithinCap(aProfile({ tables: [{ ...table, dimensions: [...table.dimensions] }] }))).toThrow(/profile_invalid/);
  expect(() => assertProfileWithinCap(aProfile({ quotes: { sigma2: '0', perYear: 1 } }))).toThrow(/quotes/);
});
