// @vitest-environment jsdom
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { BandBars } from '../../../renderer/charts/band-picker.tsx';
import type { BandPoint } from '#shared/reach/charts.ts';
import { showCount } from '#shared/reach/show-count.ts';

const SD = 20;
const point = (band: number, estimate: number): BandPoint => {
  const value = { estimate, sd: SD, halfWidth: 1.96 * SD };
  return { band, from: band * 50, value, shown: showCount(value), together: 2.4 * SD, sources: [] };
};
const EDGES = [0, 50, 100];
const drawn = (...estimates: readonly number[]) => {
  const { container } = render(
    <BandBars edges={EDGES} points={estimates.map((estimate, band) => point(band, estimate))} run={undefined} />,
  );
  return estimates.map((_, band) => container.querySelector(`[data-band="${band}"]`)?.innerHTML ?? 'nothing');
};

test('a band that may be shown is a bar with its whisker; a suppressed one is neither', () => {
  const [large, small] = drawn(900, 12);
  expect(large).toContain('<rect');
  expect(large).toContain('<line');
  expect(small).not.toContain('<rect');
});

test('a suppressed band is drawn the same whatever its figure is, and moves nothing else', () => {
  expect(drawn(300, 12, 500)).toEqual(drawn(300, -35, 500));
  // A figure that may not be shown would reach above all others here, and set the scale.
  const [only] = drawn(79, 75);
  expect(only).toBe(drawn(79, -200)[0]);
});
