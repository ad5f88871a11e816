/**
 * A computed colour as `#rrggbb`, or `#rrggbbaa` where one can see through it; null for no paint.
 * @param css as `getComputedStyle` writes it: `rgb(…)`, `rgba(…)`, `color(srgb …)` or `none`
 */
export function colourOf(css: string, opacity = 1): string | null {
  const numbers = [...css.replace(/^color\(srgb/, '(').matchAll(/-?[0-9.]+(?:e-?[0-9]+)?%?/g)].map(([number]) =>
    number.endsWith('%') ? Number.parseFloat(number) / 100 : Number(number),
  );
  const [red, green, blue, alpha = 1] = numbers;
  if (red === undefined || green === undefined || blue === undefined) return null;
  const scale = css.startsWith('color(') ? 255 : 1;
  const seen = alpha * opacity;
  if (seen <= 0) return null;
  const hex = (value: number): string =>
    Math.round(Math.min(255, Math.max(0, value)))
      .toString(16)
      .padStart(2, '0');
  const colour = `#${[red, green, blue].map((value) => hex(value * scale)).join('')}`;
  return seen >= 0.999 ? colour : `${colour}${hex(seen * 255)}`;
}
