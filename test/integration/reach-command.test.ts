import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import { buildRelease, sliceTablesOfWindow, tableSizes, tablesOfWindow } from '#bank/privacy/release/build-release.ts';
import { newPrivateKey, publicKeyOf, releaseSigner } from '#bank/privacy/release/signature.ts';
import type { Condition } from '#shared/audience/audience.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import type { Profile, ReleaseTable } from '#shared/market/profile.ts';
import { writeReleaseFile } from '#shared/reach/decode-release.ts';
import { writeQuoteFile } from '#shared/reach/quote.ts';
import { runBank } from '../support/bank-command.ts';
import { generalisedLeastSquares, type Measurement } from '../support/least-squares.ts';
import { seededBits } from '../support/seeded-bits.ts';

const GARDEN_SPRING = path.resolve(import.meta.dirname, '../fixtures/garden-spring.audience.json');
const MERCHANT = { id: '01890a5d-ac96-774b-bcce-b302099a8057', categoryId: 'garden' };
const privateKey = newPrivateKey();
const signer = releaseSigner(privateKey);

let folder: string;
let key: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-reach-'));
  key = await file('bank.pem', publicKeyOf(privateKey));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `bank reach --json` with these release files and nothing else: no bank, no data directory. */
async function reach(...args: readonly string[]) {
  const { code, stdout, stderr } = await runBank('reach', ...args, '--json');
  return { code, answer: JSON.parse(stdout), stderr };
}

async function file(name: string, text: string): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, text);
  return place;
}

/** A release of a built-in profile with 100 customers in every cell, and real noise. */
async function aReleaseFile(name: string, window: string, kind: 'release' | 'slice' = 'release'): Promise<string> {
  const profile = await loadProfile(name);
  const tables = kind === 'slice' ? sliceTablesOfWindow(profile, window) : tablesOfWindow(profile, window);
  const cells = tables.map((table) => ({
    tableId: table.id,
    counts: new Int32Array(tableSizes(profile, table).reduce((product, size) => product * size, 1)).fill(100),
  }));
  const facts = {
    id: `nl-${name}-${window}-${kind}`,
    window,
    publishedAt: '2026-03-02T08:00:00.000Z',
    keyId: signer.keyId,
    ...(kind === 'slice' ? { merchant: MERCHANT } : {}),
  };
  const payload = buildRelease(profile, facts, tables, cells, seededBits(`${name} ${window} ${kind}`));
  return file(`${name}-${window}-${kind}.florin`, writeReleaseFile(payload, signer.sign));
}

function audience(...conditions: readonly Condition[]): Promise<string> {
  const text = JSON.stringify({ format: 'florin-audience/1', conditions });
  return file(`audience-${text.length}-${Math.abs([...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) | 0, 0))}.json`, text);
}
const spend = (window: string, from: number, to: number, category = 'garden'): Condition => ({
  kind: 'spend',
  category,
  window,
  bands: { from, to },
});

/** The variance of a run of bands in some regions by brute force: generalised least squares over every measured cell of one category. */
function independentVariance(profile: Profile, window: 'month' | 'season', from: number, to: number, regions: readonly string[]): number {
  const [bands, columns] = [profile.bandEdges.length, profile.regions.length];
  const cell = (band: number, region: number) => band * columns + region;
  const everyRegion = profile.regions.map((_, region) => region);
  const measured = (table: ReleaseTable): Measurement[] => {
    const variance = fractionToNumber(parseFraction(table.sigma2));
    return Array.from({ length: bands }, (_, band) =>
      table.dimensions.includes('region')
        ? everyRegion.map((region) => ({ cells: [cell(band, region)], value: 0, variance }))
        : [{ cells: everyRegion.map((region) => cell(band, region)), value: 0, variance }],
    ).flat();
  };
  const measurements = profile.tables
    .filter((table) => table.window === window && table.dimensions.includes('category'))
    .flatMap((table) => measured(table));
  const query = Array.from({ length: to - from + 1 }, (_, band) =>
    everyRegion.filter((region) => regions.includes(profile.regions[region]?.id ?? '')).map((region) => cell(from + band, region)),
  ).flat();
  return generalisedLeastSquares(bands * columns, measurements, query).variance;
}

