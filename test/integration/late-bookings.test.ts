import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listReleases, releaseFile } from '#bank/market/queries.ts';
import { ledgerYear } from '#bank/privacy/ledger/ledger.ts';
import type { CellBasis } from '#bank/privacy/release/ports.ts';
import { correctWindow, publishWindow, withdrawWindow } from '#bank/releases/publish-window.ts';
import { withPublishedWindows } from '#bank/releases/published-windows.ts';
import { releaseShelf } from '#bank/releases/release-shelf.ts';
import { readReleaseChecks } from '#bank/releases/signing-key.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import type { SegmentStore } from '#bank/segments/port.ts';
import { privacyLedgerStore } from '#bank/storage/repositories/privacy-ledger.ts';
import { releaseStore } from '#bank/storage/repositories/releases.ts';
import type { ProfileInput, ReleaseTable } from '#shared/market/profile.ts';
import { askBank } from '../support/bank-command.ts';
import { importRows, ROW_MAPPING } from '../support/payment-rows.ts';
import { openTemporaryBank, type TemporaryBank } from '../support/temporary-bank.ts';

const PROFILE: ProfileInput = {
  name: 'late-test',
  demo: true,
  demoToday: '2026-03-10',
  currency: 'EUR',
  categories: [{ id: 'garden' }, { id: 'pets' }],
  bandEdges: [0, 100],
  regions: [],
};

let temporary: TemporaryBank;
let segments: SegmentStore;
beforeAll(async () => {
  temporary = await openTemporaryBank(PROFILE);
  segments = segmentsOfBank(temporary.bank);
  await writeFile(path.join(temporary.folder, 'mapping.json'), JSON.stringify(ROW_MAPPING));
  await temporary.bank.database
    .insertInto('consents')
    .values(
      ['anna', 'bram'].map((customer_id) => ({
        customer_id,
        purpose: 'offers' as const,
        channel: null,
        granted_at: '2025-01-01T10:00:00.000Z',
        withdrawn_at: null,
        text_version: 'v1',
        language: 'nl',
        source: 'app',
      })),
    )
    .execute();
});
afterAll(async () => {
  await segments.close();
  await temporary.remove();
});

const cli = (...args: readonly string[]) => askBank(temporary.directory, ...args);

async function book(...rows: readonly string[]): Promise<void> {
  const report = await withPublishedWindows(temporary.bank.database, (publishedWindows) =>
    importRows(temporary, rows, { publishedWindows }),
  );
  expect(report.imported).toBe(rows.length);
}

/** Exact garden and pets cells of a window, band by band. */
async function cells(window: string, basis: CellBasis = 'counted'): Promise<readonly number[]> {
  const { profile, clock } = temporary.bank;
  const kind = window.length === 7 ? 'month' : 'season';
  const table: ReleaseTable = { id: 't', window: kind, dimensions: ['category', 'band'], sigma2: '1' };
  const [answer] = await segments.cellsOfWindow({ profile, window, tables: [table], asOf: (await clock.read()).now, basis });
  return [...(answer?.counts ?? [])];
}

test('a payment for a published month counts in the next one that is not, and the published month stays as it was', async () => {
  await book('anna,2025-12-05,shop,garden,60', 'anna,2026-01-05,shop,garden,60', 'bram,2026-01-06,shop,pets,20');
  await publishWindow(temporary.bank, '2025-12', segments);
  // By the command line, as an operator does it.
  const file = path.join(temporary.folder, 'late.csv');
  await writeFile(file, 'anna,2025-12-20,shop,garden,70\nbram,2025-12-21,shop,garden,10\n');
  expect(await cli('import', file, '--mapping', path.join(temporary.folder, 'mapping.json'))).toMatchObject({ imported: 2 });
  expect(await cells('2025-12')).toEqual([1, 0, 0, 0]);
  expect(await cells('2026-01')).toEqual([1, 1, 1, 0]);
  // The season adds the months in which payments count: each payment once.
  expect(await cells('2025-winter')).toEqual([1, 1, 1, 0]);
});

