import type { Drawing, Shape } from '#shared/export/drawing.ts';
import { TOKENS, type TokenName } from '../theme/tokens.ts';
import { colourOf } from './colour.ts';

interface Frame {
  readonly title: string;
  readonly description: string;
  /** Small lines below the chart. */
  readonly notes: readonly string[];
}

const MARGIN = 20;
const TITLE_SIZE = 16;
const NOTE_SIZE = 11;
/** Lines are measured with ordinary digits and drawn with tabular ones, which are wider. */
const WIDEST_SHARE = 0.88;
const FONT = "'Inter Variable', Inter, system-ui, sans-serif";
/** The baseline of Inter in its line of text, from the top. */
const BASELINE = 0.8;

/**
 * A chart as it stands on the screen, as shapes with their colours written out: every box, line and word at its place, SVG and HTML alike, in the theme of
 * the moment. Handles and what only screen readers hear are left out. Above it the title, below it the notes.
 */
export function drawElement(chart: Element, frame: Frame): Drawing {
  const scheme = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark' ? 'dark' : 'light';
  const token = (name: TokenName): string => TOKENS[scheme][name].toLowerCase();
  const bounds = chart.getBoundingClientRect();
  const inside = shapesIn(chart, { x: bounds.left, y: bounds.top }, 1);
  const right = Math.max(bounds.width, ...inside.map(rightEnd));
  const width = Math.ceil(right + 2 * MARGIN);
  const titleLines = wrapped(frame.title, `650 ${TITLE_SIZE}px ${FONT}`, (width - 2 * MARGIN) * WIDEST_SHARE);
  const noteLines = frame.notes.flatMap((note) => wrapped(note, `400 ${NOTE_SIZE}px ${FONT}`, (width - 2 * MARGIN) * WIDEST_SHARE));
  const chartTop = MARGIN + titleLines.length * TITLE_SIZE * 1.35 + 12;
  const notesTop = chartTop + bounds.height + 20;
  const line = (text: string, index: number, top: number, size: number, weight: number, fill: string): Shape => ({
    kind: 'text',
    x: MARGIN,
    y: top + index * size * 1.35 + size,
    text,
    size,
    weight,
    anchor: 'start',
    fill,
    stroke: null,
    strokeWidth: 0,
    dashes: [],
  });
  return {
    title: frame.title,
    description: frame.description,
    width,
    height: Math.ceil(notesTop + noteLines.length * NOTE_SIZE * 1.35 + (noteLines.length === 0 ? 0 : MARGIN)),
    background: token('surface'),
    shapes: [
      ...titleLines.map((text, index) => line(text, index, MARGIN, TITLE_SIZE, 650, token('ink'))),
      ...inside.map((shape) => moved(shape, MARGIN, chartTop)),
      ...noteLines.map((text, index) => line(text, index, notesTop, NOTE_SIZE, 400, token('muted'))),
    ],
  };
}

/** The drawing in the light theme's colours, for paper: each colour that is a token of the dark theme becomes the same token of the light one. */
export function onPaper(drawing: Drawing): Drawing {
  const names = Object.keys(TOKENS.dark) as readonly TokenName[]; // keys of a closed literal
  const light = new Map(names.map((name) => [TOKENS.dark[name].toLowerCase(), TOKENS.light[name].toLowerCase()]));
  const isDark = drawing.background === TOKENS.dark.surface.toLowerCase();
  const colour = (value: string | null) => (value === null || !isDark ? value : (light.get(value) ?? value));
  return {
    ...drawing,
    background: colour(drawing.background),
    shapes: drawing.shapes.map((shape) => ({ ...shape, fill: colour(shape.fill), stroke: colour(shape.stroke) })),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function shapesIn(element: Element, origin: Point, opacity: number): readonly Shape[] {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || element.getAttribute('role') === 'slider') return [];
  const seen = opacity * Number(style.opacity === '' ? 1 : style.opacity);
  if (seen === 0) return [];
  if (element instanceof SVGElement) return shapesOfSvg(element, style, origin, seen);
  const box = element.getBoundingClientRect();
  // What only screen readers hear is one pixel large.
  if (box.width <= 1 && box.height <= 1) return [];
  const children = [...element.childNodes].flatMap((child) =>
    child instanceof Element ? shapesIn(child, origin, seen) : child instanceof globalThis.Text ? linesOf(child, style, origin, seen) : [],
  );
  return [...boxOf(box, style, origin, seen), ...children];
}

function boxOf(box: DOMRect, style: CSSStyleDeclaration, origin: Point, opacity: number): readonly Shape[] {
  const fill = colourOf(style.backgroundColor, opacity);
  const isHatched = style.backgroundImage.startsWith('repeating-linear-gradient');
  const borderWidth = style.borderTopStyle === 'none' ? 0 : Number.parseFloat(style.borderTopWidth);
  const stroke = borderWidth > 0 && style.borderLeftStyle !== 'none' ? colourOf(style.borderTopColor, opacity) : null;
  if (fill === null && stroke === null && !isHatched) return [];
  const inset = stroke === null ? 0 : borderWidth / 2;
  const place = {
    x: box.left - origin.x + inset,
    y: box.top - origin.y + inset,
    width: Math.max(0, box.width - 2 * inset),
    height: Math.max(0, box.height - 2 * inset),
    radius: Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.height / 2),
  };
  const dashes = style.borderTopStyle === 'dashed' ? [4, 3] : [];
  if (!isHatched) return [{ kind: 'rect', ...place, fill, stroke, strokeWidth: stroke === null ? 0 : borderWidth, dashes }];
  const colours = [...style.backgroundImage.matchAll(/(?:rgba?|color)\([^)]*\)/g)].map(([colour]) => colourOf(colour, opacity));
  return [{ kind: 'hatch', ...place, fill: colours[0] ?? fill, stroke: colours.at(-1) ?? null, strokeWidth: 0, dashes: [] }];
}