describe('exact variances, printed and computed independently', () => {
  test.each(['pilot', 'strict', 'scale'])('%s: a season with regions, and every region', async (name) => {
    const profile = await loadProfile(name);
    const release = await aReleaseFile(name, '2025-spring');
    const all = profile.regions.map((region) => region.id);
    const chosen = all.slice(1, 4);
    const to = profile.bandEdges.length - 1;
    const where: Condition = { kind: 'regions', regions: [...chosen] };
    const inside = await reach('--release', release, '--audience', await audience(spend('2025-spring', 2, to), where), '--key', key);
    expect(inside.answer.segment.sd ** 2).toBeCloseTo(independentVariance(profile, 'season', 2, to, chosen), 6);
    const whole = await reach('--release', release, '--audience', await audience(spend('2025-spring', 2, to)), '--key', key);
    expect(whole.answer.segment.sd ** 2).toBeCloseTo(independentVariance(profile, 'season', 2, to, all), 6);
    expect(whole.answer.segment.halfWidth).toBeCloseTo(1.96 * whole.answer.segment.sd, 9);
  });

  test('scale: March, upper four bands is ± 86.36, one province of it ± 75.41', async () => {
    const profile = await loadProfile('scale');
    const release = await aReleaseFile('scale', '2025-03');
    const province = profile.regions[3]?.id ?? '';
    const march = await reach('--release', release, '--audience', await audience(spend('2025-03', 4, 7)), '--key', key);
    expect(march.answer.segment.halfWidth).toBeCloseTo(86.36, 2);
    const where: Condition = { kind: 'regions', regions: [province] };
    const one = await reach('--release', release, '--audience', await audience(spend('2025-03', 4, 7), where), '--key', key);
    expect(one.answer.segment.halfWidth).toBeCloseTo(75.41, 2);
    expect(one.answer.segment.sd ** 2).toBeCloseTo(independentVariance(profile, 'month', 4, 7, [province]), 6);
    expect(one.answer.receipt.channelRateReleaseId).toBe('nl-scale-2025-03-release');
  });

  test('pilot: lapsed and loyal are ± 96, new is ± 139, a pair of high spenders ± 39', async () => {
    const release = await aReleaseFile('pilot', '2025-spring');
    const slice = await aReleaseFile('pilot', '2025-spring', 'slice');
    const band = independentVariance(await loadProfile('pilot'), 'season', 2, 4, ['noord', 'oost', 'west', 'zuid']);
    for (const [relation, halfWidth] of [
      ['lapsed', 1.96 * Math.sqrt(3 * 800)],
      ['loyal', 1.96 * Math.sqrt(3 * 800)],
      ['new', 1.96 * Math.sqrt(6 * 800 + band)],
    ] as const) {
      const rule = await audience(spend('2025-spring', 2, 4), { kind: 'relationship', relation });
      const { answer } = await reach('--release', release, '--slice', slice, '--audience', rule, '--key', key);
      expect(answer.segment.halfWidth, relation).toBeCloseTo(halfWidth, 9);
      expect(answer.receipt.sources.map((source: { id: string }) => source.id)[0]).toBe('nl-pilot-2025-spring-slice');
    }
    const pair = await audience(spend('2025-spring', 2, 4), spend('2025-spring', 3, 4, 'toys'));
    const { answer, stderr } = await reach('--release', release, '--audience', pair, '--key', key);
    expect(stderr).toBe('');
    expect(answer.segment.halfWidth).toBeCloseTo(1.96 * 20, 9);
  });
});

