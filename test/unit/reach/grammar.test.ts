import { describe, expect, test } from 'vitest';
import { type Audience, type Condition, RELATIONS } from '#shared/audience/audience.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import { aRelease, aSlice, type CellCount, type MarketShape, PILOT_SHAPE, SCALE_SHAPE, STRICT_SHAPE } from '../../builders/a-release.ts';

/** One point of the grammar. */
interface Shape {
  readonly set: 'pilot' | 'scale' | 'strict';
  readonly window: 'month' | 'season';
  readonly regions: boolean;
  readonly relation: 'none' | 'counted' | 'difference';
  readonly second: 'none' | 'at the cut' | 'across the cut' | 'in another window';
  readonly visits: boolean;
}
type Expected =
  | 'answered'
  | 'needs_quote'
  | 'two_categories'
  | 'two_windows'
  | 'relationship_and_regions'
  | 'regions_of_a_month'
  | 'many_conditions';
/** What answers what. A shape must have exactly one row. */
interface Row {
  readonly when: (shape: Shape) => boolean;
  readonly expected: Expected;
}

const hasPairs = ({ set, window, second }: Shape) => set !== 'scale' && window === 'season' && second === 'at the cut';
const conditions = ({ regions, relation, second }: Shape) => 1 + Number(regions) + Number(relation !== 'none') + Number(second !== 'none');
const alone = ({ second, relation, visits }: Shape) => second === 'none' && relation === 'none' && !visits;
const TABLE: readonly Row[] = [
  { when: (shape) => shape.visits, expected: 'needs_quote' },
  { when: (shape) => alone(shape) && shape.window === 'month' && !shape.regions, expected: 'answered' },
  { when: (shape) => alone(shape) && shape.window === 'month' && shape.regions && shape.set === 'scale', expected: 'answered' },
  { when: (shape) => alone(shape) && shape.window === 'month' && shape.regions && shape.set !== 'scale', expected: 'regions_of_a_month' },
  { when: (shape) => alone(shape) && shape.window === 'season', expected: 'answered' },
  {
    when: (shape) => !shape.visits && shape.second === 'none' && shape.relation !== 'none' && !shape.regions,
    expected: 'answered',
  },
  {
    when: (shape) => !shape.visits && shape.second === 'none' && shape.relation !== 'none' && shape.regions,
    expected: 'relationship_and_regions',
  },
  { when: (shape) => !shape.visits && conditions(shape) === 2 && shape.second !== 'none' && hasPairs(shape), expected: 'answered' },
  {
    when: (shape) =>
      !shape.visits && conditions(shape) === 2 && (shape.second === 'at the cut' || shape.second === 'across the cut') && !hasPairs(shape),
    expected: 'two_categories',
  },
  { when: (shape) => !shape.visits && conditions(shape) === 2 && shape.second === 'in another window', expected: 'two_windows' },
  { when: (shape) => !shape.visits && conditions(shape) > 2 && shape.second !== 'none', expected: 'many_conditions' },
];

const SETS: Readonly<Record<Shape['set'], MarketShape>> = { pilot: PILOT_SHAPE, scale: SCALE_SHAPE, strict: STRICT_SHAPE };
const WINDOWS = { month: '2025-03', season: '2025-spring' } as const;

function everyShape(): readonly Shape[] {
  const shapes: Shape[] = [];
  for (const set of ['pilot', 'scale', 'strict'] as const)
    for (const window of ['month', 'season'] as const)
      for (const regions of [false, true])
        for (const relation of ['none', 'counted', 'difference'] as const)
          for (const second of ['none', 'at the cut', 'across the cut', 'in another window'] as const)
            for (const visits of [false, true]) {
              // A relationship is about a season; the grammar has none without it, and no fifth condition.
              if (relation !== 'none' && window === 'month') continue;
              if (conditions({ set, window, regions, relation, second, visits }) + Number(visits) > 4) continue;
              shapes.push({ set, window, regions, relation, second, visits });
            }
  return shapes;
}

/** Every audience of a shape: every relationship of its kind, every level at the cut. */
function audiencesOf(shape: Shape): readonly Audience[] {
  const market = SETS[shape.set];
  const cut = market.bandEdges.indexOf(100);
  const last = market.bandEdges.length - 1;
  const window = WINDOWS[shape.window];
  const relations: readonly (typeof RELATIONS)[number][] = {
    none: ['any'],
    counted: ['lapsed', 'loyal'],
    difference: ['new', 'not_lapsed', 'not_loyal'],
  }[shape.relation] as readonly (typeof RELATIONS)[number][]; // the literals above are relations
  const levels = [
    { from: 0, to: cut - 1 },
    { from: cut, to: last },
    { from: 0, to: last },
  ];
  const seconds = {
    none: [undefined],
    'at the cut': levels.map((bands) => ({ window, bands })),
    'across the cut': [{ window, bands: { from: 1, to: cut } }],
    'in another window': [{ window: '2025-summer', bands: { from: cut, to: last } }],
  }[shape.second];
  const firsts = shape.second === 'at the cut' ? levels : [{ from: cut, to: last }];
  return firsts.flatMap((bands) =>
    seconds.flatMap((second) =>
      relations.map((relation): Audience => {
        const list: Condition[] = [{ kind: 'spend', category: 'garden', window, bands }];
        if (second !== undefined) list.push({ kind: 'spend', category: 'category-3', ...second });
        if (shape.relation !== 'none') list.push({ kind: 'relationship', relation });
        if (shape.regions) list.push({ kind: 'regions', regions: market.regions.slice(0, 2) });
        if (shape.visits) list.push({ kind: 'visits', category: 'garden', window, visits: { from: 1, to: 2 } });
        return { format: 'florin-audience/1', conditions: list };
      }),
    ),
  );
}

const counts: CellCount = (_, table) => (table.dimensions.includes('channels') ? 500 : 100);
const shelves = Object.fromEntries(
  Object.entries(SETS).map(([set, shape]) => [
    set,
    [
      ...['2025-03', '2025-spring', '2025-summer'].map((window) => aRelease(window, counts, shape)),
      aSlice('2025-spring', counts, shape),
    ] satisfies Release[],
  ]),
);

describe('every shape of the grammar', () => {
  const nameOf = (shape: Shape) =>
    [
      shape.set,
      shape.window,
      shape.regions ? 'regions' : '',
      shape.relation === 'none' ? '' : `relationship (${shape.relation})`,
      shape.second === 'none' ? '' : `second category ${shape.second}`,
      shape.visits ? 'visits' : '',
    ]
      .filter((word) => word !== '')
      .join(', ');
  test('has exactly one row in the table of what answers what', () => {
    expect(
      everyShape()
        .filter((shape) => TABLE.filter((row) => row.when(shape)).length !== 1)
        .map(nameOf),
    ).toEqual([]);
    expect(everyShape()).toHaveLength(3 * (16 + 48 - 6));
  });

  test.each(everyShape().map((shape) => ({ shape, name: nameOf(shape) })))('$name', ({ shape }) => {
    const expected = TABLE.find((row) => row.when(shape))?.expected;
    for (const audience of audiencesOf(shape)) {
      const releases = shelves[shape.set] ?? [];
      const reach = computeReach({ releases, audience, channels: ['push'], holdoutPercent: 10 });
      const found = reach.kind === 'answered' ? reach.kind : reach.reason;
      expect(found, JSON.stringify(audience.conditions)).toBe(expected);
      expect(reach.kind === 'rough').toBe(expected !== 'answered' && expected !== 'needs_quote');
    }
  });
});
