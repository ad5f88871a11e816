import { describe, expect, test } from 'vitest';
import type { CellSource } from '#bank/privacy/release/ports.ts';
import { type PublishRequest, publishRelease } from '#bank/privacy/release/publish-release.ts';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import { tableSizes } from '#bank/privacy/release/build-release.ts';
import { canonicalJson, type JsonValue } from '#shared/canonical-json.ts';
import { isAppError } from '#shared/errors.ts';
import { Profile } from '#shared/market/profile.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { memoryLedger, memoryReleases } from '../../support/memory-ports.ts';
import { seededBits } from '../../support/seeded-bits.ts';

const profile = Profile.parse({
  name: 'pilot',
  currency: 'EUR',
  categories: ['garden', 'toys', 'books'].map((id) => ({ id })),
  regions: ['noord', 'oost'].map((id) => ({ id })),
  categoriesPerCustomer: 2,
});
const privatePem = newPrivateKey();
const checks = releaseChecks(publicKeyOf(privatePem));

/** Exact counts that are all `value`. */
const flatCells = (value: number): CellSource => ({
  cellsOfWindow: async (request) =>
    request.tables.map((table) => ({
      tableId: table.id,
      counts: new Int32Array(tableSizes(request.profile, table).reduce((product, size) => product * size, 1)).fill(value),
    })),
  slicesOfWindow: async ({ merchants }) => merchants.map(({ id }) => ({ merchantId: id, counts: new Int32Array(10).fill(value) })),
});

function aPublisher(cells: Partial<CellSource> = flatCells(10), merchants: PublishRequest['merchants'] = []) {
  const ports = {
    cells: { ...flatCells(10), ...cells },
    ledger: memoryLedger(),
    releases: memoryReleases(),
    signer: releaseSigner(privatePem),
    checks,
    random: seededBits('release'),
  };
  const publish = (window: string, today = '2026-03-02') =>
    publishRelease({ profile, window, today, now: `${today}T08:00:00.000Z`, publishedAt: `${today}T08:00:00.000Z`, merchants }, ports);
  return { ...ports, publish };
}

