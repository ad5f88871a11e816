import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { camtPayments } from '#bank/segments/import/camt/camt-payments.ts';
import { readCamt } from '#bank/segments/import/camt/read-camt.ts';
import { importPayments } from '#bank/segments/import/import-payments.ts';
import { EMPTY_DIRECTORY } from '#bank/segments/import/merchant-directory.ts';
import { PLAIN_STATEMENT_MAPPING } from '#bank/segments/import/statement-mapping.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from '../../support/temporary-segments.ts';

/**
 * Statements that nobody here wrote, each with what another reader made of it, in hundredths. They lie beside the repository on machines that have them;
 * elsewhere these checks are skipped and say so.
 */
const SAMPLES = path.resolve(import.meta.dirname, '../../../../shared/data/payment-formats/camt');
const isPresent = existsSync(SAMPLES);
if (!isPresent) console.warn(`skipped: ${SAMPLES} is not on this machine`);
const files = isPresent ? readdirSync(SAMPLES).filter((name) => name.endsWith('.xml')) : [];

const ExpectedEntry = z.object({
  getAmount: z.object({ getAmount: z.string(), getCurrency: z.object({ getCode: z.string() }) }),
  getCreditDebitIndicator: z.string(),
  getRecord: z.object({ getId: z.string() }),
});
const Expected = z.object({ getEntries: z.array(ExpectedEntry) });

interface Facts {
  readonly statementId: string;
  readonly currency: string;
  readonly indicator: string;
  /** Signed as the account sees it. */
  readonly hundredths: number;
}

async function expectedOf(name: string): Promise<readonly Facts[]> {
  const parsed = Expected.parse(JSON.parse(await readFile(path.join(SAMPLES, name.replace('.xml', '.json')), 'utf8')));
  return parsed.getEntries.map(({ getAmount, getCreditDebitIndicator, getRecord }) => ({
    statementId: getRecord.getId,
    currency: getAmount.getCurrency.getCode,
    indicator: getCreditDebitIndicator,
    hundredths: Number(getAmount.getAmount),
  }));
}

async function readOf(name: string): Promise<readonly Facts[]> {
  const found: Facts[] = [];
  for await (const entries of readCamt(path.join(SAMPLES, name)))
    for (const { statementId, currency, fields } of entries)
      found.push({
        statementId,
        currency,
        indicator: fields.indicator ?? '',
        hundredths: Math.round(Number(fields.amount) * 100) * (fields.indicator === 'DBIT' ? -1 : 1),
      });
  return found;
}

let market: TemporarySegments;
beforeAll(async () => {
  market = await openTemporarySegments({ name: 'samples', currency: 'EUR', categories: [{ id: 'any', mccs: ['5261'] }], regions: [] });
});
afterAll(() => market.remove());

const importSample = (name: string) =>
  importPayments(market.bank, {
    file: path.join(SAMPLES, name),
    reader: camtPayments(PLAIN_STATEMENT_MAPPING, EMPTY_DIRECTORY),
    publishedWindows: NOTHING_PUBLISHED,
  });

describe.skipIf(!isPresent)('CAMT samples', () => {
  test('there are samples of all three messages and of versions 1 to 8', () => {
    expect(files.length).toBeGreaterThanOrEqual(25);
  });

  // The other reader's list has only the last statement of a file of several, so that a file's entries are compared statement by statement.
  test.each(files.filter((name) => !name.endsWith('.wrong.xml')))(
    '%s: entries and sums are those that the other reader found, and the import reports them',
    async (name) => {
      const expected = await expectedOf(name);
      const found = await readOf(name);
      const statements = new Set(expected.map(({ statementId }) => statementId));
      expect(found.filter(({ statementId }) => statements.has(statementId))).toEqual(expected);
      if (!name.includes('multi')) expect(found).toHaveLength(expected.length);

      const report = await importSample(name);
      expect(report).toMatchObject({ imported: 0, rowsRead: report.rejected, statements: { entries: found.length } });
      const total = (indicator: string) =>
        found.filter((each) => each.indicator === indicator).reduce((sum, { hundredths }) => sum + Math.abs(hundredths), 0);
      const sums = report.statements?.sums ?? [];
      expect(sums.map(({ debit, credit }) => [Number(debit) * 100, Number(credit) * 100])).toEqual(
        found.length === 0 ? [] : [[total('DBIT'), total('CRDT')]],
      );
    },
  );

  test('the sample without a statement is refused as a whole', async () => {
    await expect(importSample('camt053.v2.wrong.xml')).rejects.toMatchObject({ code: 'import_failed' });
  });
});
