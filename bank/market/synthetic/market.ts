import type { Profile } from '#shared/market/profile.ts';
import { createPopulation, type Population } from './population.ts';
import { drawFrom, logNormalTable, mix, RandomStream } from './random.ts';
import { habitOf, type SpendingHabit, WEEKDAY_FACTORS } from './spending.ts';

/** Brands per category; every brand has one payment merchant per area. */
export const BRANDS_PER_CATEGORY = 8;
const MAX_PAYMENTS_PER_DAY = 60;
/** Slots of payments that an offer caused; ordinary ones are below. */
const FIRST_UPLIFT_SLOT = 128;
const MS_PER_DAY = 86_400_000;
const DAYS_PER_YEAR = 365.25;
const AFFINITY_STREAM = 2;
const LOYALTY_STREAM = 1_000;
const UPLIFT_STREAM = 0x5bd1e995;

export interface PaymentMerchant {
  readonly id: string;
  readonly category: number;
  readonly brand: number;
  readonly area: number;
}

/** Payments as columns of equal length; what the segment store appends. */
export interface PaymentColumns {
  readonly length: number;
  /** Customer and payment merchant numbers. */
  readonly customer: Int32Array;
  readonly merchant: Int32Array;
  readonly category: Int32Array;
  readonly region: Int32Array;
  /** Local date as days since 1970-01-01, and second of that day. */
  readonly day: Int32Array;
  readonly second: Int32Array;
  readonly cents: Int32Array;
  /** Number of the payment within its customer and day; with these it is the payment's identity. */
  readonly slot: Int32Array;
}

/** What an offer does to one customer on one day: more visits in a category, at the offering merchant. */
export interface Uplift {
  readonly categoryId: string;
  /** Extra payments of a day as a multiple of the customer's usual ones in the category on that day. */
  readonly extraShare: number;
  /** Extra payments of a day that come on top, whatever the habit. */
  readonly extraPayments: number;
  /** Where they happen: one of these payment merchants. */
  readonly paymentMerchantIds: readonly string[];
  /** Extra payments are at least this much. */
  readonly minimumCents: number;
}

/** The seeded market: the same profile, seed and size give the same payments for every day, in any order, with or without uplift for other days. */
export interface SyntheticMarket {
  readonly population: Population;
  readonly merchants: readonly PaymentMerchant[];
  /** @param uplift by customer id; the ordinary payments of the day stay as they are */
  paymentsOfDay(localDate: string, uplift?: ReadonlyMap<string, Uplift>): PaymentColumns;
}

export interface MarketOptions {
  readonly seed: number;
  /** Customers with a valid opt-in. */
  readonly consentingCustomers: number;
}

export function createSyntheticMarket(profile: Profile, { seed, consentingCustomers }: MarketOptions): SyntheticMarket {
  const population = createPopulation(profile, seed, consentingCustomers);
  const habits = profile.categories.map((category) => habitOf(category.id));
  const merchants = createMerchants(profile, population);
  const merchantNumbers = new Map(merchants.map((merchant, number) => [merchant.id, number]));
  const categoryNumbers = new Map(profile.categories.map((category, number) => [category.id, number]));
  const amounts = habits.map((habit) => logNormalTable(habit.medianCents, habit.sigma));
  const affinities = drawAffinities(population, habits, seed);
  const areaCount = population.areas.length;
  const random = new RandomStream();
  let ratesMonth = -1;
  /** Cumulative payments per day over the categories, per customer, in the month of `ratesMonth`. */
  const cumulative = new Float64Array(population.size * habits.length);

  function prepareMonth(month: number): void {
    if (month === ratesMonth) return;
    ratesMonth = month;
    const perDay = habits.map((habit) => (habit.paymentsPerYear / DAYS_PER_YEAR) * (habit.season[month] ?? 1));
    for (let customer = 0, at = 0; customer < population.size; customer += 1) {
      let sum = 0;
      for (let category = 0; category < perDay.length; category += 1, at += 1) {
        sum += (perDay[category] ?? 0) * (affinities[at] ?? 0);
        cumulative[at] = sum;
      }
    }
  }

  function merchantFor(customer: number, category: number): number {
    const loyalty = mix(seed, customer, LOYALTY_STREAM + category);
    const favourite = (loyalty & 0xff) % BRANDS_PER_CATEGORY;
    // Small brand numbers are the well-known ones.
    const brand = random.next() < 0.6 ? favourite : Math.floor(BRANDS_PER_CATEGORY * random.next() * random.next());
    const home = population.areaOf[customer] ?? 0;
    const area = random.next() < 0.94 ? home : Math.floor(random.next() * areaCount);
    return (category * BRANDS_PER_CATEGORY + brand) * areaCount + area;
  }

  function drawCents(category: number, minimumCents: number): number {
    const table = amounts[category];
    if (table === undefined) return 100;
    const cents = Math.max(50, Math.round(drawFrom(table, random.next()) * (0.97 + 0.06 * random.next())));
    return cents < minimumCents ? minimumCents + (cents % 2_000) : cents;
  }

  return {
    population,
    merchants,
    paymentsOfDay(localDate, uplift) {
      const date = new Date(`${localDate}T00:00:00Z`);
      const day = Math.round(date.getTime() / MS_PER_DAY);
      prepareMonth(date.getUTCMonth());
      const dayFactor = WEEKDAY_FACTORS[(date.getUTCDay() + 6) % 7] ?? 1;
      const columns = growingColumns(population.size);
      const add = (customer: number, category: number, merchant: number, cents: number, slot: number) => {
        const region = population.areas[population.areaOf[customer] ?? 0]?.region ?? 0;
        columns.add(customer, merchant, category, region, day, secondOfDay(random.next()), cents, slot);
      };
      for (let customer = 0; customer < population.size; customer += 1) {
        random.start(mix(seed, customer, day));
        const first = customer * habits.length;
        const last = first + habits.length - 1;
        const rate = cumulative[last] ?? 0;
        const count = poisson(rate * dayFactor, random.next());
        for (let slot = 0; slot < count; slot += 1) {
          const target = random.next() * rate;
          let at = first;
          while (at < last && (cumulative[at] ?? 0) <= target) at += 1;
          const category = at - first;
          const merchant = merchantFor(customer, category);
          const cents = drawCents(category, 0);
          const isRefund = random.next() < (habits[category]?.refundShare ?? 0);
          add(customer, category, merchant, isRefund ? -Math.ceil(cents / 2) : cents, slot);
        }
      }
      for (const [customerId, effect] of uplift ?? []) {
        const customer = population.numberOf(customerId);
        const category = categoryNumbers.get(effect.categoryId);
        if (customer === undefined || category === undefined || effect.paymentMerchantIds.length === 0) continue;
        random.start(mix(seed ^ UPLIFT_STREAM, customer, day));
        const at = customer * habits.length + category;
        const usual = (cumulative[at] ?? 0) - (category === 0 ? 0 : (cumulative[at - 1] ?? 0));
        const count = poisson(usual * dayFactor * effect.extraShare + effect.extraPayments, random.next());
        for (let index = 0; index < count; index += 1) {
          const id = effect.paymentMerchantIds[Math.floor(random.next() * effect.paymentMerchantIds.length)] ?? '';
          const merchant = merchantNumbers.get(id);
          if (merchant !== undefined)
            add(customer, category, merchant, drawCents(category, effect.minimumCents), FIRST_UPLIFT_SLOT + index);
        }
      }
      return columns.finish();
    },
  };
}

