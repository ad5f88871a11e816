import { describe, expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import {
  type AudienceLabels,
  audienceInWords,
  bandsInWords,
  relationInWords,
  visitsInWords,
  windowInWords,
} from '#shared/audience/plain-words.ts';

const label = (en: string, nl = en, fr = en) => ({ en, nl, fr });
const LABELS: AudienceLabels = {
  currency: 'EUR',
  categories: [
    { id: 'garden', label: label('Garden', 'Tuin', 'Jardin'), bandEdges: [0, 50, 100, 150, 250] },
    { id: 'diy', label: label('DIY', 'Doe-het-zelf', 'Bricolage'), bandEdges: [0, 50, 100, 150, 250] },
  ],
  regions: [
    { id: 'noord', label: label('North', 'Noord', 'Nord') },
    { id: 'oost', label: label('East', 'Oost', 'Est') },
    { id: 'west', label: label('West', 'West', 'Ouest') },
  ],
};

const anAudience = (bands: { from: number; to: number }, regions?: string[], window = '2025-spring', category = 'garden'): Audience => ({
  format: 'florin-audience/1',
  conditions: [{ kind: 'spend', category, window, bands }, ...(regions === undefined ? [] : [{ kind: 'regions' as const, regions }])],
});

/** No-break spaces of number formats are shown as ordinary ones. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('an audience in plain words', () => {
  test('the garden-centre case reads as one sentence in three languages', () => {
    const audience = anAudience({ from: 2, to: 4 }, ['west', 'oost']);
    expect(plain(audienceInWords(audience, LABELS, 'en'))).toBe(
      'Customers who spent €100 or more on garden in spring 2025 (March–May) and live in East or West',
    );
    expect(plain(audienceInWords(audience, LABELS, 'nl'))).toBe(
      'Klanten die € 100 of meer uitgaven aan tuin in de lente van 2025 (maart–mei) en in Oost of West wonen',
    );
    expect(plain(audienceInWords(audience, LABELS, 'fr'))).toBe(
      'Clients qui ont dépensé 100 € ou plus dans la catégorie jardin, printemps 2025 (mars–mai) et habitent la région Est ou Ouest',
    );
  });

  test('every condition of a rule is said, in three languages', () => {
    const audience: Audience = {
      format: 'florin-audience/1',
      conditions: [
        { kind: 'regions', regions: ['oost'] },
        { kind: 'relationship', relation: 'lapsed' },
        { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
        { kind: 'spend', category: 'diy', window: '2025-03', bands: { from: 0, to: 0 } },
      ],
    };
    expect(plain(audienceInWords(audience, LABELS, 'en'))).toBe(
      'Customers who spent €100 or more on garden in spring 2025 (March–May), spent less than €50 on DIY in March 2025, are lapsed customers of the merchant’s shops (bought there seven to twelve months before the end of the season, not since) and live in East',
    );
    expect(plain(audienceInWords(audience, LABELS, 'nl'))).toMatch(
      /^Klanten die € 100 of meer uitgaven aan tuin .*, minder dan € 50 uitgaven aan doe-het-zelf in maart 2025, .* wegbleven .* en in Oost wonen$/,
    );
    expect(plain(audienceInWords(audience, LABELS, 'fr'))).toMatch(
      /^Clients qui ont dépensé 100 € ou plus dans la catégorie jardin.*, ont dépensé moins de 50 € dans la catégorie bricolage, mars 2025, ne viennent plus .* et habitent la région Est$/,
    );
  });

  test('visits are said as a number of payments, and every relationship in every language', () => {
    const visits = (from: number, to: number) => ({
      kind: 'visits' as const,
      category: 'garden',
      window: '2025-03',
      visits: { from, to },
    });
    expect([visits(0, 0), visits(1, 2), visits(2, 3), visits(0, 3)].map((each) => visitsInWords(each, LABELS, 'en'))).toEqual([
      'made one payment in garden in March 2025',
      'made 2 to 6 payments in garden in March 2025',
      'made 4 or more payments in garden in March 2025',
      'made 1 or more payments in garden in March 2025',
    ]);
    expect(visitsInWords(visits(1, 2), LABELS, 'nl')).toBe('2 tot en met 6 betalingen deden in tuin in maart 2025');
    expect(visitsInWords(visits(0, 0), LABELS, 'fr')).toBe('ont fait un paiement dans la catégorie jardin, mars 2025');
    for (const language of ['en', 'nl', 'fr'] as const) {
      const said = (['new', 'lapsed', 'loyal', 'not_lapsed', 'not_loyal'] as const).map((relation) => relationInWords(relation, language));
      expect(new Set(said).size).toBe(5);
    }
  });

  test('a run of bands in the middle, at the bottom and over everything is said with its edges', () => {
    const words = (from: number, to: number) => plain(bandsInWords({ category: 'garden', bands: { from, to } }, LABELS, 'en'));
    expect(words(0, 0)).toBe('less than €50');
    expect(words(1, 2)).toBe('from €50 to just under €150');
    expect(words(4, 4)).toBe('€250 or more');
    expect(words(0, 4)).toBe('any amount');
    expect(audienceInWords(anAudience({ from: 0, to: 4 }), LABELS, 'en')).toContain('bought anything in garden');
  });

  test('all regions and no region condition say the same', () => {
    const everywhere = audienceInWords(anAudience({ from: 2, to: 4 }), LABELS, 'en');
    expect(audienceInWords(anAudience({ from: 2, to: 4 }, ['west', 'noord', 'oost']), LABELS, 'en')).toBe(everywhere);
  });

  test('a winter names both of its years and a month its own', () => {
    expect(windowInWords('2025-winter', 'en')).toBe('winter 2025/26 (December–February)');
    expect(windowInWords('2025-03', 'nl')).toBe('maart 2025');
  });

  test('an abbreviation keeps its capitals and an unknown id is said as it is', () => {
    expect(audienceInWords(anAudience({ from: 2, to: 4 }, undefined, '2025-03', 'diy'), LABELS, 'en')).toContain('on DIY in March 2025');
    expect(audienceInWords(anAudience({ from: 2, to: 4 }, ['mars'], '2025-03', 'moss'), LABELS, 'en')).toContain('on moss');
  });
});
