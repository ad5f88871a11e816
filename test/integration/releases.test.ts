import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import { seedMarket } from '#bank/market/synthetic/seed.ts';
import { chargeLedger } from '#bank/privacy/ledger/ledger.ts';
import { buildRelease, sliceTablesOfWindow, tablesOfWindow } from '#bank/privacy/release/build-release.ts';
import { publishDueWindows, publishWindow } from '#bank/releases/publish-window.ts';
import { readReleaseChecks } from '#bank/releases/signing-key.ts';
import { segmentsOfBank } from '#bank/segments/bank-segments.ts';
import type { SegmentStore } from '#bank/segments/port.ts';
import { type Bank, createDataDirectory, openBank } from '#bank/storage/data-directory.ts';
import { contractedMerchants } from '#bank/storage/repositories/accounts.ts';
import { privacyLedgerStore } from '#bank/storage/repositories/privacy-ledger.ts';
import { releaseStore } from '#bank/storage/repositories/releases.ts';
import type { Audience } from '#shared/audience/audience.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { computeReach } from '#shared/reach/reach.ts';
import { runBank } from '../support/bank-command.ts';
import { seededBits } from '../support/seeded-bits.ts';

const CUSTOMERS = 1_200;

let folder: string;
let data: string;
let bank: Bank;
let segments: SegmentStore;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-releases-'));
  data = path.join(folder, 'bank');
  await createDataDirectory(data, await loadProfile('pilot'));
  bank = await openBank(data);
  await seedMarket(bank, { customers: CUSTOMERS, seed: 7 });
  segments = segmentsOfBank(bank);
});
afterAll(async () => {
  await segments.close();
  await bank.close();
  await rm(folder, { recursive: true, force: true });
});

const cli = (...args: readonly string[]) => runBank(...args, '--json');

