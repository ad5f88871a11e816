import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { loadProfile } from '#bank/market/load-profile.ts';
import { type DiscreteGaussian, discreteGaussian } from '#bank/privacy/noise/discrete-gaussian.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { askQuote, type QuotePorts } from '#bank/privacy/quotes/ask-quote.ts';
import { type NoisePool, noisePool } from '#bank/privacy/quotes/noise-pool.ts';
import type { CountSource } from '#bank/privacy/quotes/ports.ts';
import { tableSizes } from '#bank/privacy/release/build-release.ts';
import { publishRelease } from '#bank/privacy/release/publish-release.ts';
import { type Audience, partsOfAudience } from '#shared/audience/audience.ts';
import { isAppError } from '#shared/errors.ts';
import { type Fraction, formatFraction, parseFraction } from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import { addMonths } from '#shared/market/window.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { openQuote, type Quote } from '#shared/reach/quote.ts';
import type { Release } from '#shared/reach/release.ts';
import { memoryLedger, memoryReleases } from '../../support/memory-ports.ts';
import { aloneInTurn, memoryQuotes } from '../../support/memory-quotes.ts';
import { seededBits } from '../../support/seeded-bits.ts';
import { checks, signer } from './fast-signature.ts';
import type { MakeSystem, Round } from './game.ts';

/** What the bank knows of a customer: the band, alike in every category but those named, and as many visits (bands 0 to 3). */
export interface Customer {
  readonly region: string;
  readonly band: number;
  readonly bandsOf?: ReadonlyMap<string, number>;
  readonly visits: number;
}

/** The window of all rules; closed and within twelve months in every month of the games. */
export const WINDOW = '2025-winter';
const FIRST_MONTH = '2026-03';
/** Months in which the window can be asked about. */
const MONTHS = 10;
/** Merchants under contract: a merchant's ration is ⌈2Q/10⌉ quotes a year. */
export const MERCHANTS = Array.from({ length: 10 }, (_, index) => ({
  id: `0190a000-0000-7000-8000-00000000000${index}`,
  categoryId: 'garden',
  paymentMerchantIds: [`shop-${index}`],
}));
/** Customers in every cell of the released population; they are part of no rule's count. */
const PER_CELL = 100_000;

/** A market whose winter is published, by the bank's own way to a release. */
export interface QuoteMarket {
  readonly profile: Profile;
  readonly release: Release;
}

/** The pilot's market with the quotes of a year as wanted. */
export async function openQuoteMarket(quotes?: Profile['quotes']): Promise<QuoteMarket> {
  const pilot = await loadProfile('pilot');
  const profile = quotes === undefined ? pilot : { ...pilot, privacyCap: '1000', quotes };
  const { file } = await publishRelease(
    {
      profile,
      window: WINDOW,
      today: `${FIRST_MONTH}-02`,
      publishedAt: `${FIRST_MONTH}-02T08:00:00.000Z`,
      now: `${FIRST_MONTH}-02T08:00:00.000Z`,
      merchants: [],
    },
    {
      cells: {
        cellsOfWindow: async ({ tables }) =>
          tables.map((table) => ({
            tableId: table.id,
            counts: new Int32Array(tableSizes(profile, table).reduce((product, size) => product * size, 1)).fill(PER_CELL),
          })),
        slicesOfWindow: async () => [],
      },
      ledger: memoryLedger(),
      releases: memoryReleases(),
      signer,
      checks,
      random: seededBits('the release of the quote games'),
    },
  );
  return { profile, release: toRelease(openRelease(file, checks)) };
}

/** What merchants can do to the bank: ask, and wait for another month. */
export interface Answerer {
  /** The signed quote, opened as a merchant's application opens it, or that there was none. */
  ask(rule: Audience, merchant?: number): Promise<Quote | 'refused'>;
  /** @returns false, in the last month that the window can be asked about */
  nextMonth(): boolean;
}

/** A bank with its customers, of whom the victim is one or not. */
export interface BankTerms {
  readonly market: QuoteMarket;
  readonly customers: (isVictimIn: boolean, random: RandomBits) => readonly Customer[];
}

/** Small variations: a port that is broken, or a wrapper around the bank that gives more than it should. */
export interface Flaws {
  readonly noise?: (round: Round, sigma2: Fraction, customers: readonly Customer[]) => NoisePool;
  readonly counts?: (counts: CountSource) => CountSource;
  /** Further requests for an answered rule are drawn anew, under the first charge. */
  readonly isAnsweredAnew?: boolean;
  /** Where the bank's balance refuses, each merchant has one of its own, beside what the bank answered until then. */
  readonly hasLedgerPerMerchant?: boolean;
}

/**
 * The bank's own way to a quote (canonical rule, key, charge, rations, count, noise pool, signature, storing) over ports in memory; the count is that of an
 * array of customers. With `flaws` it is one of the broken ones; the answers that a wrapper gives on top are count and noise alone, so that hundreds of
 * thousands of them take seconds.
 */
