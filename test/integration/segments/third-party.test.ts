import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import type { ExactDimension } from '#bank/segments/port.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { NOTHING_PUBLISHED, openTemporarySegments } from '../../support/temporary-segments.ts';

/**
 * Data that nobody here wrote, with counts that two other programs made. It lies beside the repository on machines that have it; elsewhere these
 * checks are skipped and say so.
 */
const DATA = path.resolve(import.meta.dirname, '../../../../shared/data');
const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');
const BAND_EDGES = [0, 10, 25, 50, 100, 250, 500, 1000];
const Truth = z.record(z.string(), z.unknown());
const Cells = z.array(z.record(z.string(), z.union([z.string(), z.number()])));

interface ThirdPartySet {
  readonly folder: string;
  readonly file: string;
  readonly profile: (truth: z.infer<typeof Truth>) => Promise<ProfileInput>;
  readonly mapping: (truth: z.infer<typeof Truth>) => Promise<unknown>;
  readonly report: Record<string, unknown>;
  readonly by: readonly (readonly ExactDimension[])[];
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const slug = (text: string) => text.replaceAll(/[^A-Za-z0-9_]+/g, '-');
const namesOf = (truth: z.infer<typeof Truth>, list: string, key: string) => [
  ...new Set(Cells.parse(truth[list]).map((cell) => String(cell[key]))),
];
const slugs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, slug(name)]));
const ids = (names: readonly string[]) => names.map((name) => ({ id: slug(name) }));

const SETS: readonly ThirdPartySet[] = [
  {
    folder: 'sparkov-small',
    file: 'transactions.csv',
    // The profile's own types are checked when the market is opened.
    profile: async () => (await readJson(path.join(FIXTURES, 'sparkov.profile.json'))) as ProfileInput,
    mapping: () => readJson(path.join(FIXTURES, 'sparkov.mapping.json')),
    report: { rowsRead: 20_088, imported: 20_088, rejected: 0 },
    by: [['category', 'month', 'band'], ['category', 'month'], ['category'], ['month'], ['category', 'month', 'region']],
  },
  {
    folder: 'completejourney-small',
    file: 'transactions.csv',
    profile: async (truth) => ({
      name: 'completejourney',
      currency: 'USD',
      categories: ids(namesOf(truth, 'by_category', 'category')),
      bandEdges: BAND_EDGES,
      regions: [],
      ageBands: namesOf(truth, 'by_category_month_age', 'age').map((id) => ({ id, adult: true })),
    }),
    mapping: async (truth) => ({
      format: 'florin-mapping/1',
      customer: { column: 'customer' },
      timestamp: { column: 'timestamp', format: 'yyyy-MM-dd HH:mm:ss' },
      merchant: { column: 'merchant' },
      category: { column: 'category', values: slugs(namesOf(truth, 'by_category', 'category')) },
      amount: { column: 'amount' },
      ageBand: { column: 'age_band' },
      ignoredColumns: ['region'],
    }),
    report: { rowsRead: 12_655, imported: 12_565, byReason: { amount_zero: 90 } },
    by: [['category', 'month', 'band'], ['category', 'month'], ['category'], ['month']],
  },
  {
    folder: 'uci-online-retail-small',
    file: 'online_retail.csv',
    profile: async (truth) => ({
      name: 'online-retail',
      market: 'GB',
      currency: 'GBP',
      timeZone: 'Europe/London',
      categories: [...ids(namesOf(truth, 'by_category', 'category')), { id: 'other' }],
      bandEdges: BAND_EDGES,
      regions: ids([...namesOf(truth, 'by_category_month_region', 'region'), 'Sweden']),
      refunds: 'reject',
    }),
    mapping: async (truth) => ({
      format: 'florin-mapping/1',
      customer: { column: 'CustomerID' },
      timestamp: { column: 'InvoiceDate', format: 'yyyy-MM-dd HH:mm:ss' },
      merchant: { constant: 'online-shop' },
      category: { column: 'StockCode', firstCharacters: 2, unknown: { category: 'other' } },
      amount: { product: ['Quantity', 'UnitPrice'] },
      region: { column: 'Country', values: slugs([...namesOf(truth, 'by_category_month_region', 'region'), 'Sweden']) },
      ignoredColumns: ['InvoiceNo', 'Description'],
    }),
    report: { rowsRead: 6_499, imported: 4_637, byReason: { amount_negative: 107, customer_empty: 1_755 } },
    by: [['category', 'month', 'band'], ['category', 'month'], ['category'], ['month'], ['category', 'month', 'region']],
  },
];

describe.each(SETS)('$folder', ({ folder, file, profile, mapping, report, by }) => {
  const source = path.join(DATA, folder);
  const isPresent = existsSync(source);
  if (!isPresent) console.warn(`skipped: ${source} is not on this machine`);

  test.skipIf(!isPresent)('imports every counted row and counts them as the independent programs did, cell by cell', async () => {
    const truth = Truth.parse(await readJson(path.join(source, 'truth.json')));
    const market = await openTemporarySegments(await profile(truth));
    try {
      const options = { file: path.join(source, file), mapping: Mapping.parse(await mapping(truth)), publishedWindows: NOTHING_PUBLISHED };
      expect(await importPayments(market.bank, options)).toMatchObject({ ...report, duplicates: 0 });
      for (const dimensions of by) {
        const expected = Cells.parse(truth[`by_${dimensions.join('_')}`]).map(({ transactions: _, ...cell }) => ({
          ...cell,
          ...('category' in cell ? { category: slug(String(cell['category'])) } : {}),
          ...('region' in cell ? { region: slug(String(cell['region'])) } : {}),
        }));
        const actual = await market.store.exactCounts({ by: dimensions });
        const sorted = (cells: readonly object[]) => cells.map((cell) => JSON.stringify(cell, Object.keys(cell).sort())).sort();
        expect(sorted(actual)).toEqual(sorted(expected));
      }
      expect(await importPayments(market.bank, options)).toMatchObject({ imported: 0, duplicates: report['imported'] });
    } finally {
      await market.remove();
    }
  });
});
