import { beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { tableSizes } from '#bank/privacy/release/build-release.ts';
import type { CellSource } from '#bank/privacy/release/ports.ts';
import { publishRelease } from '#bank/privacy/release/publish-release.ts';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import { Profile, type ReleaseTable } from '#shared/market/profile.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { decodeTable } from '#shared/reach/decode-table.ts';
import { binomialLowerBound, chiSquareTwoSided, upperNormalPoint } from '../support/exact-tests.ts';
import { memoryLedger, memoryReleases } from '../support/memory-ports.ts';
import { bitsOf, runsOf } from '../support/nightly.ts';

/** Noise audits of the real way to a release: charge, cells, noise, signature, file, and what a reader decodes. Unseeded in the nightly run. */
const REBUILDS = 12;
/** Chance that a sound bank fails one test. */
const FALSE_ALARM = 1e-6;

const privatePem = newPrivateKey();
const signer = releaseSigner(privatePem);
const checks = releaseChecks(publicKeyOf(privatePem));
const MERCHANTS = ['a', 'b', 'c'].map((letter) => ({
  id: `0190a000-0000-7000-8000-00000000000${letter}`,
  categoryId: 'garden',
  paymentMerchantIds: [letter],
}));
let profile: Profile;
beforeAll(async () => {
  profile = await loadProfile('pilot');
});

/** The exact count of one cell of a table; slices are tables with the merchant's place in their name. */
type Counts = (table: string, cell: number) => number;
const GARDENS: Counts = (table, cell) => (cell % 7 === 0 ? 0 : (cell * 13 + table.length) % 90);

interface PublishedTable {
  readonly name: string;
  readonly sigma2: number;
  readonly rho: number;
  readonly exact: readonly number[];
  readonly noisy: readonly number[];
}
interface Published {
  readonly files: readonly string[];
  readonly tables: readonly PublishedTable[];
}

/** Publishes one window of data by the real path and reads every file back. */
async function publish(window: string, counts: Counts, random: RandomBits, wanted = profile): Promise<Published> {
  const cellsOf = (name: string, table: Pick<ReleaseTable, 'dimensions'>) =>
    Int32Array.from({ length: tableSizes(wanted, table).reduce((product, size) => product * size, 1) }, (_, cell) => counts(name, cell));
  const cells: CellSource = {
    cellsOfWindow: async ({ tables }) => tables.map((table) => ({ tableId: table.id, counts: cellsOf(table.id, table) })),
    slicesOfWindow: async ({ table, merchants }) =>
      merchants.map(({ id }, place) => ({ merchantId: id, counts: cellsOf(`${table.id} ${place}`, table) })),
  };
  const releases = memoryReleases();
  const today = '2026-03-02';
  const now = `${today}T08:00:00.000Z`;
  const stored = await publishRelease(
    { profile: wanted, window, today, now, publishedAt: now, merchants: MERCHANTS },
    { cells, ledger: memoryLedger(), releases, signer, checks, random },
  );
  const slices = await Promise.all(MERCHANTS.map(({ id }) => releases.findSlice(stored.id, id)));
  const files = [stored.file, ...slices.flatMap((slice) => (slice === undefined ? [] : [slice.file]))];
  const tables = files.flatMap((file, place) =>
    openRelease(file, checks).tables.map((table): PublishedTable => {
      const name = place === 0 ? table.id : `${table.id} ${place - 1}`;
      const noisy = [...decodeTable(table).counts];
      return {
        name,
        sigma2: fractionToNumber(parseFraction(table.sigma2)),
        rho: fractionToNumber(parseFraction(table.rho)),
        exact: noisy.map((_, cell) => counts(name, cell)),
        noisy,
      };
    }),
  );
  return { files, tables };
}

const noiseOf = ({ exact, noisy }: PublishedTable) => noisy.map((count, cell) => count - (exact[cell] ?? 0));

/** Tables whose noise has not the stated variance, or has a cell without any, over some rebuilds of the same data. */
function noiseProblems(rebuilds: readonly Published[]): readonly string[] {
  return (rebuilds[0]?.tables ?? []).flatMap(({ name, sigma2, noisy }, place) => {
    const same = rebuilds.flatMap((each) => each.tables[place] ?? []);
    const constant = noisy.filter((count, cell) => same.every((each) => each.noisy[cell] === count)).length;
    const noise = same.flatMap(noiseOf);
    const squares = noise.reduce((sum, value) => sum + value ** 2, 0) / sigma2;
    const p = chiSquareTwoSided(squares, noise.length);
    return [
      ...(constant > 0 ? [`${name}: ${constant} cells never change`] : []),
      ...(p < FALSE_ALARM ? [`${name}: variance ${(sigma2 * squares) / noise.length} instead of ${sigma2}, p ${p}`] : []),
    ];
  });
}

const rebuild = (window: string, random: RandomBits, wanted = profile) =>
  Promise.all(Array.from({ length: REBUILDS }, () => publish(window, GARDENS, random, wanted)));

describe('twelve rebuilds of the same data', () => {
  test.each(['2025-03', '2025-spring'])(
    '%s: no cell is constant, and the noise of every table has exactly the stated variance',
    async (window) => {
      const rebuilds = await rebuild(window, bitsOf(`rebuilds ${window}`));
      expect(noiseProblems(rebuilds)).toEqual([]);
      expect(rebuilds[0]?.tables.map(({ name }) => name)).toEqual(
        window === '2025-03'
          ? ['month-category-band']
          : [
              'season-category-band',
              'season-category-band-region',
              'season-category-pairs',
              'season-population',
              ...MERCHANTS.map((_, place) => `season-relationship-band ${place}`),
            ],
      );
    },
  );

  test('empty cells go below zero as often as above', async () => {
    const random = bitsOf('empty cells');
    const noisy = (await Promise.all(Array.from({ length: REBUILDS }, () => publish('2025-spring', () => 0, random)))).flatMap(
      ({ tables }) => tables.flatMap((table) => table.noisy),
    );
    const below = noisy.filter((count) => count < 0).length;
    const nonZero = noisy.filter((count) => count !== 0).length;
    expect(Math.abs(below - nonZero / 2)).toBeLessThan(5 * Math.sqrt(nonZero / 4));
  });

  test('a table without noise, with a tenth less of it, or with σ for σ² is told apart', async () => {
    const sound = await rebuild('2025-spring', bitsOf('broken tables'));
    const changed = (change: (noise: number, table: PublishedTable) => number) =>
      sound.map(({ tables, files }) => ({
        files,
        tables: tables.map((table, place) =>
          place === 1 ? { ...table, noisy: noiseOf(table).map((noise, cell) => (table.exact[cell] ?? 0) + change(noise, table)) } : table,
        ),
      }));
    expect(noiseProblems(changed(() => 0)).join()).toMatch(/^season-category-band-region: 240 cells never change/);
    expect(noiseProblems(changed((noise) => Math.trunc(noise * 0.9))).join()).toMatch(/^season-category-band-region: variance/);
    expect(noiseProblems(changed((noise, { sigma2 }) => Math.trunc(noise / sigma2 ** 0.25))).join()).toMatch(/variance/);
  });
});

test('which cells are published, their order and the size of every file never depend on the data', async () => {
  const banks: readonly Counts[] = [
    () => 0,
    (_, cell) => (cell === 0 ? 1 : 0),
    GARDENS,
    () => 2_000_000,
    (table, cell) => (table.endsWith('population') ? 0 : cell),
    (table, cell) => (table.includes('pairs') || table.endsWith('1') ? 0 : cell * 1_000),
  ];
  for (const window of ['2025-03', '2025-spring']) {
    const published = await Promise.all(banks.map((counts) => publish(window, counts, bitsOf('support'))));
    const forms = published.map(({ files }) =>
      files.map((file) => {
        const { tables, ...head } = openRelease(file, checks);
        return {
          size: file.length,
          head: { ...head, sha256: '' },
          tables: tables.map((table) => ({ ...table, counts: table.counts.length })),
        };
      }),
    );
    for (const form of forms) expect(form).toEqual(forms[0]);
  }
});

test('identical snapshots in two windows get different noise, without correlation', async () => {
  const random = bitsOf('two windows');
  const [march, april] = await Promise.all(['2025-03', '2025-04'].map((window) => publish(window, GARDENS, random)));
  const [spring, summer] = await Promise.all(['2025-spring', '2025-summer'].map((window) => publish(window, GARDENS, random)));
  const standard = (published: Published | undefined) =>
    (published?.tables ?? []).flatMap((table) => noiseOf(table).map((noise) => noise / Math.sqrt(table.sigma2)));
  const pairs = [
    [standard(march), standard(april)],
    [standard(spring), standard(summer)],
  ] as const;
  for (const [one, other] of pairs) {
    expect(one.length).toBe(other.length);
    const correlation = one.reduce((sum, value, cell) => sum + value * (other[cell] ?? 0), 0) / one.length;
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(one.length));
  }
});

