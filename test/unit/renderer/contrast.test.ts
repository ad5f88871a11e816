import { expect, test } from 'vitest';
import { GRAPHIC_PAIRS, type Scheme, TEXT_PAIRS, type TokenName, TOKENS } from '../../../renderer/theme/tokens.ts';

/** Relative luminance of an opaque colour, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(scheme: Scheme, front: TokenName, back: TokenName): number {
  const [light = 0, dark = 0] = [luminance(TOKENS[scheme][front]), luminance(TOKENS[scheme][back])].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

test('the contrast of black on white is 21, so the measure itself is right', () => {
  expect((luminance('#FFFFFF') + 0.05) / (luminance('#000000') + 0.05)).toBeCloseTo(21, 5);
});

for (const scheme of ['light', 'dark'] as const) {
  test.each(TEXT_PAIRS)(`in the ${scheme} theme %s on %s keeps 4.5 : 1`, (front, back) => {
    expect(contrast(scheme, front, back)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(GRAPHIC_PAIRS)(`in the ${scheme} theme the mark %s on %s keeps 3 : 1`, (front, back) => {
    expect(contrast(scheme, front, back)).toBeGreaterThanOrEqual(3);
  });
}
