import { parseArgs } from 'node:util';
import { loadProfile } from '#bank/market/load-profile.ts';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import { buildRelease, tableSizes, tablesOfWindow } from '#bank/privacy/release/build-release.ts';
import { publishRelease } from '#bank/privacy/release/publish-release.ts';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import { parseFraction } from '#shared/fraction.ts';
import { addMonths } from '#shared/market/window.ts';
import { openRelease, writeReleaseFile } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { atLeast, atMost, atSize, type BenchRow, measured, medianMs, printBench, timeMs } from '../support/bench.ts';
import { AS_OF, MERCHANTS_A_CATEGORY, MONTHS, openBenchMarket } from '../support/bench-market.ts';
import { memoryLedger, memoryReleases } from '../support/memory-ports.ts';

/** `npm run bench -- release --customers N`: from the payments of a bank of this size to the stored files, and the parts that do not hang on the size. */
const { values } = parseArgs({ options: { customers: { type: 'string', default: '50000' } } });
const customers = Number(values.customers);
if (!Number.isInteger(customers) || customers < 1_000) throw new RangeError('--customers: 1000 or more expected');
/**
 * Up to this many customers a year of all payments is generated and the season computed from it; otherwise a year of payments at the merchants with a slice
 * alone, as many as there are of them, and the season's spend as sums.
 */
const WHOLE_YEAR_UP_TO = 200_000;
const SLICE_MERCHANTS = 1_000;
/** Of the scale profile. */
const CATEGORIES = 20;
/** The season at its end has the twelve months that a relationship goes back. */
const YEAR = MONTHS.map((month) => addMonths(month, -9));
const SAMPLES = 300_000;
const random = osRandomBits();
const privatePem = newPrivateKey();
const signer = releaseSigner(privatePem);
const checks = releaseChecks(publicKeyOf(privatePem));

function samplesPerSecond(sigma2: string): number {
  const gaussian = discreteGaussian(random, parseFraction(sigma2));
  for (let warmUp = 0; warmUp < SAMPLES / 10; warmUp += 1) gaussian.sample();
  const from = performance.now();
  for (let index = 0; index < SAMPLES; index += 1) gaussian.sample();
  return (SAMPLES / (performance.now() - from)) * 1_000;
}

/** Noise, signature and file of one window, from counts that are at hand. */
async function fileOf(profileName: string, window: string): Promise<{ readonly write: () => string; readonly cells: number }> {
  const profile = await loadProfile(profileName);
  const tables = tablesOfWindow(profile, window);
  const cells = tables.map((table) => ({
    tableId: table.id,
    counts: new Int32Array(tableSizes(profile, table).reduce((product, size) => product * size, 1)).fill(40),
  }));
  const facts = { id: `bench-${window}`, window, publishedAt: '2026-03-02T07:00:00.000Z', keyId: signer.keyId };
  return {
    write: () => writeReleaseFile(buildRelease(profile, facts, tables, cells, random), (message) => signer.sign(message)),
    cells: cells.reduce((sum, table) => sum + table.counts.length, 0),
  };
}

/** A month, and a season with a slice for each of a thousand merchants, charged, counted, noised, checked, signed and stored. */
async function publications(): Promise<readonly BenchRow[]> {
  const shops = Array.from({ length: SLICE_MERCHANTS }, (_, index) => {
    const category = index % CATEGORIES;
    return { category, number: category * MERCHANTS_A_CATEGORY + Math.floor(index / CATEGORIES) * 17 };
  });
  const isWhole = customers <= WHOLE_YEAR_UP_TO;
  const onlyAtMerchants = isWhole ? {} : { onlyAtMerchants: shops.map((shop) => shop.number) };
  const generated = await timeMs(() =>
    openBenchMarket({
      customers,
      months: YEAR.slice(-3),
      paymentMonths: YEAR,
      seasons: true,
      onProgress: (text) => process.stderr.write(`${text}\n`),
      ...onlyAtMerchants,
    }),
  );
  const market = generated.result;
  try {
    const { profile, store } = market;
    const ports = { cells: store, ledger: memoryLedger(), releases: memoryReleases(), signer, checks, random };
    const merchants = shops.map(({ category, number }, index) => ({
      id: `018fd100-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
      categoryId: profile.categories[category]?.id ?? '',
      paymentMerchantIds: [`M${String(number).padStart(5, '0')}`],
    }));
    const request = { profile, today: AS_OF.slice(0, 10), publishedAt: AS_OF, now: AS_OF, merchants };
    const first = await timeMs(() =>
      store.cellsOfWindow({ profile, window: '2025-04', tables: tablesOfWindow(profile, '2025-04'), asOf: AS_OF }),
    );
    const month = await timeMs(() => publishRelease({ ...request, window: '2025-03' }, ports));
    const spring = await timeMs(() => publishRelease({ ...request, window: '2025-spring' }, ports));
    const payments = isWhole ? 'a year of all payments' : 'a year of payments at the merchants with a slice';
    return [
      measured('generate, compute and publish', generated.ms / 1_000, 's'),
      measured(`first question, ${customers} customers: read the register`, first.ms, 'ms'),
      atSize(`release of a month, ${customers} customers`, month.ms, { ms: 2_000, customers: 4_200_000 }, customers),
      atSize(
        `release of a season, ${SLICE_MERCHANTS} slices, ${customers} customers, ${payments}`,
        spring.ms,
        { ms: 30_000, customers: 4_200_000 },
        customers,
      ),
    ];
  } finally {
    await market.remove();
  }
}

const season = await fileOf('pilot', '2025-spring');
const scaleMonth = await fileOf('scale', '2025-03');
const file = season.write();
printBench('release', [
  atLeast('exact samples per second, sigma2 72', samplesPerSecond('72'), 150_000, '1/s'),
  atLeast('exact samples per second, sigma2 3/7', samplesPerSecond('3/7'), 150_000, '1/s'),
  atMost(`pilot season, ${season.cells} cells: noise, sign, encode`, medianMs(200, season.write), 20, 'ms'),
  atMost(`scale month, ${scaleMonth.cells} cells: noise, sign, encode`, medianMs(50, scaleMonth.write), 100, 'ms'),
  atMost(
    'pilot season: verify and decode',
    medianMs(200, () => toRelease(openRelease(file, checks))),
    5,
    'ms',
  ),
  ...(await publications()),
]);
