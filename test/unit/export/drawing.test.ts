import { expect, test } from 'vitest';
import { Drawing, svgOf } from '#shared/export/drawing.ts';
import { attributesOf } from '../../support/read-back.ts';

const PAINT = { fill: '#1e6b4a', stroke: null, strokeWidth: 0, dashes: [] };
const DRAWING: Drawing = {
  title: 'Customers <per> "month" & more',
  description: 'A & B',
  width: 300,
  height: 120.456,
  background: '#ffffff',
  shapes: [
    { kind: 'rect', x: 1, y: 2, width: 30, height: 40, radius: 4, ...PAINT },
    { kind: 'hatch', x: 1, y: 2, width: 30, height: 40, radius: 0, ...PAINT, stroke: '#efede5' },
    { kind: 'line', x1: 0, y1: 0.333_33, x2: 10, y2: 10, ...PAINT, stroke: '#1f2a24', strokeWidth: 2, dashes: [2, 6] },
    { kind: 'circle', x: 5, y: 5, radius: 3, ...PAINT },
    {
      kind: 'polygon',
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      isOpen: false,
      ...PAINT,
      fill: '#1e6b4a29',
    },
    { kind: 'path', d: 'M0 0L10 10', place: [2, 1, 3, 4], ...PAINT },
    { kind: 'text', x: 1, y: 2, text: '<script>alert("1")</script>\u0000', size: 12, weight: 400, anchor: 'end', ...PAINT },
  ],
};

test('a drawing is a well-formed SVG with every colour written out and a type face to fall back on', () => {
  const svg = svgOf(DRAWING);
  expect(attributesOf(svg, 'svg')).toMatchObject([
    { width: '300', height: '120.46', viewBox: '0 0 300 120.46', 'font-family': expect.stringMatching(/Inter.*sans-serif/) },
  ]);
  expect(attributesOf(svg, 'polygon')).toEqual([{ points: '0,0 1,0 1,1', fill: '#1e6b4a29' }]);
  expect(attributesOf(svg, 'line')).toMatchObject([{ y1: '0.33', stroke: '#1f2a24', 'stroke-dasharray': '2 6' }]);
  expect(svg).not.toMatch(/var\(|color-mix|currentColor/i);
});

test('nothing in a drawing can load or run anything', () => {
  const svg = svgOf(DRAWING);
  for (const element of ['script', 'image', 'use', 'foreignObject', 'style', 'a']) expect(attributesOf(svg, element)).toEqual([]);
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/http|href|\son[a-z]+=/);
});

test.each([{ fill: 'url(http://example)' }, { fill: 'red"/><script/>' }, { d: 'M0 0"/><script>' }, { onclick: 'x' }])(
  'a shape with %j is refused',
  (change) => {
    const shape = { kind: 'path', d: 'M0 0', place: [1, 1, 0, 0], ...PAINT, ...change };
    expect(Drawing.safeParse({ ...DRAWING, shapes: [shape] }).success).toBe(false);
  },
);
