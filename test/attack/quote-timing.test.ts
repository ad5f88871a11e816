import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import { askQuote, type QuotePorts, type QuoteRequest } from '#bank/privacy/quotes/ask-quote.ts';
import { type NoisePool, noisePool } from '#bank/privacy/quotes/noise-pool.ts';
import { quotableRule } from '#bank/privacy/quotes/quotable.ts';
import { newPrivateKey, publicKeyOf, releaseChecks, releaseSigner } from '#bank/privacy/release/signature.ts';
import { publishWindow } from '#bank/releases/publish-window.ts';
import { atTick, systemTick } from '#bank/quotes/answer-tick.ts';
import type { Audience } from '#shared/audience/audience.ts';
import { fraction } from '#shared/fraction.ts';
import { openQuote } from '#shared/reach/quote.ts';
import { aVisitsRule } from '../fixtures/quote-rules.ts';
import { evenCells, startTestBank, type TestBank } from '../fixtures/running-bank.ts';
import { aloneInTurn, memoryQuotes, untimed } from '../support/memory-quotes.ts';
import { kolmogorovSmirnov, smirnovLimit, spearman } from '../support/rank-statistics.ts';
import { openScannedAudiences, type ScannedAudiences, type Scan, SIZES } from '../support/scanned-audiences.ts';
import { seededUniform } from '../support/seeded-bits.ts';
import { printAttack } from './support/game.ts';

/** Rank correlation that 2,000 pairs without any connection exceed with probability 5e-7. */
const SPEARMAN_LIMIT = 0.112;
const PER_SIZE = 500;
const WINDOWS = ['2025-spring', '2025-summer', '2025-autumn'];
/** Longer than the scan takes, as 250 ms are at the bank. */
const PACE_MS = 15;
/** Charges that one ledger in memory gets, so that reading it takes no noticeable time. */
const PER_LEDGER = 50;
/** 24,000 a year, 4,000 in a month, for 1/50 in all. */
const QUOTES = { sigma2: '600000', perYear: 24_000 };

interface Measured {
  readonly size: number;
  readonly noise: number;
  /** From the request to the answer that waits for the tick. */
  readonly latencyMs: number;
}

let bank: TestBank;
let people: ScannedAudiences;
let base: Omit<QuoteRequest, 'audience'>;
beforeAll(async () => {
  people = await openScannedAudiences();
  bank = await startTestBank({ quotes: QUOTES }, { counts: people.source('whole_column') });
  for (const window of WINDOWS.slice(1)) await publishWindow(bank.bank, window, evenCells);
  const time = await bank.bank.clock.read();
  base = {
    profile: bank.bank.profile,
    releases: await bank.running.services.releases.usable(time.now),
    merchant: { id: bank.merchants.own, categoryId: 'garden' },
    merchants: [],
    snapshot: 'newest',
    ...time,
  };
});
afterAll(async () => {
  await bank.stop();
  people.close();
});

/** Rules of every size, `perSize` each, in scattered order. */
function rulesOfSizes(sizes: readonly number[], perSize: number): readonly { readonly rule: Audience; readonly size: number }[] {
  const uniform = seededUniform(11);
  const rules = Array.from({ length: sizes.length * perSize }, (_, index) => ({
    rule: aVisitsRule(Math.floor(index / WINDOWS.length), WINDOWS[index % WINDOWS.length]),
    size: sizes[index % sizes.length] ?? 0,
    place: uniform(),
  }));
  for (const { rule, size } of rules) people.setSize(quotableRule({ ...base, audience: rule }), size);
  return rules.sort((left, right) => left.place - right.place);
}

async function measure(sizes: readonly number[], perSize: number, scan: Scan, noise: NoisePool): Promise<readonly Measured[]> {
  const privateKey = newPrivateKey();
  const checks = releaseChecks(publicKeyOf(privateKey));
  const ports = (): QuotePorts => ({
    quotes: memoryQuotes(),
    counts: people.source(scan),
    noise,
    signer: releaseSigner(privateKey),
    checks,
    newId: uuidv7,
    alone: aloneInTurn(),
    pace: (work) => systemTick(PACE_MS).pace(work),
  });
  const measured: Measured[] = [];
  let current = ports();
  for (const [index, { rule, size }] of rulesOfSizes(sizes, perSize).entries()) {
    if (index % PER_LEDGER === 0) current = ports();
    let readyMs = 0;
    const tick = untimed(() => (readyMs = performance.now()));
    const startedMs = performance.now();
    const { file } = await atTick(tick, () => askQuote({ ...base, audience: rule }, current));
    measured.push({ size, noise: openQuote(file, checks).customers - size, latencyMs: readyMs - startedMs });
  }
  return measured;
}

const pool = () => noisePool(osRandomBits(), fraction(600_000n), 256);
const correlation = (measured: readonly Measured[]) =>
  Math.abs(
    spearman(
      measured.map(({ noise }) => Math.abs(noise)),
      measured.map(({ latencyMs }) => latencyMs),
    ),
  );