describe('a release of the seeded market', () => {
  test('is published, verified and shown by the command line; the second time it is refused', async () => {
    const file = path.join(folder, '2025-03.release');
    const published = await cli('release', 'publish', '--window', '2025-03', '--data', data, '--out', file);
    expect(published.stderr).toBe('');
    expect(JSON.parse(published.stdout)).toMatchObject({ id: 'nl-pilot-2025-03', publishedAt: '2025-04-02T06:00:00.000Z' });
    const shown = JSON.parse((await cli('release', 'show', '--release', file, '--data', data)).stdout);
    expect(shown).toMatchObject({ cells: 60, rho: '1/144', tables: [{ id: 'month-category-band', cells: 60 }] });
    expect(shown.tables[0].values).toHaveLength(60);
    expect(JSON.parse((await cli('release', 'verify', '2025-03', '--data', data)).stdout)).toMatchObject({ valid: true, cells: 60 });

    const again = await cli('release', 'publish', '--window', '2025-03', '--data', data);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toEqual({ error: { code: 'window_already_published', detail: { window: '2025-03' } } });
  });

  test('with one flipped byte is refused with a clear code and no stack trace', async () => {
    const bytes = await readFile(path.join(folder, '2025-03.release'));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    const damaged = path.join(folder, 'damaged.release');
    await writeFile(damaged, bytes);
    const answer = await cli('release', 'verify', '--release', damaged, '--data', data);
    expect(answer.code).toBe(1);
    expect(answer.stderr).toMatch(/^bank: the release is not valid: [^\n]*byte was changed[^\n]*\(release_invalid\)\n$/);
  });

  test('is signed with a key that only its owner can read', async () => {
    expect((await stat(path.join(data, 'keys', 'release-signing.pem'))).mode & 0o777).toBe(0o600);
  });

  test('has the audit log’s entry and the ledger’s charge', async () => {
    const events = await bank.database.selectFrom('audit_events').selectAll().where('event', '=', 'release.published').execute();
    expect(events.map((event) => event.subject)).toEqual(['nl-pilot-2025-03']);
    expect(await privacyLedgerStore(bank.database).entries()).toMatchObject([{ artefactId: 'nl-pilot-2025-03', rho: '1/144' }]);
  });

  test('a whole year of them costs exactly what the plan says', async () => {
    const published = await publishDueWindows(bank, segments);
    expect(published).toHaveLength(15);
    const ledger = JSON.parse((await cli('ledger', '--data', data)).stdout);
    expect(ledger).toMatchObject({ total: '383/900', cap: '1/2', reservedForReports: '1/20', left: '67/900', available: '1/225' });
    expect(ledger.artefacts).toHaveLength(16);
  });

  test('reach on the command line equals the pure function over the stored releases', async () => {
    const audience: Audience = {
      format: 'florin-audience/1',
      conditions: [{ kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } }],
    };
    const file = path.join(folder, 'audience.json');
    await writeFile(file, JSON.stringify(audience));
    const checks = await readReleaseChecks(bank.keysDirectory);
    const releases = (await releaseStore(bank.database).list()).map((stored) => toRelease(openRelease(stored.file, checks)));
    const expected = computeReach({ releases, audience, channels: bank.profile.channels, holdoutPercent: 10 });
    if (expected.kind !== 'answered') throw new Error(expected.kind);
    const answer = JSON.parse((await cli('reach', '--audience', file, '--data', data)).stdout);
    expect(answer.segment).toEqual(expected.segment);
    expect(answer.deliverable).toEqual(expected.deliverable);
    expect(answer.receipt.releaseId).toBe('nl-pilot-2025-spring');
  });

  test('the mean reach over 500 releases is the number of customers on the audience page of the same rule', async () => {
    const { now } = await bank.clock.read();
    const regions = bank.profile.regions.slice(0, 3).map((region) => region.id);
    const audience: Audience = {
      format: 'florin-audience/1',
      conditions: [
        { kind: 'spend', category: 'garden', window: '2025-spring', bands: { from: 2, to: 4 } },
        { kind: 'regions', regions },
      ],
    };
    const reachable = await segments.pageOfAudience({ audience, channels: bank.profile.channels, asOf: now, limit: 100_000 });
    const tables = tablesOfWindow(bank.profile, '2025-spring');
    const cells = await segments.cellsOfWindow({ profile: bank.profile, window: '2025-spring', tables, asOf: now });
    const random = seededBits('five hundred releases');
    const facts = { id: 'x', window: '2025-spring', publishedAt: now, keyId: '0'.repeat(16) };
    const runs = 500;
    let [segment, deliverable, sd] = [0, 0, 0];
    for (let index = 0; index < runs; index += 1) {
      const release = toRelease({ ...buildRelease(bank.profile, facts, tables, cells, random), sha256: '0'.repeat(64) });
      const reach = computeReach({ releases: [release], audience, channels: bank.profile.channels, holdoutPercent: 0 });
      if (reach.kind !== 'answered') throw new Error(reach.kind);
      segment += reach.segment.estimate / runs;
      deliverable += reach.reachable.estimate / runs;
      sd = reach.segment.sd;
    }
    // Who cannot be reached through any channel is in the segment and not on the page.
    expect(Math.abs(deliverable - reachable.customers.length)).toBeLessThan((5 * sd) / Math.sqrt(runs) + 0.05 * reachable.customers.length);
    expect(segment).toBeGreaterThanOrEqual(reachable.customers.length - (5 * sd) / Math.sqrt(runs));
  });

  test('the same holds for relationships and pairs: the mean over 500 releases and slices is the exact count, without bias', async () => {
    const { now, today } = await bank.clock.read();
    const { profile } = bank;
    const window = '2025-winter';
    const merchants = await contractedMerchants(bank.database, today);
    const own = merchants.find((merchant) => merchant.categoryId === 'garden');
    const sliceTable = sliceTablesOfWindow(profile, window)[0];
    if (own === undefined || sliceTable === undefined) throw new Error('no merchant');
    const spend = (category: string, from: number, to: number) => ({ kind: 'spend' as const, category, window, bands: { from, to } });
    const rules: readonly Audience[] = [
      ...(['new', 'lapsed', 'loyal', 'not_lapsed', 'not_loyal'] as const).map(
        (relation): Audience => ({
          format: 'florin-audience/1',
          conditions: [spend('garden', 0, 4), { kind: 'relationship', relation }],
        }),
      ),
      // Both from the pair cut on: €100 is the third band of either category.
      { format: 'florin-audience/1', conditions: [spend('clothing', 2, 4), spend('diy', 2, 4)] },
      { format: 'florin-audience/1', conditions: [spend('garden', 0, 1), spend('diy', 0, 4)] },
    ];
    const merchant = { id: own.id, merchants };
    const exact = await Promise.all(rules.map((audience) => segments.countOfAudience({ audience, asOf: now, merchant })));
    expect(Math.min(...exact)).toBeGreaterThan(0);
    const pages = await Promise.all(
      rules.map((audience) => segments.pageOfAudience({ audience, channels: profile.channels, asOf: now, limit: 100_000, merchant })),
    );
    const tables = tablesOfWindow(profile, window);
    const cells = await segments.cellsOfWindow({ profile, window, tables, asOf: now });
    const slices = await segments.slicesOfWindow({ profile, window, table: sliceTable, merchants, asOf: now });
    const counts = slices.find((slice) => slice.merchantId === own.id)?.counts ?? new Int32Array();
    const random = seededBits('five hundred slices');
    const facts = { id: 'x', window, publishedAt: now, keyId: '0'.repeat(16) };
    const sha256 = '0'.repeat(64);
    const runs = 500;
    const mean = rules.map(() => ({ segment: 0, reachable: 0, sd: 0 }));
    for (let index = 0; index < runs; index += 1) {
      const release = toRelease({ ...buildRelease(profile, facts, tables, cells, random), sha256 });
      const sliceFacts = { ...facts, id: 'y', merchant: { id: own.id, categoryId: own.categoryId } };
      const slice = toRelease({
        ...buildRelease(profile, sliceFacts, [sliceTable], [{ tableId: sliceTable.id, counts }], random),
        sha256,
      });
      rules.forEach((audience, place) => {
        const reach = computeReach({ releases: [release, slice], audience, channels: profile.channels, holdoutPercent: 0 });
        const sums = mean[place];
        if (reach.kind !== 'answered' || sums === undefined) throw new Error(reach.kind);
        sums.segment += reach.segment.estimate / runs;
        sums.reachable += reach.reachable.estimate / runs;
        sums.sd = reach.segment.sd;
      });
    }
    mean.forEach(({ segment, reachable, sd }, place) => {
      const tolerance = (5 * sd) / Math.sqrt(runs);
      expect(Math.abs(segment - (exact[place] ?? 0))).toBeLessThan(tolerance);
      // On the page are those of them who can be reached; the share is that of the market, so near theirs and not the same.
      const onPage = pages[place]?.customers.length ?? 0;
      expect(Math.abs(reachable - onPage)).toBeLessThan(tolerance + 0.05 * onPage);
    });
  });
});