describe('the privacy loss that can be measured', () => {
  const GAMES = runsOf(400, 2_500);
  /** Cells of the customer that is looked for: K categories, their pairs, a region and ten slices, at worst; here as many as each table allows. */
  const worstCase = ({ rho, sigma2, exact }: PublishedTable) => {
    const cells = Math.min(exact.length, Math.round(2 * rho * sigma2));
    return Array.from({ length: cells }, (_, index) => Math.floor((index * exact.length) / cells));
  };
  /** A slice is charged for all merchants together, so a customer is in one cell of each of these three and no more. */
  const cellsOf = (table: PublishedTable) => (table.name.startsWith('season-relationship') ? [0] : worstCase(table));

  /** Share of right guesses by likelihood ratio whether one customer is in the data, given some releases of it, and the μ that it proves. */
  async function audit(seed: string, releasesPerGame: number, wanted = profile) {
    const random = bitsOf(seed);
    const sample = await publish('2025-spring', () => 0, random, wanted);
    const added = new Map(sample.tables.map((table) => [table.name, new Set(cellsOf(table))]));
    let right = 0;
    for (let game = 0; game < GAMES; game += 1) {
      const isIn = game % 2 === 1;
      let logRatio = 0;
      for (let count = 0; count < releasesPerGame; count += 1) {
        const { tables } = await publish(
          '2025-spring',
          (name, cell) => (isIn && added.get(name)?.has(cell) === true ? 1 : 0),
          random,
          wanted,
        );
        // ln of P(x | in) / P(x | out) is (2x − 1)/(2σ²) in each cell of the customer, with the variance that the file states.
        for (const table of tables)
          for (const cell of added.get(table.name) ?? []) logRatio += (2 * (table.noisy[cell] ?? 0) - 1) / (2 * table.sigma2);
      }
      if (logRatio > 0 === isIn) right += 1;
    }
    const atLeast = binomialLowerBound(right, GAMES, FALSE_ALARM);
    const cells = [...added].map(([name, set]) => set.size / (sample.tables.find((table) => table.name === name)?.sigma2 ?? 1));
    return {
      right,
      declared: Math.sqrt(cells.reduce((sum, value) => sum + value, 0)),
      // A likelihood-ratio guess with equal priors is right with probability Φ(μ/2).
      proven: Math.max(0, -2 * upperNormalPoint(atLeast)),
    };
  }

  test('is not above what a season’s release is charged', { timeout: 900_000 }, async () => {
    const { right, declared, proven } = await audit('mu', 1);
    process.stdout.write(`audit of mu: ${right} of ${GAMES} right, proves ${proven.toFixed(3)}, declared ${declared.toFixed(3)}\n`);
    expect(proven).toBeLessThanOrEqual(declared);
    // The audit can see something: a blind one would be right half the time. Expected Φ(0.2) = 0.58.
    expect(right / GAMES).toBeGreaterThan(0.5);
  });

  test('shows a window that was published twelve times for one charge', { timeout: 900_000 }, async () => {
    // One small table is enough, and quicker: μ is √(2/10) = 0.447 for one publication, 1.55 for twelve.
    const small = Profile.parse({
      name: 'small',
      currency: 'EUR',
      categories: ['garden', 'toys', 'books'].map((id) => ({ id, bandEdges: [0, 100] })),
      bandEdges: [0, 100],
      regions: [],
      categoriesPerCustomer: 2,
      tables: [{ id: 'season-category-band', window: 'season', dimensions: ['category', 'band'], sigma2: '10' }],
    });
    const { declared, proven } = await audit('mu twelve', 12, small);
    expect(proven).toBeGreaterThan(declared);
  });
});
