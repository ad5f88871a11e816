import { describe, expect, test } from 'vitest';
import type { CampaignContent } from '#shared/campaign/content.ts';
import { contentFields, diffContents } from '#shared/review/diff.ts';
import { createText } from '../../../renderer/i18n/text.tsx';
import { changesInWords, compareWords, unchangedGroups } from '../../../renderer/ui/change-words.ts';
import { fieldGroup, fieldLabel } from '../../../renderer/ui/content-words.ts';
import { aContent } from '../../fixtures/campaign-content.ts';
import { MARKET } from './harness.tsx';

const en = createText('en');
const nl = createText('nl');

/** `Label: kind text | kind text`. */
function words(before: CampaignContent, after: CampaignContent, text = en): string[] {
  return changesInWords({ changes: diffContents(before, after), content: after, market: MARKET, text }).map(
    ({ label, segments }) => `${label}: ${segments.map((segment) => `${segment.kind} ${segment.text}`).join(' | ')}`,
  );
}

const EVERY_CONDITION = [
  { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
  { kind: 'spend', category: 'toys', window: '2025-summer', bands: { from: 1, to: 2 } },
  { kind: 'relationship', relation: 'not_lapsed' },
  { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 1, to: 3 } },
] as const satisfies CampaignContent['audience']['conditions'];

describe('a change in words', () => {
  test('every field of every content has a label and a group in both languages', () => {
    const text = { title: 'a', shortText: 'b', longText: 'c', terms: 'd' };
    const fullest = aContent({ creative: { nl: text, fr: text, de: text, en: text } });
    const flat = aContent({ offer: { ...aContent().offer, reward: { template: 'flat_amount', amountCents: 500 } } });
    const rule = aContent({ audience: { format: 'florin-audience/1', conditions: [...EVERY_CONDITION] } });
    const paths = new Set([...contentFields(fullest).keys(), ...contentFields(flat).keys(), ...contentFields(rule).keys()]);
    for (const path of paths) {
      expect(fieldGroup(path), path).toBeDefined();
      expect(fieldLabel(path, en)).not.toContain(path);
      expect(fieldLabel(path, nl)).not.toContain(path);
    }
    expect(fieldLabel('creative.nl.shortText', en)).toBe('Short text (Dutch)');
    expect(fieldLabel('something.new', en)).toBe('Other field (something.new)');
  });

  test('amounts, shares, dates and choices read as a person says them', () => {
    const before = aContent();
    const after = aContent({
      budgetCents: 2_000_050,
      holdoutPercent: 0,
      schedule: { ...before.schedule, startsOn: '2026-03-17', pacing: 'front' },
      offer: { ...before.offer, redemptionsPerCustomer: 3, where: 'online', minimumSpendCents: 0 },
    });
    expect(words(before, after)).toEqual([
      'Minimum spend: removed €50 | added no minimum',
      'Redemptions per customer: removed once | added 3 times',
      'Where: removed in the shops and online | added online',
      'First day: removed 16 March 2026 | added 17 March 2026',
      'Pacing: removed spread evenly | added most in the first days',
      'Budget: removed €15,000 | added €20,000.50',
      'Holdout: removed 10% | added no holdout',
    ]);
  });

  test('a second category, a relationship and visits read in words, the second bands with the edges of their own category', () => {
    const after = aContent({ audience: { format: 'florin-audience/1', conditions: [...EVERY_CONDITION] } });
    const before = aContent({ audience: { format: 'florin-audience/1', conditions: [EVERY_CONDITION[0]] } });
    expect(words(before, after)).toEqual([
      'Audience: second category: removed none | added Toys',
      'Audience: second period: removed none | added summer 2025 (June–August)',
      'Audience: second spend: removed none | added from €20 to just under €80',
      'Audience: relationship with the shops: removed none | added are new or loyal customers of the merchant’s shops',
      'Audience: category of the visits: removed none | added Garden',
      'Audience: period of the visits: removed none | added spring 2025 (March–May)',
      'Audience: visits: removed none | added 2 or more payments',
    ]);
  });

  test('the bands of both sides are said with the edges of their own category', () => {
    const before = aContent();
    const spend = (category: string, from: number): CampaignContent['audience'] => ({
      format: 'florin-audience/1',
      conditions: [{ kind: 'spend', category, window: '2025-spring', bands: { from, to: 4 } }],
    });
    const after = aContent({ audience: spend('toys', 3) });
    expect(words({ ...before, audience: spend('garden', 2) }, after)).toEqual([
      'Audience: category: removed Garden | added Toys',
      'Audience: spend: removed €100 or more | added €80 or more',
    ]);
  });

  test('regions are compared one by one, and leaving the condition out means every region', () => {
    const before = aContent();
    const regions = (list: string[] | undefined) =>
      aContent({
        audience: {
          format: 'florin-audience/1',
          conditions: [
            ...before.audience.conditions.filter((condition) => condition.kind === 'spend'),
            ...(list === undefined ? [] : [{ kind: 'regions' as const, regions: list }]),
          ],
        },
      });
    expect(words(regions(['oost', 'west']), regions(['oost', 'zuid']))).toEqual([
      'Audience: regions: same East | removed West | added South',
    ]);
    expect(words(regions(['oost']), regions(undefined))).toEqual(['Audience: regions: removed East | added every region']);
  });

  test('a text is compared word by word and long unchanged parts are left out', () => {
    expect(compareWords('Besteed €50 omdat je veel kocht en krijg 10 %', 'Besteed €50 in onze winkels en krijg 10 %')).toEqual([
      { kind: 'same', text: 'Besteed €50' },
      { kind: 'removed', text: 'omdat je veel kocht' },
      { kind: 'added', text: 'in onze winkels' },
      { kind: 'same', text: 'en krijg 10 %' },
    ]);
    const long = Array.from({ length: 40 }, (_, index) => `w${index}`);
    expect(compareWords(long.join(' '), [...long, 'new'].join(' '))).toEqual([
      { kind: 'gap', text: '…' },
      { kind: 'same', text: 'w34 w35 w36 w37 w38 w39' },
      { kind: 'added', text: 'new' },
    ]);
    expect(compareWords('', 'all new')).toEqual([{ kind: 'added', text: 'all new' }]);
  });

  test('groups without a change are named, and it all reads in Dutch', () => {
    const before = aContent();
    const after = aContent({ offer: { ...before.offer, reward: { template: 'percent', percent: 15 } } });
    expect(words(before, after, nl)).toEqual(['Beloning: removed 10% | added 15%']);
    const groups = unchangedGroups(diffContents(before, after));
    expect(groups).not.toContain('reward');
    expect(groups).toContain('schedule');
  });
});