const largestDistance = (measured: readonly Measured[]) => {
  const sizes = [...new Set(measured.map(({ size }) => size))];
  const of = (size: number) => measured.filter((each) => each.size === size).map(({ latencyMs }) => latencyMs);
  return Math.max(...sizes.flatMap((left, index) => sizes.slice(index + 1).map((right) => kolmogorovSmirnov(of(left), of(right)))));
};

/** In the place of successes: what was measured, against its limit. */
function printTiming(where: string, answers: number, rho: number, distance: number): void {
  printAttack(`quote latency against noise, ${where}`, answers, `${rho.toFixed(3)} (|Spearman|)`, SPEARMAN_LIMIT);
  const limit = Number(smirnovLimit(PER_SIZE).toFixed(3));
  printAttack(`quote latency against size, ${where}`, PER_SIZE, `${distance.toFixed(3)} (Kolmogorov–Smirnov)`, limit);
}

describe('the time until an answer waits for the tick', () => {
  test('says nothing about the noise and nothing about the number of customers', { timeout: 300_000 }, async () => {
    const measured = await measure(SIZES, PER_SIZE, 'whole_column', pool());
    const [rho, distance] = [correlation(measured), largestDistance(measured)];
    printTiming('until the tick', measured.length, rho, distance);
    expect(new Set(measured.map(({ noise }) => noise)).size).toBeGreaterThan(500);
    expect(rho).toBeLessThan(SPEARMAN_LIMIT);
    expect(distance).toBeLessThan(smirnovLimit(PER_SIZE));
  });

  test('would betray a sampler that takes longer for larger noise, on the answer’s path', { timeout: 120_000 }, async () => {
    const drawn = pool();
    const slow: NoisePool = {
      take() {
        const noise = drawn.take();
        const untilMs = performance.now() + Math.abs(Number(noise)) / 100;
        while (performance.now() < untilMs);
        return noise;
      },
    };
    const measured = await measure([10], 500, 'whole_column', slow);
    // The same false alarm as at 2,000: twice the limit at a quarter of the pairs.
    const rho = correlation(measured);
    printAttack('quote latency against noise, sampler on the path', measured.length, `${rho.toFixed(3)} (|Spearman|)`, 2 * SPEARMAN_LIMIT);
    expect(rho).toBeGreaterThan(2 * SPEARMAN_LIMIT);
  });

  test('would betray a count that works only for the customers it counts', { timeout: 120_000 }, async () => {
    const measured = await measure([0, 1_000_000], 50, 'matches_only', pool());
    const [distance, limit] = [largestDistance(measured), smirnovLimit(50)];
    printAttack('quote latency against size, matches only', 50, `${distance.toFixed(3)} (Kolmogorov–Smirnov)`, Number(limit.toFixed(3)));
    expect(distance).toBeGreaterThan(limit);
  });
});

/**
 * A quote takes half a second: the count is paced and the answer waits for a tick. Four banks, each with its own customers, database and server, are asked
 * side by side, one request at a time each, so that no request waits for another of its bank. Sizes are scattered over all of them alike: what the banks
 * take from each other is in the time of every size.
 */
const LANES = 4;
describe.runIf(process.env['FLORIN_NIGHTLY'] === '1')('on the wire', () => {
  const lanes: { readonly bank: TestBank; readonly people: ScannedAudiences }[] = [];
  beforeAll(async () => {
    for (let lane = 0; lane < LANES; lane += 1) {
      const ofLane = await openScannedAudiences();
      const laneBank = await startTestBank({ quotes: QUOTES }, { counts: ofLane.source('whole_column') });
      lanes.push({ bank: laneBank, people: ofLane });
      for (const window of WINDOWS.slice(1)) await publishWindow(laneBank.bank, window, evenCells);
    }
  }, 300_000);
  afterAll(async () => {
    for (const lane of lanes) {
      await lane.bank.stop();
      lane.people.close();
    }
  });

  test('an answer leaves at a tick whatever it counts, and its time says nothing', { timeout: 1_200_000 }, async () => {
    const rules = rulesOfSizes(SIZES, PER_SIZE);
    const measured: Measured[] = [];
    const askAll = async ({ bank: laneBank, people: ofLane }: (typeof lanes)[number], lane: number) => {
      for (const { rule, size } of rules.filter((_, index) => index % LANES === lane)) {
        ofLane.setSize(quotableRule({ ...base, audience: rule }), size);
        const startedMs = performance.now();
        const answer = await laneBank.call('POST', '/v1/quotes', { as: 'editor', body: { audience: rule } });
        const latencyMs = performance.now() - startedMs;
        expect(answer.status, answer.text).toBe(200);
        const { customers }: { customers: string } = JSON.parse(answer.json.file.split('\n')[0]);
        measured.push({ size, noise: Number(customers) - size, latencyMs });
      }
    };
    await Promise.all(lanes.map(askAll));
    const [rho, distance] = [correlation(measured), largestDistance(measured)];
    printTiming('on the wire', measured.length, rho, distance);
    expect(measured).toHaveLength(SIZES.length * PER_SIZE);
    expect(rho).toBeLessThan(SPEARMAN_LIMIT);
    expect(distance).toBeLessThan(smirnovLimit(PER_SIZE));
  });
});
