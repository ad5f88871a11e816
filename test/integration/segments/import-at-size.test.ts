import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { csvPayments } from '#bank/segments/import/csv-payments.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { Mapping } from '#bank/segments/import/mapping.ts';
import { parquetPayments } from '#bank/segments/import/parquet-payments.ts';
import { writeParquet } from '../../support/parquet-file.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

/** Several of the engine's row groups, so that it works on them side by side. */
const ROWS = 300_000;
/** Rows n and n + HALF are equal. */
const HALF = ROWS / 2;
const REFUSED_EVERY = 25_000;
const MAPPING = Mapping.parse({
  format: 'florin-mapping/1',
  customer: { column: 'customer' },
  timestamp: { column: 'paid', format: 'yyyy-MM-dd HH:mm:ss' },
  merchant: { column: 'shop' },
  category: { column: 'category' },
  amount: { column: 'euros' },
});

interface Row {
  readonly customer: string;
  readonly paid: string;
  readonly shop: string;
  readonly category: string;
  readonly euros: string;
}

function rowOf(index: number): Row {
  const place = index % HALF;
  const isRefused = index % REFUSED_EVERY === 7;
  return {
    customer: index % REFUSED_EVERY === 9 ? `\u00a0klant ${index}` : `klant ${place % 5_000}`,
    paid: `2025-0${3 + (place % 2)}-1${place % 9} 1${place % 10}:00:0${place % 7}`,
    shop: `Café ${place % 40}`,
    category: place % 3 === 0 ? 'a' : 'b',
    euros: isRefused ? '0' : `${1 + (place % 977)}.50`,
  };
}

let market: TemporarySegments;
beforeEach(async () => {
  market = await openTemporarySegments({ name: 'size', currency: 'EUR', categories: [{ id: 'a' }, { id: 'b' }], regions: [] });
});
afterEach(() => market.remove());

test.each(['csv', 'parquet'] as const)(
  'a large %s file: refused rows are named by their lines, odd ids count, and equal rows far apart are payments of their own, once for ever',
  async (format) => {
    const text = path.join(market.folder, 'payments.csv');
    const lines = Array.from({ length: ROWS }, (_, index) => Object.values(rowOf(index)).join(','));
    await writeFile(text, `${Object.keys(rowOf(0)).join(',')}\n${lines.join('\n')}\n`);
    const file = format === 'csv' ? text : path.join(market.folder, 'payments.parquet');
    if (format === 'parquet')
      await writeParquet(
        file,
        `SELECT * FROM read_csv('${text.replaceAll("'", "''")}', all_varchar = true, header = true, delim = ',', quote = '')`,
      );
    const importFile = () =>
      importPayments(market.bank, {
        file,
        reader: format === 'csv' ? csvPayments(MAPPING) : parquetPayments(MAPPING),
        publishedWindows: NOTHING_PUBLISHED,
      });
    const refused = Array.from({ length: ROWS / REFUSED_EVERY }, (_, index) => index * REFUSED_EVERY + 7);
    const report = await importFile();
    expect(report).toMatchObject({
      rowsRead: ROWS,
      imported: ROWS - refused.length,
      duplicates: 0,
      byReason: { amount_zero: refused.length },
    });
    expect(report.rejections.map(({ line }) => line)).toEqual(refused.map((index) => index + (format === 'csv' ? 2 : 1)));
    expect((await market.store.summary()).payments).toBe(ROWS - refused.length);
    expect(await importFile()).toMatchObject({ imported: 0, duplicates: ROWS - refused.length });
  },
  120_000,
);