test('what is booked for a published season counts after it, also for a month of it that has no release', async () => {
  await publishWindow(temporary.bank, '2025-winter', segments);
  const published = await Promise.all([cells('2025-12'), cells('2026-01'), cells('2026-02'), cells('2025-winter')]);
  await book('bram,2025-12-22,shop,garden,200', 'bram,2026-02-22,shop,pets,200', 'bram,2026-03-01,shop,pets,5');
  expect(await Promise.all([cells('2025-12'), cells('2026-01'), cells('2026-02'), cells('2025-winter')])).toEqual(published);
  expect(await cells('2026-03')).toEqual([0, 1, 0, 1]);
});

test('exact counts go by booking, those of the eligible by counting', async () => {
  const booked = await segments.exactCounts({ by: ['month'] });
  expect(booked.map(({ month, total_cents }) => [month, total_cents])).toEqual([
    ['2025-12', 34_000],
    ['2026-01', 8_000],
    ['2026-02', 20_000],
    ['2026-03', 500],
  ]);
  const counted = await segments.exactCounts({ by: ['month'], eligibleAsOf: (await temporary.bank.clock.read()).now });
  expect(counted.map(({ month, total_cents }) => [month, total_cents])).toEqual([
    ['2025-12', 6_000],
    ['2026-01', 16_000],
    ['2026-03', 40_500],
  ]);
});

test('a correction counts what is booked by now, is listed beside its release, and withdrawing takes both away', async () => {
  const { bank } = temporary;
  expect(await cells('2025-12', 'booked')).toEqual([0, 2, 0, 0]);
  expect(await cells('2025-winter', 'booked')).toEqual([0, 2, 0, 1]);
  const corrected = await cli('release', 'correct', '--window', '2025-12');
  expect(corrected).toMatchObject({ id: 'nl-late-test-2025-12.c1', corrects: 'nl-late-test-2025-12' });
  await expect(correctWindow(bank, '2025-12', segments)).rejects.toMatchObject({ code: 'window_already_published' });
  await expect(correctWindow(bank, '2025-winter', segments)).rejects.toMatchObject({ code: 'quote_balance_exhausted' });

  const { now, today } = await bank.clock.read();
  const listed = async () => (await listReleases(bank, { merchantId: undefined }, today)).filter((release) => release.window === '2025-12');
  expect((await listed()).map((release) => release.id).sort()).toEqual(['nl-late-test-2025-12', 'nl-late-test-2025-12.c1']);
  const shelf = releaseShelf(bank.database, () => readReleaseChecks(bank.keysDirectory));
  expect(await shelf.usable(now)).toHaveLength(3);
  const charged = await privacyLedgerStore(bank.database).entries();

  expect(await cli('release', 'withdraw', '--window', '2025-12', '--reason', ' ')).toMatchObject({ error: { code: 'invalid_input' } });
  expect(await cli('release', 'withdraw', '--window', '2025-12', '--reason', 'a file was imported twice')).toEqual({
    window: '2025-12',
    withdrawn: ['nl-late-test-2025-12', 'nl-late-test-2025-12.c1'],
  });
  expect((await listed()).every((release) => release.withdrawn)).toBe(true);
  expect((await shelf.usable(now)).map((release) => release.window)).toEqual(['2025-winter']);
  await expect(releaseFile(bank, 'nl-late-test-2025-12.c1')).rejects.toMatchObject({ code: 'not_found' });
  expect(await privacyLedgerStore(bank.database).entries()).toEqual(charged);
  expect(ledgerYear(charged, bank.profile, today).quotesLeft).toBe(10);
  await expect(withdrawWindow(bank, '2025-12', 'again')).rejects.toMatchObject({ code: 'not_found' });
  await expect(publishWindow(bank, '2025-12', segments)).rejects.toMatchObject({ code: 'window_already_published' });

  const events = await bank.database
    .selectFrom('audit_events')
    .select(['event', 'subject'])
    .where('event', 'like', 'release.%')
    .orderBy('seq')
    .execute();
  expect(events.map(({ event, subject }) => `${event} ${subject}`)).toEqual([
    'release.published nl-late-test-2025-12',
    'release.published nl-late-test-2025-winter',
    'release.corrected nl-late-test-2025-12.c1',
    'release.withdrawn nl-late-test-2025-12',
    'release.withdrawn nl-late-test-2025-12.c1',
  ]);
  expect(await releaseStore(bank.database).find('nl-late-test-2025-12')).toMatchObject({ withdrawn: true });
});
