import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Relation } from '#shared/audience/audience.ts';
import { AS_OF, aMarket, anAudience, CHANNELS, MERCHANTS, membersOf, related, slices, spent } from '../../support/relation-market.ts';
import type { TemporarySegments } from '../../support/temporary-segments.ts';

describe('relationships, by hand', () => {
  // Everybody spends €60 on garden in spring 2025, at a shop of nobody; so everybody is in garden's second band.
  const spring = (customer: string) => `${customer},2025-04-10,elsewhere,garden,60,north`;
  const NAMES = [
    'loyal-first',
    'loyal-last',
    'lapsed-first',
    'lapsed-last',
    'too-old',
    'too-new',
    'refund',
    'never',
    'unwell',
    'other-shop',
  ];
  const ROWS = [
    ...NAMES.map(spring),
    'loyal-first,2024-12-01,linde-1,garden,10,north',
    'loyal-last,2025-05-31,linde-2,food,10,north',
    'lapsed-first,2024-06-01,linde-1,garden,10,north',
    'lapsed-last,2024-11-30,linde-1,garden,10,north',
    'too-old,2024-05-31,linde-1,garden,10,north',
    'too-new,2025-06-01,linde-1,garden,10,north',
    'refund,2025-01-10,linde-1,garden,-5,north',
    // a sensitive payment at the merchant's own shop says nothing
    'unwell,2025-01-10,linde-1,health,10,north',
    'other-shop,2025-01-10,linde-9,garden,10,north',
    // pets of which more than two earlier categories… garden and pets are kept, food is not
    'fed,2025-04-10,elsewhere,garden,60,north',
    'fed,2025-04-10,elsewhere,pets,60,north',
    'fed,2025-04-11,eten-1,food,60,north',
    // nothing spent in the season itself
    'gone,2025-01-10,linde-1,garden,10,north',
  ];
  const eten = { id: 'eten', categoryId: 'food', paymentMerchantIds: ['eten-1'] };
  let market: TemporarySegments;
  beforeAll(async () => {
    market = await aMarket(ROWS);
  });
  afterAll(() => market.remove());

  test('the six and the twelve months end with the season, to the day; refunds and sensitive payments are no visits', async () => {
    // lapsed × bands, loyal × bands: both of each in the band 50–100
    expect((await slices(market, '2025-spring'))['linde']).toEqual([0, 2, 0, 0, 2, 0]);
  });

  test('each relation selects its customers, and new is everybody in the band who is neither lapsed nor loyal', async () => {
    const merchant = { id: 'linde', merchants: MERCHANTS };
    const of = async (relation: Relation) => membersOf(market, anAudience(spent('garden', '2025-spring'), related(relation)), merchant);
    expect(await of('loyal')).toEqual(['loyal-first', 'loyal-last']);
    expect(await of('lapsed')).toEqual(['lapsed-first', 'lapsed-last']);
    expect(await of('new')).toEqual(['fed', 'never', 'other-shop', 'refund', 'too-new', 'too-old', 'unwell']);
    expect(await of('not_lapsed')).toHaveLength(9);
    expect(await of('not_loyal')).toHaveLength(9);
    expect(await of('any')).toHaveLength(11);
  });

  test('a category that the bound does not keep puts nobody into its merchants’ slices', async () => {
    expect((await slices(market, '2025-spring', [eten]))['eten']).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('a customer without an opt-in is in no slice', async () => {
    const few = await aMarket(ROWS, ['loyal-last']);
    try {
      expect((await slices(few, '2025-spring'))['linde']).toEqual([0, 0, 0, 0, 1, 0]);
    } finally {
      await few.remove();
    }
  });

  test('a relationship without its merchant, or without a season of its category, is refused', async () => {
    const merchant = { id: 'linde', merchants: MERCHANTS };
    const request = { channels: CHANNELS, asOf: AS_OF, limit: 10 };
    const refused = { code: 'audience_not_answerable', detail: { reason: 'no_slice' } };
    const own = anAudience(spent('garden', '2025-spring'), related('loyal'));
    await expect(market.store.pageOfAudience({ ...request, audience: own })).rejects.toMatchObject(refused);
    await expect(market.store.countOfAudience({ ...request, audience: own })).rejects.toMatchObject(refused);
    const unknown = { id: 'nobody', merchants: MERCHANTS };
    await expect(market.store.pageOfAudience({ ...request, audience: own, merchant: unknown })).rejects.toMatchObject(refused);
    const other = anAudience(spent('pets', '2025-spring'), related('loyal'));
    await expect(market.store.pageOfAudience({ ...request, audience: other, merchant })).rejects.toMatchObject(refused);
  });
});

describe('visits, by hand', () => {
  const NUMBERS = [1, 2, 3, 4, 6, 7, 30];
  let market: TemporarySegments;
  beforeAll(async () => {
    market = await aMarket([
      ...NUMBERS.flatMap((number) =>
        Array.from({ length: number }, (_, index) => `v${number},2025-03-${String(1 + index).padStart(2, '0')},shop,pets,5,north`),
      ),
      // a refund is no visit
      'v1,2025-03-20,shop,pets,-1,north',
      // and visits of a window are those of its months together
      'v2,2025-05-01,shop,pets,5,north',
    ]);
  });
  afterAll(() => market.remove());

  test.each([
    [0, 0, ['v1']],
    [1, 1, ['v2', 'v3']],
    [2, 2, ['v4', 'v6']],
    [3, 3, ['v30', 'v7']],
    [0, 2, ['v1', 'v2', 'v3', 'v4', 'v6']],
  ])('bands %i to %i of visits in a month are one, two or three, four to six, seven or more', async (from, to, expected) => {
    const audience = anAudience(spent('pets', '2025-03'), { kind: 'visits', category: 'pets', window: '2025-03', visits: { from, to } });
    expect(await membersOf(market, audience, { id: 'dier', merchants: MERCHANTS })).toEqual(expected);
  });

  test('visits of a season add those of its months', async () => {
    const audience = anAudience(spent('pets', '2025-spring'), {
      kind: 'visits',
      category: 'pets',
      window: '2025-spring',
      visits: { from: 1, to: 1 },
    });
    expect(await membersOf(market, audience, { id: 'dier', merchants: MERCHANTS })).toEqual(['v2', 'v3']);
  });
});