test('a hundred charges at once on the real ledger get no more than there is room for', async () => {
  const other = path.join(folder, 'other');
  await createDataDirectory(other, await loadProfile('pilot'));
  const second = await openBank(other);
  try {
    const store = privacyLedgerStore(second.database);
    const { now } = await second.clock.read();
    // 1/2 less the bounds of reports, 1/20, and quotes, 1/50, is 43/100: room for 8 charges of 1/20.
    const charges = Array.from({ length: 100 }, (_, index) =>
      chargeLedger(store, second.profile, { chargedAt: now, kind: 'release', artefactId: `r${index}`, rho: '1/20' }),
    );
    const settled = await Promise.allSettled(charges);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    expect(await store.entries()).toHaveLength(8);
  } finally {
    await second.close();
  }
});

test('after every consent was withdrawn the next release is noise alone, with mean 0 and the variance it states', async () => {
  const { now } = await bank.clock.read();
  await bank.database.updateTable('consents').set({ withdrawn_at: now }).where('withdrawn_at', 'is', null).execute();
  await bank.database
    .updateTable('clock')
    .set({ offset_ms: String(Date.parse(now) - Date.now() + 95 * 86_400_000) })
    .execute();
  const checks = await readReleaseChecks(bank.keysDirectory);
  const stored = await publishWindow(bank, '2026-spring', segments);
  for (const table of toRelease(openRelease(stored.file, checks)).tables) {
    const [count, sigma2] = [table.counts.length, Number(table.sigma2)];
    const mean = table.counts.reduce((sum, value) => sum + value, 0) / count;
    const variance = table.counts.reduce((sum, value) => sum + value ** 2, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(sigma2 / count));
    expect(Math.abs(variance / sigma2 - 1)).toBeLessThan(6 * Math.sqrt(2 / count));
  }
});
