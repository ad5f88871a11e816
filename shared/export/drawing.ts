import { z } from 'zod';

const Length = z.number().min(-100_000).max(100_000);
const Size = z.number().min(0).max(100_000);
/** `#rrggbb` or `#rrggbbaa`; null is no paint. */
const Paint = z
  .string()
  .regex(/^#[0-9a-f]{6}(?:[0-9a-f]{2})?$/)
  .nullable();
const Painted = {
  fill: Paint,
  stroke: Paint,
  strokeWidth: Size,
  /** Lengths of dashes and gaps; empty is a whole line. */
  dashes: z.array(Size).max(8),
};

const Shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rect'), x: Length, y: Length, width: Size, height: Size, radius: Size, ...Painted }),
  /** A rectangle of slanted lines: nothing that can be said lies here. */
  z.strictObject({ kind: z.literal('hatch'), x: Length, y: Length, width: Size, height: Size, radius: Size, ...Painted }),
  z.strictObject({ kind: z.literal('line'), x1: Length, y1: Length, x2: Length, y2: Length, ...Painted }),
  z.strictObject({ kind: z.literal('circle'), x: Length, y: Length, radius: Size, ...Painted }),
  z.strictObject({ kind: z.literal('polygon'), points: z.array(z.tuple([Length, Length])).max(4_000), isOpen: z.boolean(), ...Painted }),
  z.strictObject({
    kind: z.literal('path'),
    d: z
      .string()
      .max(60_000)
      .regex(/^[MLHVCSQTAZmlhvcsqtaz0-9eE+\-., \n]*$/),
    /** Scale and shift of x and y: `[scaleX, scaleY, x, y]`. */
    place: z.tuple([Length, Length, Length, Length]),
    ...Painted,
  }),
  z.strictObject({
    kind: z.literal('text'),
    x: Length,
    /** The baseline. */
    y: Length,
    text: z.string().max(1_000),
    size: Size,
    weight: z.int().min(1).max(1_000),
    anchor: z.enum(['start', 'middle', 'end']),
    ...Painted,
  }),
]);
export type Shape = z.infer<typeof Shape>;

/** A chart as shapes in pixels from the upper left corner, with every colour named; the only thing a picture file is written from. */
export const Drawing = z.strictObject({
  title: z.string().min(1).max(300),
  description: z.string().max(4_000),
  width: z.number().min(1).max(10_000),
  height: z.number().min(1).max(10_000),
  background: Paint,
  shapes: z.array(Shape).max(20_000),
});
export type Drawing = z.infer<typeof Drawing>;

/** Where the type face is not installed the reader's own sans serif stands in. */
const FONT_FAMILY = "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

interface SvgOptions {
  /** A `data:` address of the type face, for pictures that are drawn where it is not installed. */
  readonly fontAddress?: string;
}

/** The drawing as an SVG document of its own: no script, no reference to anything outside it, no style but the type face. */
export function svgOf(drawing: Drawing, { fontAddress }: SvgOptions = {}): string {
  const { width, height, background } = drawing;
  const font =
    fontAddress === undefined
      ? ''
      : `<style>@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${fontAddress}) format('woff2')}</style>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${figure(width)}" height="${figure(height)}" viewBox="0 0 ${figure(width)} ${figure(height)}" role="img" font-family="${FONT_FAMILY}">`,
    `<title>${escapeMarkup(drawing.title)}</title>`,
    `<desc>${escapeMarkup(drawing.description)}</desc>`,
    font,
    background === null ? '' : `<rect width="100%" height="100%" fill="${background}"/>`,
    ...drawing.shapes.map(elementOf),
    '</svg>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function elementOf(shape: Shape, index: number): string {
  switch (shape.kind) {
    case 'rect':
      return `<rect ${box(shape)}${paint(shape)}/>`;
    case 'hatch':
      return [
        `<defs><pattern id="hatch-${index}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`,
        `<rect width="7" height="7" fill="${shape.fill ?? 'none'}"/><rect width="2" height="7" fill="${shape.stroke ?? 'none'}"/></pattern></defs>`,
        `<rect ${box(shape)} fill="url(#hatch-${index})"/>`,
      ].join('');
    case 'line':
      return `<line x1="${figure(shape.x1)}" y1="${figure(shape.y1)}" x2="${figure(shape.x2)}" y2="${figure(shape.y2)}"${paint(shape)}/>`;
    case 'circle':
      return `<circle cx="${figure(shape.x)}" cy="${figure(shape.y)}" r="${figure(shape.radius)}"${paint(shape)}/>`;
    case 'polygon': {
      const points = shape.points.map(([x, y]) => `${figure(x)},${figure(y)}`).join(' ');
      return `<${shape.isOpen ? 'polyline' : 'polygon'} points="${points}"${paint(shape)}/>`;
    }
    case 'path': {
      const [scaleX, scaleY, x, y] = shape.place;
      return `<path d="${shape.d}" transform="matrix(${figure(scaleX)} 0 0 ${figure(scaleY)} ${figure(x)} ${figure(y)})"${paint(shape)}/>`;
    }
    case 'text': {
      const halo = shape.stroke === null ? '' : ' paint-order="stroke" stroke-linejoin="round"';
      const place = `x="${figure(shape.x)}" y="${figure(shape.y)}" font-size="${figure(shape.size)}" font-weight="${shape.weight}"`;
      const anchor = shape.anchor === 'start' ? '' : ` text-anchor="${shape.anchor}"`;
      return `<text ${place}${anchor}${paint(shape)}${halo} style="font-variant-numeric:tabular-nums" xml:space="preserve">${escapeMarkup(shape.text)}</text>`;
    }
  }
}

function box({ x, y, width, height, radius }: Extract<Shape, { kind: 'rect' | 'hatch' }>): string {
  return `x="${figure(x)}" y="${figure(y)}" width="${figure(width)}" height="${figure(height)}"${radius === 0 ? '' : ` rx="${figure(radius)}"`}`;
}

function paint({ fill, stroke, strokeWidth, dashes }: Shape): string {
  const line =
    stroke === null
      ? ''
      : ` stroke="${stroke}" stroke-width="${figure(strokeWidth)}"${dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.map(figure).join(' ')}" stroke-linecap="round"`}`;
  return ` fill="${fill ?? 'none'}"${line}`;
}

/** At most two digits after the point: a hundredth of a pixel. */
function figure(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** Text for the inside of an element or a quoted attribute. Characters that XML cannot hold become the replacement mark. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