describe('what is printed', () => {
  test('the documented audience gives segment, deliverable, verdict and receipt from one release file and the key', async () => {
    const release = await aReleaseFile('pilot', '2025-spring');
    const { answer } = await reach('--release', release, '--audience', GARDEN_SPRING, '--key', key);
    expect(Object.keys(answer.segment).sort()).toEqual(['estimate', 'halfWidth', 'sd']);
    expect(Object.keys(answer.deliverable).sort()).toEqual(['estimate', 'halfWidth', 'sd']);
    expect(answer.verdict).toMatch(/^(too_narrow|narrow|balanced|broad)$/);
    expect(answer.receipt).toMatchObject({
      releaseId: 'nl-pilot-2025-spring-release',
      rho: '571/7200',
      shareOfYearlyCap: '571/3600',
      categoriesPerCustomer: 6,
      dataUntil: '2025-05-31',
      keyId: signer.keyId,
      channelRateReleaseId: 'nl-pilot-2025-spring-release',
    });
  });

  test('a rough answer is two bounds with the reason', async () => {
    const rule = await audience(spend('2025-03', 2, 4), { kind: 'regions', regions: ['oost'] });
    const { answer } = await reach('--release', await aReleaseFile('pilot', '2025-03'), '--audience', rule, '--key', key);
    expect(answer).toMatchObject({ kind: 'rough', verdict: 'rough', reason: 'regions_of_a_month', segment: { low: 0 }, canQuote: true });
    expect(answer.segment.high).toBeGreaterThan(answer.deliverable.high);
  });

  test('a rule about visits needs a quote, and with the quote file it is answered', async () => {
    const release = await aReleaseFile('pilot', '2025-spring');
    const visits: Condition = { kind: 'visits', category: 'garden', window: '2025-spring', visits: { from: 2, to: 3 } };
    const rule = await audience(visits, spend('2025-spring', 2, 4));
    const refused = await reach('--release', release, '--audience', rule, '--key', key);
    expect(refused.code).toBe(1);
    expect(refused.answer).toEqual({ error: { code: 'audience_not_answerable', detail: { reason: 'needs_quote' } } });
    const quote = writeQuoteFile(
      {
        format: 'florin-quote/1',
        id: '01890a5d-ac96-774b-bcce-b302099a8058',
        profile: 'pilot',
        audience: { format: 'florin-audience/1', conditions: [spend('2025-spring', 2, 4), visits] },
        snapshot: 'nl-pilot-2026-02',
        dataUntil: '2026-02-28',
        answeredAt: '2026-03-03T09:00:00.250Z',
        customers: 212,
        sigma2: '400',
        rho: '1/800',
        privacyCap: '1/2',
        categoriesPerCustomer: 6,
        keyId: signer.keyId,
      },
      signer.sign,
    );
    const { answer } = await reach('--release', release, '--quote', await file('quote.florin', quote), '--audience', rule, '--key', key);
    expect(answer).toMatchObject({ kind: 'answered', source: 'quote', segment: { estimate: 212, sd: 20 } });
    expect(answer.receipt).toMatchObject({ rho: '1/800', shareOfYearlyCap: '1/400', sources: [{ kind: 'quote' }] });
    const changed = quote.replace('"customers":"+0000000212"', '"customers":"+0000000213"');
    expect(changed).not.toBe(quote);
    const forged = await reach('--release', release, '--quote', await file('forged.florin', changed), '--audience', rule, '--key', key);
    expect(forged.answer).toEqual({ error: { code: 'quote_invalid', detail: { problem: 'signature_wrong' } } });
  });

  test('without a key and without a data directory the figure is the same, and it says that the signer was not checked', async () => {
    const release = await aReleaseFile('pilot', '2025-spring');
    const checked = await reach('--release', release, '--audience', GARDEN_SPRING, '--key', key);
    const unchecked = await reach('--release', release, '--audience', GARDEN_SPRING);
    expect(checked.answer).toEqual({ ...unchecked.answer, signatureChecked: true });
    expect([unchecked.code, unchecked.answer.signatureChecked]).toEqual([0, false]);
    expect(unchecked.stderr).toMatch(/who signed them was not/);
  });
});