describe('publishing', () => {
  test('a month holds the month table, whole, charged exactly', async () => {
    const bank = aPublisher();
    const stored = await bank.publish('2025-03');
    const release = toRelease(openRelease(stored.file, checks));
    expect(release).toMatchObject({ id: 'nl-pilot-2025-03', dataUntil: '2025-03-31', rho: '1/432', sha256: stored.sha256 });
    expect(release.tables.map((table) => [table.id, table.counts.length])).toEqual([['month-category-band', 15]]);
    expect(await bank.ledger.entries()).toMatchObject([{ kind: 'release', artefactId: 'nl-pilot-2025-03', rho: '1/432' }]);
  });

  test('a season holds its public tables, and the noise of every table is its own', async () => {
    const release = toRelease(openRelease((await aPublisher().publish('2025-spring')).file, checks));
    expect(release.tables.map((table) => table.counts.length)).toEqual([15, 30, 12, 32]);
    expect(new Set(release.tables.map((table) => [...table.counts.slice(0, 12)].join())).size).toBe(4);
    expect(release.tables[0]?.counts.every((count) => count === 10)).toBe(false);
  });

  test('the same window again is refused, charges nothing and leaves the file as it is', async () => {
    const bank = aPublisher();
    const first = await bank.publish('2025-03');
    await expect(bank.publish('2025-03')).rejects.toMatchObject({ code: 'window_already_published', detail: { window: '2025-03' } });
    expect(await bank.releases.list()).toEqual([first]);
    expect(await bank.ledger.entries()).toHaveLength(1);
  });

  test('a window that is open or too old is refused before anything is charged', async () => {
    const bank = aPublisher();
    await expect(bank.publish('2026-03')).rejects.toMatchObject({ code: 'window_not_closed', detail: { closesOn: '2026-04-01' } });
    await expect(bank.publish('2025-winter', '2026-02-28')).rejects.toMatchObject({ code: 'window_not_closed' });
    await expect(bank.publish('2024-11', '2026-03-02')).rejects.toMatchObject({ code: 'window_too_old' });
    expect(await bank.ledger.entries()).toEqual([]);
    await bank.publish('2024-12', '2026-03-02');
  });

  test('a season’s slices are signed files of their own, one per merchant, and the release is charged for them once', async () => {
    const merchants = ['0190a000-0000-7000-8000-00000000000a', '0190a000-0000-7000-8000-00000000000b'].map((id) => ({
      id,
      categoryId: 'garden',
      paymentMerchantIds: [`pay-${id}`],
    }));
    const bank = aPublisher(flatCells(10), merchants);
    await bank.publish('2025-spring');
    const [first, second] = await Promise.all(merchants.map(({ id }) => bank.releases.findSlice('nl-pilot-2025-spring', id)));
    const opened = toRelease(openRelease(first?.file ?? '', checks));
    expect(opened).toMatchObject({ merchant: { id: merchants[0]?.id, categoryId: 'garden' }, window: '2025-spring', rho: '1/160' });
    expect(opened.tables.map((table) => [table.dimensions, table.counts.length])).toEqual([[['relationship', 'band'], 10]]);
    expect(second?.file).not.toContain(first?.id);
    // K = 2: 2/144 + 2/432 + 10/1600 + 1/800 + 1/200.
    expect(await bank.ledger.entries()).toMatchObject([{ artefactId: 'nl-pilot-2025-spring', rho: '67/2160' }]);
    await bank.publish('2025-03');
    expect(await bank.releases.listSlices(merchants[0]?.id ?? '')).toHaveLength(1);
  });

  test('counts are not read when the ledger refuses', async () => {
    let reads = 0;
    const bank = aPublisher({ cellsOfWindow: async () => ((reads += 1), []) });
    await bank.ledger.appendExclusively(() => ({
      kind: 'release',
      artefactId: 'all',
      rho: '43/100',
      chargedAt: '2026-03-01T08:00:00.000Z',
    }));
    await expect(bank.publish('2025-03')).rejects.toMatchObject({ code: 'ledger_cap_reached' });
    expect(reads).toBe(0);
    expect(await bank.releases.list()).toEqual([]);
  });

  test('a failure after the charge keeps the charge, stores nothing, and the next attempt goes on under it', async () => {
    const whole = flatCells(10);
    let failing = true;
    const bank = aPublisher({
      cellsOfWindow: async (request) => {
        if (failing) throw new Error('the disk is gone');
        return whole.cellsOfWindow(request);
      },
    });
    await expect(bank.publish('2025-03')).rejects.toThrow('the disk is gone');
    expect(await bank.ledger.entries()).toHaveLength(1);
    expect(await bank.releases.list()).toEqual([]);
    failing = false;
    await bank.publish('2025-03');
    expect(await bank.ledger.entries()).toHaveLength(1);
  });

  test('cells that are incomplete are refused', async () => {
    const bank = aPublisher({ cellsOfWindow: async () => [{ tableId: 'month-category-band', counts: new Int32Array(14) }] });
    await expect(bank.publish('2025-03')).rejects.toThrow(RangeError);
    expect(await bank.releases.list()).toEqual([]);
  });

  test('two publications of one window at once leave one release and one charge', async () => {
    const bank = aPublisher();
    const both = await Promise.allSettled([bank.publish('2025-03'), bank.publish('2025-03')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await bank.ledger.entries()).toHaveLength(1);
  });
});

describe('verification', () => {
  const refusal = (file: string, trusted = checks) => {
    try {
      openRelease(file, trusted);
    } catch (error) {
      if (isAppError(error, 'release_invalid')) return error.detail.problem;
      throw error;
    }
    return undefined;
  };

  test('a file with any one byte flipped, in any bit, is refused', async () => {
    const { file } = await aPublisher().publish('2025-03');
    const bytes = Buffer.from(file, 'utf8');
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      expect(refusal(flipped.toString('utf8')), `byte ${at}`).toBeDefined();
    }
    expect(refusal(file)).toBeUndefined();
  });

  test('a file that is cut, extended or in other line ends is refused', async () => {
    const { file } = await aPublisher().publish('2025-03');
    for (const changed of [
      file.slice(0, -1),
      `${file}\n`,
      `${file} `,
      file.replaceAll('\n', '\r\n'),
      `\uFEFF${file}`,
      '',
      '\n\n',
      `${file}${file}`,
    ])
      expect(refusal(changed)).toBeDefined();
  });

  test('a release of another bank’s key is refused', async () => {
    const { file } = await aPublisher().publish('2025-03');
    expect(refusal(file, releaseChecks(publicKeyOf(newPrivateKey())))).toBe('signature_wrong');
  });

  test('signed content in another form than the bank writes is refused', async () => {
    const { file } = await aPublisher().publish('2025-03');
    const signer = releaseSigner(privatePem);
    const resigned = (line: string) => `${line}\ned25519 ${Buffer.from(signer.sign(Buffer.from(line))).toString('base64')}\n`;
    const line = file.split('\n')[0] ?? '';
    const payload = JSON.parse(line) as Record<string, JsonValue>; // this test wrote the file
    const tables = payload['tables'] as Record<string, JsonValue>[]; // a release holds tables
    const table = tables[0] ?? {};
    const withTable = (change: Record<string, JsonValue>) => canonicalJson({ ...payload, tables: [{ ...table, ...change }] });
    expect(refusal(resigned(line))).toBeUndefined();
    expect(refusal(resigned(line.replace('{', '{ ')))).toBe('not_canonical');
    expect(refusal(resigned(canonicalJson({ ...payload, extra: 1 })))).toBe('content_invalid');
    expect(refusal(resigned(canonicalJson({ ...payload, keyId: '0'.repeat(16) })))).toBe('signer_unknown');
    expect(refusal(resigned(canonicalJson({ ...payload, rho: '1/433' })))).toBe('charge_inconsistent');
    expect(refusal(resigned(withTable({ sizes: [5, 3] })))).toBe('sizes_inconsistent');
    expect(refusal(resigned(withTable({ counts: `${String(table['counts']).slice(0, -4)}` })))).toBe('counts_malformed');
    expect(refusal(resigned('not json at all'))).toBe('content_invalid');
  });
});
