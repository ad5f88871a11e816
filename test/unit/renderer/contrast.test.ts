import { expect, test } from 'vitest';
import { GRAPHIC_PAIRS, HIGH_CONTRAST_TOKENS, TEXT_PAIRS, type TokenName, TOKENS } from '../../../renderer/theme/tokens.ts';

/** Relative luminance of an opaque colour, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(tokens: Readonly<Record<TokenName, string>>, front: TokenName, back: TokenName): number {
  const [light = 0, dark = 0] = [luminance(tokens[front]), luminance(tokens[back])].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

test('the contrast of black on white is 21, so the measure itself is right', () => {
  expect((luminance('#FFFFFF') + 0.05) / (luminance('#000000') + 0.05)).toBeCloseTo(21, 5);
});

for (const scheme of ['light', 'dark'] as const) {
  test.each(TEXT_PAIRS)(`in the ${scheme} theme %s on %s keeps 4.5 : 1, and 7 : 1 in high contrast`, (front, back) => {
    expect(contrast(TOKENS[scheme], front, back)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(HIGH_CONTRAST_TOKENS[scheme], front, back)).toBeGreaterThanOrEqual(7);
  });
  test.each(GRAPHIC_PAIRS)(`in the ${scheme} theme the mark %s on %s keeps 3 : 1, and 4.5 : 1 in high contrast`, (front, back) => {
    expect(contrast(TOKENS[scheme], front, back)).toBeGreaterThanOrEqual(3);
    expect(contrast(HIGH_CONTRAST_TOKENS[scheme], front, back)).toBeGreaterThanOrEqual(4.5);
  });
  test(`in high contrast the ${scheme} theme’s lines are seen on paper and on surfaces`, () => {
    for (const back of ['paper', 'surface'] as const)
      expect(contrast(HIGH_CONTRAST_TOKENS[scheme], 'line', back)).toBeGreaterThanOrEqual(4.5);
  });
}
