import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadProfile } from '#bank/market/load-profile.ts';
import { LISTS, publishNext, type SegmentsBuild } from '#bank/segments/duckdb/build.ts';
import { quoted } from '#bank/segments/duckdb/connection.ts';
import { windowCode } from '#bank/segments/window-code.ts';
import type { OptInSource, SegmentStore } from '#bank/segments/port.ts';
import { openSegmentStore } from '#bank/segments/segment-store.ts';
import type { Profile } from '#shared/market/profile.ts';
import { addMonths } from '#shared/market/window.ts';

export const AS_OF = '2026-03-02T07:00:00.000Z';
export const MONTHS = Array.from({ length: 12 }, (_, index) => addMonths('2025-03', index));
/** Of a customer and month. */
export const PAYMENTS_A_MONTH = 25;
export const MERCHANTS_A_CATEGORY = 1_000;

export interface BenchMarket {
  readonly directory: string;
  readonly profile: Profile;
  readonly customers: number;
  readonly store: SegmentStore;
  /** Megabytes on disk. */
  sizeMb(kind: 'lists' | 'payments' | 'spend'): Promise<number>;
  remove(): Promise<void>;
}

export interface BenchMarketOptions {
  readonly customers: number;
  /** Months whose sums of spend are generated. */
  readonly months: readonly string[];
  /** Months whose payments are generated one by one; their spend is computed from them. */
  readonly paymentMonths?: readonly string[];
  /** Payments are generated at these merchants alone, by number, and the spend of their months as sums: for sizes at which a year of payments is too much. */
  readonly onlyAtMerchants?: readonly number[];
  /** Also compute the seasons of the months. */
  readonly seasons?: boolean;
  readonly memoryLimit?: string;
  readonly onProgress?: (text: string) => void;
}

/**
 * A market of the scale profile that the engine generates by itself, as large as asked for: 20 categories with Zipf's shares, 1,000 merchants each, amounts
 * over several orders of magnitude. About 97 in 100 customers have opted in, with some set of channels.
 */
