import { loadProfile } from '#bank/market/load-profile.ts';
import { discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import { buildRelease, tableSizes, tablesOfWindow } from '#bank/privacy/release/build-release.ts';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import { parseFraction } from '#shared/fraction.ts';
import { openRelease, writeReleaseFile } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { atLeast, atMost, medianMs, printBench } from '../support/bench.ts';

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
]);
