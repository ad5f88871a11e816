import { expect, test } from 'vitest';
import { squaredSensitivity } from '#bank/privacy/accountant/charges.ts';
import { loadProfile, parseProfile } from '#bank/market/load-profile.ts';
import { addFractions, compareFractions, fraction, multiplyFractions, parseFraction, sumFractions } from '#shared/fraction.ts';
import { pairCutBand, type Profile } from '#shared/market/profile.ts';

const yearlyRho = (profile: Profile) =>
  sumFractions(
    profile.tables.map((table) => {
      const sigma2 = parseFraction(table.sigma2);
      const bound = squaredSensitivity(profile, table);
      const windows = table.window === 'month' ? 12n : 4n;
      return multiplyFractions(fraction(bound * windows, 2n), fraction(sigma2.denominator, sigma2.numerator));
    }),
  );

test('the pilot profile has the lists and the charges that are public', async () => {
  const pilot = await loadProfile('pilot');
  expect(pilot.categories.map((category) => category.id).slice(0, 3)).toEqual(['garden', 'toys', 'books']);
  expect([pilot.categories.length, pilot.bandEdges.length, pilot.regions.length, pilot.categoriesPerCustomer]).toEqual([12, 5, 4, 6]);
  expect(pilot.categories[0]?.bandEdges).toEqual([0, 50, 100, 150, 250]);
  expect(pilot.regions.flatMap((region) => region.parts)).toHaveLength(12);
  expect(pilot.limits.minimumCustomers).toBe(100);
  const expected = ['1/12', '1/6', '1/18', '1/40', '3/40', '1/50'].map(parseFraction).reduce(addFractions);
  expect(compareFractions(yearlyRho(pilot), expected)).toBe(0);
});

test('the scale profile has the lists and the charges that are public', async () => {
  const scale = await loadProfile('scale');
  expect([scale.categories.length, scale.bandEdges.length, scale.regions.length, scale.categoriesPerCustomer]).toEqual([20, 8, 12, 8]);
  expect(scale.categories[0]?.bandEdges).toEqual([0, 25, 50, 75, 100, 150, 250, 500]);
  expect(scale.limits.minimumCustomers).toBe(1000);
  const expected = ['4/45', '3/25', '1/25', '1/25', '1/20', '3/200'].map(parseFraction).reduce(addFractions);
  expect(compareFractions(yearlyRho(scale), expected)).toBe(0);
});

test('every category of the pilot has a band edge where pairs are cut', async () => {
  const pilot = await loadProfile('pilot');
  for (const category of pilot.categories)
    expect((category.bandEdges ?? pilot.bandEdges)[pairCutBand(pilot, category)], category.id).toBe(pilot.pairCut);
});

test('strict is the same market with four times every σ², and its cap a quarter', async () => {
  const [pilot, strict] = await Promise.all([loadProfile('pilot'), loadProfile('strict')]);
  expect(strict.name).toBe('strict');
  expect(strict.privacyCap).toBe('1/8');
  expect(strict.tables.map((table) => Number(table.sigma2))).toEqual(pilot.tables.map((table) => 4 * Number(table.sigma2)));
  expect([strict.quotes.sigma2, strict.reports.sigma2]).toEqual(['1600', '480']);
  expect({ ...strict, name: '', privacyCap: '', tables: [], quotes: {}, reports: {} }).toEqual({
    ...pilot,
    name: '',
    privacyCap: '',
    tables: [],
    quotes: {},
    reports: {},
  });
});

test('every sensitive code stays out of every category, in both built-in profiles', async () => {
  for (const name of ['pilot', 'scale']) {
    const profile = await loadProfile(name);
    const offered = profile.categories.flatMap((category) => category.mccs);
    expect(offered.filter((mcc) => profile.sensitive.mccs.includes(mcc))).toEqual([]);
    for (const mcc of ['5912', '7995', '8062', '8661', '8651', '8398', '9211', '7273']) expect(profile.sensitive.mccs).toContain(mcc);
  }
});

const aProfile = (changes: Record<string, unknown>) =>
  JSON.stringify({ name: 'other', currency: 'EUR', categories: [{ id: 'a' }, { id: 'b' }], regions: [], ...changes });

test.each([
  ['{', /not JSON/],
  [aProfile({ currency: 'euro' }), /^currency: a currency code/],
  [aProfile({ currency: 'KWD' }), /^currency: KWD has more than two decimals/],
  [aProfile({ surprise: 1 }), /surprise/],
  [aProfile({ categories: [{ id: 'a', mccs: ['526'] }] }), /^categories\.0\.mccs\.0: four digits expected/],
  [
    aProfile({
      categories: [
        { id: 'a', mccs: ['5261'] },
        { id: 'b', mccs: ['5261'] },
      ],
    }),
    /5261 is in a and in b/,
  ],
  [aProfile({ categories: [{ id: 'a' }, { id: 'a' }] }), /^categories: an id occurs twice/],
  [aProfile({ bandEdges: [10, 20] }), /^bandEdges: the first edge must be 0/],
  [aProfile({ categories: [{ id: 'a', bandEdges: [0, 1] }] }), /every category needs 5 bands/],
  [aProfile({ sensitive: { categories: ['c'] } }), /c is not a category/],
  [
    aProfile({
      regions: [
        { id: 'n', parts: ['x'] },
        { id: 's', parts: ['x'] },
      ],
    }),
    /x occurs twice/,
  ],
  [aProfile({ timeZone: 'Mars/Olympus' }), /Mars\/Olympus is not a time zone/],
])('a profile with a fault is refused with the place: %s', (text, problem) => {
  expect(() => parseProfile(text)).toThrow(
    expect.objectContaining({ code: 'profile_invalid', detail: { problem: expect.stringMatching(problem) } }),
  );
});

test('a market of another kind fits: no regions, twelve bands, another currency', () => {
  const profile = parseProfile(aProfile({ currency: 'JPY', timeZone: 'Asia/Tokyo', bandEdges: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }));
  expect(profile.bandEdges).toHaveLength(12);
});

test('a missing file is named', async () => {
  await expect(loadProfile('/nowhere/profile.json')).rejects.toMatchObject({ code: 'file_unreadable' });
});