function createMerchants(profile: Profile, population: Population): readonly PaymentMerchant[] {
  return profile.categories.flatMap((category, categoryNumber) =>
    Array.from({ length: BRANDS_PER_CATEGORY }, (_, brand) =>
      population.areas.map((area, areaNumber) => ({
        id: `${category.id}-${brand + 1}-${area.id}`,
        category: categoryNumber,
        brand,
        area: areaNumber,
      })),
    ).flat(),
  );
}

/** How much more or less than the average a customer buys in each category: zero for those who never do, mean 1 over all. */
function drawAffinities(population: Population, habits: readonly SpendingHabit[], seed: number): Float64Array {
  const spread = logNormalTable(Math.exp(-0.18), 0.6);
  const random = new RandomStream();
  const affinities = new Float64Array(population.size * habits.length);
  for (let customer = 0, at = 0; customer < population.size; customer += 1) {
    random.start(mix(seed, customer, -AFFINITY_STREAM - 1));
    for (const habit of habits) {
      const takesPart = random.next() < habit.participation;
      const strength = drawFrom(spread, random.next());
      affinities[at] = takesPart ? strength / habit.participation : 0;
      at += 1;
    }
  }
  return affinities;
}

/** Number of events of a Poisson distribution with this mean, by inversion of one uniform number. */
function poisson(mean: number, uniform: number): number {
  let probability = Math.exp(-mean);
  let left = uniform - probability;
  let count = 0;
  while (left >= 0 && count < MAX_PAYMENTS_PER_DAY) {
    count += 1;
    probability *= mean / count;
    left -= probability;
  }
  return count;
}

/** Shops are open from 8 to 22. */
function secondOfDay(uniform: number): number {
  return 28_800 + Math.floor(uniform * 50_400);
}

type ColumnData = { -readonly [Name in Exclude<keyof PaymentColumns, 'length'>]: Int32Array<ArrayBuffer> };

function growingColumns(expected: number) {
  let capacity = Math.max(1_024, Math.ceil(expected * 1.5));
  let length = 0;
  const make = () => new Int32Array(capacity);
  const data: ColumnData = {
    customer: make(),
    merchant: make(),
    category: make(),
    region: make(),
    day: make(),
    second: make(),
    cents: make(),
    slot: make(),
  };
  const names = ['customer', 'merchant', 'category', 'region', 'day', 'second', 'cents', 'slot'] as const;
  function grow(): void {
    capacity *= 2;
    for (const name of names) {
      const larger = make();
      larger.set(data[name]);
      data[name] = larger;
    }
  }
  return {
    add(customer: number, merchant: number, category: number, region: number, day: number, second: number, cents: number, slot: number) {
      if (length === capacity) grow();
      data.customer[length] = customer;
      data.merchant[length] = merchant;
      data.category[length] = category;
      data.region[length] = region;
      data.day[length] = day;
      data.second[length] = second;
      data.cents[length] = cents;
      data.slot[length] = slot;
      length += 1;
    },
    finish(): PaymentColumns {
      const cut = (name: keyof ColumnData) => data[name].subarray(0, length);
      return {
        length,
        customer: cut('customer'),
        merchant: cut('merchant'),
        category: cut('category'),
        region: cut('region'),
        day: cut('day'),
        second: cut('second'),
        cents: cut('cents'),
        slot: cut('slot'),
      };
    },
  };
}
