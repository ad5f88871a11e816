import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import type { ProfileInput } from '#shared/market/profile.ts';
import { NOTHING_PUBLISHED, openTemporarySegments } from '../support/temporary-segments.ts';

const PROFILE: ProfileInput = { name: 'property', currency: 'EUR', categories: [{ id: 'a' }, { id: 'b' }], regions: [] };
const MAPPING = Mapping.parse({
  format: 'florin-mapping/1',
  customer: { column: 'customer' },
  timestamp: { column: 'date', format: 'yyyy-MM-dd' },
  merchant: { column: 'shop' },
  category: { column: 'category' },
  amount: { column: 'cents', unit: 'minor' },
});

/** Few values, so that equal rows are common. */
const row = fc
  .tuple(
    fc.constantFrom('x', 'y'),
    fc.constantFrom('2025-03-01', '2025-04-02'),
    fc.constantFrom('s', 't'),
    fc.constantFrom('a', 'b'),
    fc.constantFrom(100, 250, -100),
  )
  .map((fields) => fields.join(','));

/** Counts how often each row occurs, and keeps the greatest count over all files: what a store that knows each payment once must hold. */
function expectedRows(files: readonly (readonly string[])[]): number {
  const most = new Map<string, number>();
  for (const file of files) {
    const counts = new Map<string, number>();
    for (const each of file) counts.set(each, (counts.get(each) ?? 0) + 1);
    for (const [each, count] of counts) most.set(each, Math.max(most.get(each) ?? 0, count));
  }
  return [...most.values()].reduce((sum, count) => sum + count, 0);
}

test('files that overlap in any way, in any order, leave every payment once; every row is accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), async (files) => {
      const market = await openTemporarySegments(PROFILE);
      try {
        for (const [index, rows] of [...files, ...files].entries()) {
          const file = path.join(market.folder, `${index}.csv`);
          await writeFile(file, `${['customer,date,shop,category,cents', ...rows].join('\n')}\n`);
          const report = await importPayments(market.bank, { file, mapping: MAPPING, publishedWindows: NOTHING_PUBLISHED });
          expect(report.imported + report.duplicates + report.rejected).toBe(report.rowsRead);
          if (index >= files.length) expect(report.imported).toBe(0);
        }
        expect((await market.store.summary()).payments).toBe(expectedRows(files));
      } finally {
        await market.remove();
      }
    }),
    { numRuns: 6 },
  );
});
