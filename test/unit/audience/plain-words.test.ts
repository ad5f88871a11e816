import { describe, expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import { type AudienceLabels, audienceInWords, bandsInWords, windowInWords } from '#shared/audience/plain-words.ts';

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
      'Clients qui ont dépensé 100 € ou plus en jardin, printemps 2025 (mars–mai) et habitent Est ou Ouest',
    );
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
