import { describe, expect, test } from 'vitest';
import type { CellRequest, CellSource, SliceRequest } from '#bank/privacy/release/ports.ts';
import { correctRelease } from '#bank/privacy/release/correct-release.ts';
import { type PublishRequest, publishRelease } from '#bank/privacy/release/publish-release.ts';
import { tableSizes } from '#bank/privacy/release/build-release.ts';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import { loadProfile } from '#bank/market/load-profile.ts';
import { ledgerYear } from '#bank/privacy/ledger/ledger.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { memoryLedger, memoryReleases } from '../../support/memory-ports.ts';
import { seededBits } from '../../support/seeded-bits.ts';

const [pilot, scale] = await Promise.all([loadProfile('pilot'), loadProfile('scale')]);
const privatePem = newPrivateKey();
const checks = releaseChecks(publicKeyOf(privatePem));
const MERCHANTS = [{ id: '01900000-0000-7000-8000-000000000001', categoryId: 'garden', paymentMerchantIds: ['shop'] }];

/** A bank whose every cell is 10, and what was asked of its payments. */
function aBank(profile = pilot, changes: Partial<CellSource> = {}) {
  const asked: (CellRequest | SliceRequest)[] = [];
  const size = (table: CellRequest['tables'][number]) => tableSizes(profile, table).reduce((product, length) => product * length, 1);
  const ports = {
    cells: {
      cellsOfWindow: async (request: CellRequest) => {
        asked.push(request);
        return request.tables.map((table) => ({ tableId: table.id, counts: new Int32Array(size(table)).fill(10) }));
      },
      slicesOfWindow: async (request: SliceRequest) => {
        asked.push(request);
        return request.merchants.map(({ id }) => ({ merchantId: id, counts: new Int32Array(size(request.table)).fill(10) }));
      },
      ...changes,
    },
    ledger: memoryLedger(),
    releases: memoryReleases(),
    signer: releaseSigner(privatePem),
    checks,
    random: seededBits('correction'),
  };
  const requestOf = (window: string, today: string): PublishRequest => {
    const now = `${today}T08:00:00.000Z`;
    return { profile, window, today, now, publishedAt: now, merchants: MERCHANTS };
  };
  return {
    ...ports,
    asked,
    publish: (window: string, today = '2026-03-02') => publishRelease(requestOf(window, today), ports),
    correct: (window: string, tableIds?: readonly string[], today = '2026-03-03') =>
      correctRelease({ ...requestOf(window, today), tableIds }, ports),
    corrections: async () => (await ports.ledger.entries()).filter((entry) => entry.kind === 'correction'),
    quotesLeft: async () => ledgerYear(await ports.ledger.entries(), profile, '2026-03-03').quotesLeft,
  };
}

describe('a correction in the pilot', () => {
  test('of a month takes 6 of the 16 quotes and names the release that it corrects', async () => {
    const bank = aBank();
    await bank.publish('2025-03');
    const stored = await bank.correct('2025-03');
    expect(stored).toMatchObject({ id: 'nl-pilot-2025-03.c1', corrects: 'nl-pilot-2025-03', window: '2025-03' });
    const release = openRelease(stored.file, checks);
    expect(release).toMatchObject({ corrects: 'nl-pilot-2025-03', rho: '1/144', tables: [{ id: 'month-category-band' }] });
    expect(await bank.corrections()).toMatchObject([{ artefactId: 'nl-pilot-2025-03.c1', rho: '3/400' }]);
    expect(await bank.quotesLeft()).toBe(10);
  });

  test('counts what is booked for the window, where the release counted what counts in it', async () => {
    const bank = aBank();
    await bank.publish('2025-spring');
    await bank.correct('2025-spring', ['season-population', 'season-relationship-band']);
    expect(bank.asked.map((request) => request.basis)).toEqual(['counted', 'counted', 'booked', 'booked']);
  });

  test('of the regions of a season takes 12, so that a second one no longer fits: refused, and nothing is read', async () => {
    const bank = aBank();
    await bank.publish('2025-spring');
    await bank.publish('2025-summer');
    const release = openRelease((await bank.correct('2025-spring', ['season-category-band-region'])).file, checks);
    expect(release.tables.map((table) => table.id)).toEqual(['season-category-band-region']);
    expect(await bank.quotesLeft()).toBe(4);
    const before = bank.asked.length;
    const answer = bank.correct('2025-summer', ['season-category-band-region']);
    await expect(answer).rejects.toMatchObject({ code: 'quote_balance_exhausted', detail: { quotesLeft: 4 } });
    expect(bank.asked).toHaveLength(before);
    expect(await bank.corrections()).toHaveLength(1);
    expect(await bank.releases.list()).toHaveLength(3);
  });

  test('of a whole season never fits', async () => {
    const bank = aBank();
    await bank.publish('2025-spring');
    await expect(bank.correct('2025-spring')).rejects.toMatchObject({ code: 'quote_balance_exhausted', detail: { quotesLeft: 16 } });
    expect(bank.asked).toHaveLength(2);
    expect(await bank.corrections()).toEqual([]);
  });

  test('of the slices’ table publishes every merchant’s slice anew', async () => {
    const bank = aBank();
    await bank.publish('2025-spring');
    await bank.correct('2025-spring', ['season-population', 'season-relationship-band']);
    const slices = await bank.releases.listSlices(MERCHANTS[0]?.id ?? '');
    expect(slices.map((slice) => slice.releaseId)).toEqual(['nl-pilot-2025-spring', 'nl-pilot-2025-spring.c1']);
    expect(openRelease(slices[1]?.file ?? '', checks)).toMatchObject({
      corrects: 'nl-pilot-2025-spring',
      merchant: { categoryId: 'garden' },
    });
    // 4 quotes for the population and 5 for the slices
    expect(await bank.quotesLeft()).toBe(7);
  });
});