export async function openBenchMarket(options: BenchMarketOptions): Promise<BenchMarket> {
  const { customers, months, paymentMonths = [], onlyAtMerchants, seasons = false, memoryLimit = '512MB', onProgress } = options;
  const profile = await loadProfile('scale');
  const directory = await mkdtemp(path.join(tmpdir(), 'florin-bench-'));
  await mkdir(directory, { recursive: true });
  await publishNext(
    directory,
    async (build) => {
      await generateLists(build, profile, customers);
      for (const month of paymentMonths) {
        const payments =
          onlyAtMerchants === undefined
            ? generatedPayments(profile, customers, month)
            : paymentsAtMerchants(profile, customers, month, onlyAtMerchants);
        const table = await build.openPayments(windowCode(month));
        await build.connection.run(`INSERT INTO ${table} ${payments} ORDER BY merchant, paid_at`);
        if (onlyAtMerchants === undefined) await build.computeMonth(profile, windowCode(month));
        onProgress?.(`payments of ${month}`);
      }
      for (const month of months.filter((each) => onlyAtMerchants !== undefined || !paymentMonths.includes(each))) {
        await build.computeWindow(profile, windowCode(month), generatedSums(profile, customers, month));
        onProgress?.(`spend of ${month}`);
      }
      if (seasons) await build.computeSeasons(profile, months.map(windowCode));
      return { publish: true, result: undefined };
    },
    { memoryLimit },
  );
  const store = openSegmentStore({ directory, profile, optIns: generatedOptIns(customers), memoryLimit });
  return {
    directory,
    profile,
    customers,
    store,
    async sizeMb(kind) {
      const names = (await readdir(directory)).filter((name) => name.startsWith(`${kind}-`));
      const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(directory, name))).size));
      return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
    },
    async remove() {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const customerId = (number: number): string => `C${String(number).padStart(9, '0')}`;

async function generateLists({ connection }: SegmentsBuild, profile: Profile, customers: number): Promise<void> {
  const adult = profile.ageBands.filter((band) => band.adult).map((band) => quoted(band.id));
  const ageBand = adult.length === 0 ? 'NULL' : `[${adult.join(', ')}][1 + (hash(n + 11) % ${adult.length})::INTEGER]`;
  await connection.run(`INSERT INTO ${LISTS}.customers
    SELECT n, printf('C%09d', n), (hash(n + 5) % ${profile.regions.length})::UTINYINT, NULL, ${ageBand}, NULL, NULL FROM range(${customers}) r(n)`);
  await connection.run(`INSERT INTO ${LISTS}.payment_merchants
    SELECT n, printf('M%05d', n) FROM range(${profile.categories.length * MERCHANTS_A_CATEGORY}) r(n)`);
}

/** Sums of one month: about half of the categories of a customer have any. */
function generatedSums(profile: Profile, customers: number, month: string): string {
  const draw = (salt: number) => drawSql(month, salt);
  return `SELECT (n % ${customers})::INTEGER AS customer, (n // ${customers})::UTINYINT AS category,
      (100 + 10 ** (1 + 3.5 * (${draw(2)} % 10000) / 10000.0))::BIGINT AS cents, (1 + ${draw(3)} % 9)::INTEGER AS visits
    FROM range(${customers * profile.categories.length}) r(n) WHERE ${draw(1)} % 100 < 52`;
}

/** Sixty-four bits by month, row and purpose. A hash of several values would tie the purposes together: it mixes the hashes of each. */
function drawSql(month: string, salt: number): string {
  return `hash(n * 16 + ${BigInt(windowCode(month)) * 100_000_000_003n + BigInt(salt)})`;
}

/** `PAYMENTS_A_MONTH` payments of every customer, as a query with the columns of the payments table. */
export function generatedPayments(profile: Profile, customers: number, month: string): string {
  const code = windowCode(month);
  const draw = (salt: number) => drawSql(month, salt);
  let reached = 0;
  const steps = categoryShares(profile).map((share) => Math.round((reached += share) * 100_000));
  const category = steps
    .slice(0, -1)
    .map((step) => `(spin >= ${step})::UTINYINT`)
    .join(' + ');
  return `SELECT ${code}::UBIGINT AS id_high, n::UBIGINT AS id_low, customer, (category::INTEGER * ${MERCHANTS_A_CATEGORY} + shop)::INTEGER AS merchant, category,
      ${code} AS month, ${code} AS counted_month, TIMESTAMP '${month}-01 08:00:00' + to_seconds(second) AS paid_at, cents, NULL::UTINYINT AS region, false AS sensitive
    FROM (SELECT n, (${draw(1)} % ${customers})::INTEGER AS customer, ${category} AS category, shop, second, cents
          FROM (SELECT n, ${draw(2)} % 100000 AS spin, (sqrt(${draw(3)} % 1000000))::INTEGER % ${MERCHANTS_A_CATEGORY} AS shop, (${draw(4)} % 2300000)::BIGINT AS second,
                  (100 + 10 ** (1 + 3 * (${draw(5)} % 10000) / 10000.0))::BIGINT AS cents
                FROM range(${customers * PAYMENTS_A_MONTH}) r(n)))`;
}

/** As many payments at some merchants as {@link generatedPayments} has there. */
function paymentsAtMerchants(profile: Profile, customers: number, month: string, merchants: readonly number[]): string {
  const code = windowCode(month);
  const draw = (salt: number) => drawSql(month, salt);
  const shares = categoryShares(profile);
  const counts = merchants.map((merchant) => {
    const [category, shop] = [Math.floor(merchant / MERCHANTS_A_CATEGORY), merchant % MERCHANTS_A_CATEGORY];
    // A shop is the square root of a number below 1,000,000.
    return Math.round((customers * PAYMENTS_A_MONTH * (shares[category] ?? 0) * (2 * shop + 1)) / 1_000_000);
  });
  return `SELECT ${code}::UBIGINT AS id_high, n::UBIGINT AS id_low, (${draw(1)} % ${customers})::INTEGER AS customer, merchant,
      (merchant // ${MERCHANTS_A_CATEGORY})::UTINYINT AS category, ${code} AS month, ${code} AS counted_month,
      TIMESTAMP '${month}-01 08:00:00' + to_seconds((${draw(4)} % 2300000)::BIGINT) AS paid_at,
      (100 + 10 ** (1 + 3 * (${draw(5)} % 10000) / 10000.0))::BIGINT AS cents, NULL::UTINYINT AS region, false AS sensitive
    FROM (SELECT merchant, merchant::BIGINT * 10000000 + unnest(range(payments)) AS n
          FROM (SELECT unnest([${merchants.join(', ')}])::INTEGER AS merchant, unnest([${counts.join(', ')}]) AS payments))`;
}

/** A share of a category falls with its place from behind: the last one, groceries, is the most frequent. */
function categoryShares(profile: Profile): readonly number[] {
  const weights = profile.categories.map((_, index) => 1 / (profile.categories.length - index));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** A register that stands still. */
function generatedOptIns(customers: number): OptInSource {
  return {
    async *optInsAt() {
      for (let from = 0; from < customers; from += 100_000) {
        const page = [];
        for (let number = from; number < Math.min(customers, from + 100_000); number += 1)
          if (isOptedIn(number)) page.push({ customerId: customerId(number), channelSet: 1 + (number % 15) });
        yield page;
      }
    },
    changes: {
      begin: async (asOf) => ({ asOf, seen: '', deletions: '' }),
      since: async (mark, asOf) => ({ kind: 'changed', mark: { ...mark, asOf }, customers: [] }),
    },
  };
}

export function isOptedIn(number: number): boolean {
  return Math.imul(number + 1, 0x9e3779b1) >>> 0 < 0.97 * 2 ** 32;
}
