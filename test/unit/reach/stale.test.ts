import { expect, test } from 'vitest';
import type { Audience } from '#shared/audience/audience.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import { isSameReach, reachDifference, reachQuestion, SeenReach, seenReach, successorOf } from '#shared/reach/stale.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { aRelease } from '../renderer/support/releases.ts';

const spring = (window = '2025-spring'): Audience => ({
  format: 'florin-audience/1',
  conditions: [
    { kind: 'spend', category: 'garden', window, bands: { from: 2, to: 4 } },
    { kind: 'regions', regions: ['oost', 'west'] },
  ],
});
const released = (window: string, sha = 'ab'): Release => ({ ...toRelease(aRelease(window)), sha256: sha.repeat(32) });
const reachOn = (releases: readonly Release[], audience = spring()) => {
  const reach = computeReach({ releases, audience, channels: ['app_feed', 'push'], holdoutPercent: 10 });
  if (reach.kind !== 'answered') throw new Error(reach.kind);
  return reach;
};

test('the interval of a difference joins both errors, at the same 1.96 as every reach', () => {
  const { customers, halfWidth } = reachDifference({ customers: 1_000, sd: 30 }, { estimate: 1_060, sd: 40 });
  expect(customers).toBe(60);
  expect(halfWidth).toBeCloseTo(1.96 * 50, 10);
});

test.each([
  [98, true],
  [-98, true],
  [99, false],
  [-99, false],
])('a difference of %i customers at errors of 30 and 40 is within the noise: %s', (difference, isWithinNoise) => {
  expect(reachDifference({ customers: 1_000, sd: 30 }, { estimate: 1_000 + difference, sd: 40 }).isWithinNoise).toBe(isWithinNoise);
});

test('what was seen is the same on the same artefacts, whatever the order of channels, and another one on others or of another rule', () => {
  const question = reachQuestion(spring(), ['app_feed', 'push'], 10);
  expect(reachQuestion(spring(), ['push', 'app_feed'], 10)).toBe(question);
  const seen = SeenReach.parse(seenReach(question, reachOn([released('2025-spring')])));
  expect(isSameReach(seen, seenReach(question, reachOn([released('2025-spring')])))).toBe(true);
  expect(isSameReach(seen, seenReach(question, reachOn([released('2025-spring', 'cd')])))).toBe(false);
  const other = reachQuestion(spring(), ['app_feed', 'push'], 20);
  expect(isSameReach(seen, { ...seen, question: other })).toBe(false);
});

test('the successor is the same rule a year later, once every release that it names has one; the former can be used 45 days more', () => {
  const releases = [released('2025-spring'), released('2025-summer'), released('2026-spring')];
  const successor = successorOf(spring(), releases);
  expect(successor?.audience).toEqual(spring('2026-spring'));
  expect(successor?.release.id).toBe('pilot-2026-spring');
  expect(Date.parse(successor?.formerUntil ?? '') - Date.parse(successor?.release.publishedAt ?? '')).toBe(45 * 86_400_000);
  const two: Audience = {
    ...spring(),
    conditions: [...spring().conditions, { kind: 'spend', category: 'toys', window: '2025-summer', bands: { from: 0, to: 4 } }],
  };
  expect(successorOf(two, releases)).toBeUndefined();
  expect(
    successorOf(two, [...releases, released('2026-summer')])?.audience.conditions.map((each) => ('window' in each ? each.window : '')),
  ).toEqual(['2026-spring', '', '2026-summer']);
});