describe('a correction', () => {
  test('of a month of the scale profile takes 349 of the 1,800 quotes', async () => {
    const bank = aBank(scale);
    await bank.publish('2025-03');
    await bank.correct('2025-03', ['month-category-band', 'month-category-band-region']);
    expect(await bank.quotesLeft()).toBe(1_800 - 349);
  });

  test('is made once per release', async () => {
    const bank = aBank();
    await bank.publish('2025-03');
    await bank.correct('2025-03');
    await expect(bank.correct('2025-03')).rejects.toMatchObject({ code: 'window_already_published' });
    expect(await bank.corrections()).toHaveLength(1);
    expect(await bank.quotesLeft()).toBe(10);
  });

  test('needs a release, a window that is not too old, tables that there are', async () => {
    const bank = aBank();
    await expect(bank.correct('2025-03')).rejects.toMatchObject({ code: 'not_found' });
    await bank.publish('2024-12');
    await expect(bank.correct('2024-12', undefined, '2026-04-02')).rejects.toMatchObject({ code: 'window_too_old' });
    await bank.publish('2025-spring');
    await expect(bank.correct('2025-spring', ['month-category-band'])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(bank.correct('2025-spring', ['season-relationship-band'])).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await bank.corrections()).toEqual([]);
  });

  test('of a table takes the finer table of the same counts with it', async () => {
    const bank = aBank(scale);
    await bank.publish('2025-spring');
    const refused = bank.correct('2025-spring', ['season-category-band']);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input', detail: { issues: [{ path: 'tables' }] } });
    await bank.correct('2025-spring', ['season-category-band', 'season-category-band-region']);
    expect(await bank.quotesLeft()).toBe(1_400);
  });

  test('that was cut off goes on under its charge, with the same tables alone', async () => {
    let isBroken = true;
    const whole = aBank();
    const bank = aBank(pilot, {
      cellsOfWindow: async (request) => {
        if (isBroken && request.basis === 'booked') throw new Error('cut off');
        return whole.cells.cellsOfWindow(request);
      },
    });
    await bank.publish('2025-spring');
    await expect(bank.correct('2025-spring', ['season-population'])).rejects.toThrow('cut off');
    isBroken = false;
    await expect(bank.correct('2025-spring', ['season-category-band-region'])).rejects.toMatchObject({ code: 'invalid_input' });
    await bank.correct('2025-spring', ['season-population']);
    expect(await bank.corrections()).toHaveLength(1);
    expect(await bank.quotesLeft()).toBe(12);
  });

  test('of a withdrawn release is still possible, and withdrawing gives no quote back', async () => {
    const bank = aBank();
    await bank.publish('2025-03');
    expect(await bank.releases.withdraw('2025-03', '2026-03-02T09:00:00.000Z')).toEqual(['nl-pilot-2025-03']);
    await bank.correct('2025-03');
    expect((await bank.releases.list()).map(({ id, withdrawn }) => [id, withdrawn])).toEqual([
      ['nl-pilot-2025-03', true],
      ['nl-pilot-2025-03.c1', false],
    ]);
    const spent = ledgerYear(await bank.ledger.entries(), pilot, '2026-03-03').spent;
    await bank.releases.withdraw('2025-03', '2026-03-03T09:00:00.000Z');
    expect(ledgerYear(await bank.ledger.entries(), pilot, '2026-03-03').spent).toEqual(spent);
    await expect(bank.publish('2025-03')).rejects.toMatchObject({ code: 'window_already_published' });
  });
});
