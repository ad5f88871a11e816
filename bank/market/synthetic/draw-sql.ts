import { createHash } from 'node:crypto';
import { quoted } from '../../segments/duckdb/connection.ts';
import { SHOP_HOURS, type SpendingHabit, STRENGTH, WEEKDAY_FACTORS } from './spending.ts';

/** Of a market, the same for all that is drawn of it. */
export interface DrawnMarket {
  readonly seed: number;
  /** One habit for every category of the profile, in its order. */
  readonly habits: readonly SpendingHabit[];
  /** Ids of the areas, whose places are their numbers. */
  readonly areas: readonly string[];
  readonly brands: number;
}

/** Payments of some categories in one month: what {@link drawSql} draws. */
export interface Draw {
  /** Numbers of the categories: `from` included, `until` not. */
  readonly categories: { readonly from: number; readonly until: number };
  /** `2025-03`. */
  readonly month: string;
  /** Days of the month to draw, from 1; absent for the whole month. */
  readonly days?: readonly number[];
}

/** More payments than this are not drawn for a customer, category and month. */
const MAX_PAYMENTS = 255;
/** Means below this are drawn by inversion, in so many steps: more have a probability under 1e-4. */
const INVERSION_BELOW = 1;
const INVERSION_STEPS = 6;
const DAYS_PER_YEAR = 365.25;
/** Weekday factors in whole parts, so that a day is a place in a list. */
const PARTS_PER_FACTOR = 20;
const SHARE_OF_FAVOURITE = 0.6;
const SHARE_OF_HOME = 0.94;
const FIRST_YEAR = 1970;

/**
 * The temporary tables that {@link drawSql} reads, from `customers`. `draw_natures`: one row for every customer and category that the customer buys in, with
 * a log-normal strength of mean 1 over all customers and a favourite brand. `draw_places`: how many payments, and the place of each among them; joined to,
 * because making a list for every customer costs three times as much.
 */
export function drawTablesSql({ seed, habits, areas, brands }: DrawnMarket): readonly string[] {
  const numbers = areas.map((id, number) => `WHEN ${quoted(id)} THEN ${number}`).join(' ');
  const shares = habits.map(
    ({ participation }, category) => `(${category}::UTINYINT, ${participation}::DOUBLE, ${partOf(participation, 65_536)}::UBIGINT)`,
  );
  return [
    `CREATE OR REPLACE TEMP TABLE draw_natures AS
      SELECT customer, category, area, region, ((nature >> 40) % ${brands})::UTINYINT AS favourite,
        (exp(${STRENGTH.mean} + ${STRENGTH.sigma} * ${normalSql(hashSql(seed, 'strength', 'about'))}) / participation)::FLOAT AS strength
      FROM (SELECT *, ${hashSql(seed, 'nature', 'about')} AS nature
            FROM (SELECT number AS customer, (CASE area ${numbers} ELSE 0 END)::UTINYINT AS area, region, category, participation, buyers,
                    number::UBIGINT * 64 + category AS about
                  FROM customers, (VALUES ${shares.join(', ')}) AS s(category, participation, buyers)))
      WHERE (nature & 65535) < buyers
      ORDER BY category, customer`,
    `CREATE OR REPLACE TEMP TABLE draw_places AS SELECT many::UTINYINT AS many, place::UTINYINT AS place
      FROM range(1, ${MAX_PAYMENTS + 1}) AS m(many), range(${MAX_PAYMENTS}) AS p(place) WHERE place < many`,
  ];
}

/**
 * SQL of the ordinary payments of the demonstration market, drawn by the engine that keeps them, over {@link drawTablesSql}. Gives `customer`, `category`,
 * `place` (0 to 254; with these the identity of a payment of its month), `region`, `merchant` ((category × brands + brand) × areas + area), `day`
 * (from 1), `second` of the day and `cents` (negative for a refund).
 *
 * Every random number is a hash of what it is about (seed, customer, category, month, place), so that a payment is the same whichever others are drawn with
 * it, in whatever order and on however many threads. Per customer and category a Poisson number of payments; per payment its day (by weekday), second,
 * shop and log-normal amount.
 */