/** The words of a text node, one shape for each line they take on the screen. */
function linesOf(node: globalThis.Text, style: CSSStyleDeclaration, origin: Point, opacity: number): readonly Shape[] {
  const fill = colourOf(style.color, opacity);
  const lines: { text: string; box: DOMRect }[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const box = range.getClientRects()[0];
    if (box === undefined) continue;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.box.top - box.top) < 2) last.text += word;
    else lines.push({ text: word, box });
  }
  return lines.map(({ text, box }) => ({
    kind: 'text',
    x: box.left - origin.x,
    y: box.top - origin.y + box.height * BASELINE,
    text: text.trimEnd(),
    ...fontOf(style),
    anchor: 'start',
    fill,
    stroke: null,
    strokeWidth: 0,
    dashes: [],
  }));
}

function fontOf(style: CSSStyleDeclaration): { readonly size: number; readonly weight: number } {
  return { size: Number.parseFloat(style.fontSize) || 12, weight: Number.parseInt(style.fontWeight, 10) || 400 };
}

function shapesOfSvg(element: SVGElement, style: CSSStyleDeclaration, origin: Point, opacity: number): readonly Shape[] {
  if (element instanceof SVGTitleElement || element instanceof SVGDescElement || element instanceof SVGDefsElement) return [];
  const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
  if (matrix === null) return [];
  const at = (x: number, y: number): Point => ({ x: x * matrix.a + matrix.e - origin.x, y: y * matrix.d + matrix.f - origin.y });
  const stroke = colourOf(style.stroke, opacity);
  const paint = {
    fill: colourOf(style.fill, opacity),
    stroke,
    strokeWidth: stroke === null ? 0 : (Number.parseFloat(style.strokeWidth) || 1) * matrix.d,
    dashes: style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map((dash) => Number.parseFloat(dash) * matrix.d),
  };
  const number = (length: SVGAnimatedLength): number => length.baseVal.value;
  if (element instanceof SVGRectElement) {
    const corner = at(number(element.x), number(element.y));
    const size = { width: number(element.width) * matrix.a, height: number(element.height) * matrix.d };
    return [{ kind: 'rect', ...corner, ...size, radius: number(element.rx) * matrix.d, ...paint }];
  }
  if (element instanceof SVGLineElement) {
    const from = at(number(element.x1), number(element.y1));
    const to = at(number(element.x2), number(element.y2));
    return [{ kind: 'line', x1: from.x, y1: from.y, x2: to.x, y2: to.y, ...paint, fill: null }];
  }
  if (element instanceof SVGCircleElement)
    return [{ kind: 'circle', ...at(number(element.cx), number(element.cy)), radius: number(element.r) * matrix.d, ...paint }];
  if (element instanceof SVGPolygonElement || element instanceof SVGPolylineElement) {
    const points = [...element.points].map(({ x, y }): [number, number] => {
      const point = at(x, y);
      return [point.x, point.y];
    });
    return [{ kind: 'polygon', points, isOpen: element instanceof SVGPolylineElement, ...paint }];
  }
  if (element instanceof SVGPathElement) {
    const zero = at(0, 0);
    return [{ kind: 'path', d: element.getAttribute('d') ?? '', place: [matrix.a, matrix.d, zero.x, zero.y], ...paint }];
  }
  if (element instanceof SVGTextElement) {
    const { x, y } = at(element.x.baseVal[0]?.value ?? 0, element.y.baseVal[0]?.value ?? 0);
    const { size, weight } = fontOf(style);
    const anchor = style.textAnchor === 'end' ? 'end' : style.textAnchor === 'middle' ? 'middle' : 'start';
    return [{ kind: 'text', x, y, text: element.textContent, size: size * matrix.d, weight, anchor, ...paint, dashes: [] }];
  }
  return [...element.children].flatMap((child) => shapesIn(child, origin, opacity));
}

function rightEnd(shape: Shape): number {
  if (shape.kind === 'rect' || shape.kind === 'hatch') return shape.x + shape.width;
  if (shape.kind === 'line') return Math.max(shape.x1, shape.x2);
  if (shape.kind === 'text' && shape.anchor === 'start') return shape.x + measure(shape.text, `${shape.weight} ${shape.size}px ${FONT}`);
  return 0;
}

function moved(shape: Shape, x: number, y: number): Shape {
  switch (shape.kind) {
    case 'line':
      return { ...shape, x1: shape.x1 + x, x2: shape.x2 + x, y1: shape.y1 + y, y2: shape.y2 + y };
    case 'polygon':
      return { ...shape, points: shape.points.map(([left, top]) => [left + x, top + y]) };
    case 'path': {
      const [scaleX, scaleY, left, top] = shape.place;
      return { ...shape, place: [scaleX, scaleY, left + x, top + y] };
    }
    default:
      return { ...shape, x: shape.x + x, y: shape.y + y };
  }
}

let ruler: CanvasRenderingContext2D | null | undefined;

function measure(text: string, font: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (ruler === null) return text.length * 8;
  ruler.font = font;
  return ruler.measureText(text).width;
}

function wrapped(text: string, font: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