export function aBank({ market, customers }: BankTerms, flaws: Flaws = {}): MakeSystem<Answerer> {
  const { profile, release } = market;
  const sigma2 = parseFraction(profile.quotes.sigma2);
  return (round) => {
    const present = customers(round.isVictimIn, round.random);
    const countOf = (audience: Audience) => present.filter((each) => isMember(each, audience)).length;
    const counts: CountSource = { countOfAudience: async ({ audience }) => countOf(audience) };
    const noise = flaws.noise?.(round, sigma2, present) ?? poolOf(round.random, sigma2);
    const ports: QuotePorts = {
      quotes: memoryQuotes(),
      counts: flaws.counts?.(counts) ?? counts,
      noise,
      signer,
      checks,
      newId: uuidv7,
      alone: aloneInTurn(),
      pace: (work) => work(),
    };
    const answered = new Map<Audience, Quote>();
    const drawnAnew = (like: Quote, audience: Audience): Quote => ({ ...like, customers: countOf(audience) + Number(noise.take()) });
    const given = new Map<string, number>();
    let month = 0;
    let hasOwnBalances = false;

    async function askBank(audience: Audience, merchant: (typeof MERCHANTS)[number]): Promise<Quote | 'refused'> {
      const date = `${addMonths(FIRST_MONTH, month)}-10`;
      const request = { profile, releases: [release], merchant, merchants: MERCHANTS, snapshot: release.id, today: date, audience };
      try {
        const { file } = await askQuote({ ...request, now: `${date}T08:00:00.000Z` }, ports);
        const quote = openQuote(file, checks);
        answered.set(audience, quote);
        return quote;
      } catch (error) {
        if (isAppError(error, 'quote_balance_exhausted')) return 'refused';
        throw error;
      }
    }

    /** A balance of the merchant's own: as many quotes a year and a month as are the whole bank's. */
    function askOwnBalance(audience: Audience, merchant: number): Quote | 'refused' {
      const [like] = answered.values();
      const [year, thisMonth] = [`${merchant}`, `${merchant} ${month}`];
      const [usedInYear, usedInMonth] = [given.get(year) ?? 0, given.get(thisMonth) ?? 0];
      if (like === undefined || usedInYear >= profile.quotes.perYear || usedInMonth >= Math.floor(profile.quotes.perYear / 6))
        return 'refused';
      given.set(year, usedInYear + 1).set(thisMonth, usedInMonth + 1);
      return drawnAnew(like, audience);
    }

    return {
      nextMonth() {
        if (month + 1 === MONTHS) return false;
        month += 1;
        return true;
      },
      async ask(audience, index = 0) {
        const merchant = MERCHANTS[index];
        if (merchant === undefined) throw new RangeError('ten merchants are under contract');
        const earlier = answered.get(audience);
        if (flaws.isAnsweredAnew === true && earlier !== undefined) return drawnAnew(earlier, audience);
        if (hasOwnBalances) return askOwnBalance(audience, index);
        const answer = await askBank(audience, merchant);
        hasOwnBalances = answer === 'refused' && flaws.hasLedgerPerMerchant === true;
        return hasOwnBalances ? askOwnBalance(audience, index) : answer;
      },
    };
  };
}

/** Whether a rule of the games counts the customer: what the segment store does over payments. */
function isMember(customer: Customer, audience: Audience): boolean {
  const { spends, visits, regions } = partsOfAudience(audience);
  return (
    spends.every(({ category, bands }) => {
      const band = customer.bandsOf?.get(category) ?? customer.band;
      return bands.from <= band && band <= bands.to;
    }) &&
    (visits === undefined || (visits.visits.from <= customer.visits && customer.visits <= visits.visits.to)) &&
    (regions === undefined || regions.includes(customer.region))
  );
}

const pools = new WeakMap<RandomBits, Map<string, NoisePool>>();
/** One pool for all rounds of a game, as a bank keeps one for all its quotes. */
function poolOf(random: RandomBits, sigma2: Fraction): NoisePool {
  const ofGame = pools.get(random) ?? new Map<string, NoisePool>();
  pools.set(random, ofGame);
  const pool = ofGame.get(formatFraction(sigma2)) ?? noisePool(random, sigma2, 64, (work) => work());
  ofGame.set(formatFraction(sigma2), pool);
  return pool;
}

const NOTHING: NoisePool = { take: () => 0n };
const toTens = (value: number) => Math.round(value / 10) * 10;

/** The noise that a bank would draw if it derived the seed from what it counts: equal data, equal noise. */
export function noiseOfData(sigma2: Fraction, customers: readonly Customer[]): DiscreteGaussian {
  return discreteGaussian(seededBits(createHash('sha256').update(JSON.stringify(customers)).digest('hex')), sigma2);
}

/** Banks with one mistake each. */
export const FLAWS = {
  noNoise: { noise: () => NOTHING },
  roundingToTens: {
    noise: () => NOTHING,
    counts: (counts) => ({ countOfAudience: async (request) => toTens(await counts.countOfAudience(request)) }),
  },
  freshNoiseUncharged: { isAnsweredAnew: true },
  noiseSeededFromData: { noise: (_round, sigma2, customers) => ({ take: () => noiseOfData(sigma2, customers).sample() }) },
  ledgerPerMerchant: { hasLedgerPerMerchant: true },
  halfSigma: {
    noise: ({ random }, { numerator, denominator }) => poolOf(random, parseFraction(`${numerator}/${4n * denominator}`)),
  },
} satisfies Readonly<Record<string, Flaws>>;