export function drawSql({ seed, habits, areas, brands }: DrawnMarket, { categories, month, days }: Draw): string {
  const { from, until } = categories;
  const dayList = dayParts(month);
  const byte = (shift: number) => `((one >> ${shift}) & 255)`;
  const byCategory = (type: string, of: (habit: SpendingHabit) => number) =>
    `${listSql(habits.slice(from, until).map(of), type)}[category - ${from - 1}]`;
  const perMonth = ({ paymentsPerYear, season }: SpendingHabit) =>
    (paymentsPerYear / DAYS_PER_YEAR) * (season[Number(month.slice(5)) - 1] ?? 1) * (dayList.length / PARTS_PER_FACTOR);

  const rates = `SELECT *, strength * ${byCategory('DOUBLE', perMonth)} AS rate,
      (customer::UBIGINT * 64 + category) * 4096 + ${monthsSinceFirstYear(month)} AS about FROM draw_natures WHERE category >= ${from} AND category < ${until}`;
  const chances = `SELECT *, luck * exp(least(rate, ${INVERSION_BELOW})) / ${2 ** 64} AS chance FROM (SELECT *, ${hashSql(seed, 'number', 'about')} AS luck FROM (${rates}))`;
  const numbers = `SELECT customer, category, area, region, favourite, about,
      least(${MAX_PAYMENTS}, ${poissonSql(normalSql('luck'))})::UTINYINT AS many FROM (${chances})`;
  const payments = `SELECT customer, category, area, region, favourite, place, ${hashSql(seed, 'payment', '(about * 256 + place)')} AS one
    FROM (${numbers}) JOIN draw_places USING (many)`;
  const dated = `SELECT *, ${listSql(dayList, 'UTINYINT')}[1 + (((one & 65535) * ${dayList.length}) >> 16)::SMALLINT] AS day FROM (${payments})`;
  const chosen = days === undefined ? dated : `SELECT * FROM (${dated}) WHERE day IN (${days.join(', ')})`;
  // Small brand numbers are the well-known ones.
  const brand = `CASE WHEN ${byte(16)} < ${partOf(SHARE_OF_FAVOURITE, 256)} THEN favourite ELSE (${byte(24)} * ${byte(32)} * ${brands}) >> 16 END`;
  const shopArea = `CASE WHEN ${byte(40)} < ${partOf(SHARE_OF_HOME, 256)} THEN area ELSE (${byte(48)} * ${areas.length}) >> 8 END`;
  const normal = normalSql(hashSql(seed, 'amount', 'one'), '(one >> 56)');
  const cents = `greatest(50, exp(${byCategory('DOUBLE', (habit) => Math.log(habit.medianCents))} + ${byCategory('DOUBLE', (habit) => habit.sigma)} * ${normal}))::INTEGER`;
  const isRefund = `(rest & 65535) < ${byCategory('UBIGINT', (habit) => partOf(habit.refundShare, 65_536))}`;
  return `SELECT customer, category, place, region, merchant, day, (${SHOP_HOURS.openFrom} + ((((rest >> 16) & 65535) * ${SHOP_HOURS.seconds}) >> 16))::INTEGER AS second,
      CASE WHEN ${isRefund} THEN -((cents + 1) // 2) ELSE cents END AS cents
    FROM (SELECT customer, category, place, region, day, ${hashSql(seed, 'rest', 'one')} AS rest, ${cents} AS cents,
            ((category::UINTEGER * ${brands} + (${brand})) * ${areas.length} + (${shopArea}))::INTEGER AS merchant
          FROM (${chosen}))`;
}

/** 64 bits of what something is about. */
function hashSql(seed: number, word: string, about: string): string {
  return `hash(xor(${about}, ${saltOf(seed, word)}::UBIGINT))`;
}

function partOf(share: number, parts: number): number {
  return Math.round(share * parts);
}

/** 12 bits for the next three centuries. */
function monthsSinceFirstYear(month: string): number {
  return (Number(month.slice(0, 4)) - FIRST_YEAR) * 12 + Number(month.slice(5)) - 1;
}

/**
 * A normal number from a hash: the number of ones among 63 fair bits (mean 31.5, variance 15.75; excess kurtosis -0.03), smoothed over its step by `fine`,
 * 8 bits of another hash, where finer values matter (variance 1/12 more).
 */
function normalSql(hash: string, fine?: string): string {
  const ones = `bit_count((${hash} >> 1)::BIGINT)`;
  return fine === undefined
    ? `((${ones} - 31.5) / ${Math.sqrt(15.75)})`
    : `((${ones} - 31.5 + (${fine} - 127.5) / 256) / ${Math.sqrt(15.75 + 1 / 12)})`;
}

/**
 * A Poisson number of mean `rate`. Small means by inversion of a uniform u: the number of k with `chance` = u·e^rate ≥ Σ rate^j/j!, j ≤ k. Others from a
 * `normal` z as ⌊(√(rate + 1/8) + z/2)² + 1/8⌋: the square root of a Poisson variable is nearly normal with variance 1/4 (Anscombe 1948); the mean is the
 * rate within 0.02, the variance within 0.35.
 */
function poissonSql(normal: string): string {
  const partialSum = (terms: number): string =>
    Array.from({ length: terms }, (_, index) => terms - index).reduce((sum, divisor) => `(1 + rate / ${divisor} * ${sum})`, '1');
  const steps = Array.from({ length: INVERSION_STEPS }, (_, step) => `(chance >= ${partialSum(step)})::UTINYINT`);
  return `CASE WHEN rate < ${INVERSION_BELOW} THEN ${steps.join(' + ')}
    ELSE floor(pow(greatest(0, sqrt(rate + 0.125) + ${normal} / 2), 2) + 0.125) END`;
}

/** Every day of a month, as often as its weekday has parts. */
function dayParts(month: string): readonly number[] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return Array.from({ length }, (_, day) => {
    const factor = WEEKDAY_FACTORS[(first.getUTCDay() + day + 6) % 7] ?? 1;
    return new Array<number>(Math.round(factor * PARTS_PER_FACTOR)).fill(day + 1);
  }).flat();
}

/** 64 bits that stand for a seed and a word. */
function saltOf(seed: number, word: string): bigint {
  return createHash('sha256').update(`${word} ${seed}`).digest().readBigUInt64BE(0);
}

function listSql(values: readonly number[], type: string): string {
  return `([${values.join(', ')}]::${type}[])`;
}
