import type { Profile } from '#shared/market/profile.ts';
import type { NumberedPayment } from '../../segments/duckdb/load-generated.ts';
import { drawSql, drawTablesSql } from './draw-sql.ts';
import { createPopulation, type Population } from './population.ts';
import { mix, normalQuantile, RandomStream } from './random.ts';
import { habitOf, SHOP_HOURS, type SpendingHabit } from './spending.ts';

/** Brands per category; every brand has one payment merchant per area. */
export const BRANDS_PER_CATEGORY = 8;
const PAYMENTS_PER_PART = 6_000_000;
const MS_PER_DAY = 86_400_000;
const MOST_EXTRA_PAYMENTS = 60;
const UPLIFT_STREAM = 0x5bd1e995;

export interface PaymentMerchant {
  readonly id: string;
  readonly category: number;
  readonly brand: number;
  readonly area: number;
}

/** What an offer does to one customer on one day: more visits in a category, at the offering merchant. */
export interface Uplift {
  readonly categoryId: string;
  /** Mean number of extra payments of the day. */
  readonly extraPayments: number;
  /** Where they happen: one of these payment merchants. */
  readonly paymentMerchantIds: readonly string[];
  /** Extra payments are at least this much. */
  readonly minimumCents: number;
}

/** The seeded market: the same profile, seed and size give the same payments for every day, drawn alone or with others. */
export interface SyntheticMarket {
  readonly population: Population;
  readonly merchants: readonly PaymentMerchant[];
  /** SQL of the temporary tables that the payments are drawn over, from `customers` ({@link drawTablesSql}). */
  drawTables(): readonly string[];
  /**
   * The ordinary payments of a month as SQL ({@link drawSql}), in parts of some million payments that follow each other in the order of the payment merchants.
   * @param days of the month, from 1; absent for the whole month
   */
  ordinaryPayments(month: string, days?: readonly number[]): readonly string[];
  /** What offers add on a day. @param uplift by customer id */
  extraPayments(localDate: string, uplift: ReadonlyMap<string, Uplift>): readonly NumberedPayment[];
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
  const drawn = { seed, habits, areas: population.areas.map((area) => area.id), brands: BRANDS_PER_CATEGORY };
  const parts = inParts(habits, population.size);
  const random = new RandomStream();

  function drawCents(category: number, minimumCents: number): number {
    const { medianCents, sigma } = habits[category] ?? habitOf('');
    const cents = Math.max(50, Math.round(medianCents * Math.exp(sigma * normalQuantile((random.next() + 1e-9) / (1 + 2e-9)))));
    return cents < minimumCents ? minimumCents + (cents % 2_000) : cents;
  }

  return {
    population,
    merchants,
    drawTables: () => drawTablesSql(drawn),
    ordinaryPayments: (month, days) =>
      parts.map((categories) => drawSql(drawn, { categories, month, ...(days === undefined ? {} : { days }) })),
    extraPayments(localDate, uplift) {
      const day = Math.round(Date.parse(`${localDate}T00:00:00Z`) / MS_PER_DAY);
      const payments: NumberedPayment[] = [];
      for (const [customerId, effect] of uplift) {
        const customer = population.numberOf(customerId);
        const category = categoryNumbers.get(effect.categoryId);
        if (customer === undefined || category === undefined || effect.paymentMerchantIds.length === 0) continue;
        random.start(mix(seed ^ UPLIFT_STREAM, customer, day));
        const count = poisson(effect.extraPayments, random.next());
        for (let slot = 0; slot < count; slot += 1) {
          const id = effect.paymentMerchantIds[Math.floor(random.next() * effect.paymentMerchantIds.length)] ?? '';
          const merchant = merchantNumbers.get(id);
          const cents = drawCents(category, effect.minimumCents);
          const second = secondOfDay(random.next());
          if (merchant !== undefined) payments.push({ customer, merchant, category, day, second, cents, slot });
        }
      }
      return payments;
    },
  };
}

/** Categories one after the other, in parts of a size that the engine sorts in its memory. */
function inParts(habits: readonly SpendingHabit[], customers: number): readonly { readonly from: number; readonly until: number }[] {
  const parts: { from: number; until: number }[] = [];
  let left = 0;
  for (const [number, habit] of habits.entries()) {
    const expected = (habit.paymentsPerYear / 12) * customers;
    const last = parts.at(-1);
    if (last !== undefined && expected <= left) last.until = number + 1;
    else {
      parts.push({ from: number, until: number + 1 });
      left = PAYMENTS_PER_PART;
    }
    left -= expected;
  }
  return parts;
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

/** Number of events of a Poisson distribution with this mean, by inversion of one uniform number. */
function poisson(mean: number, uniform: number): number {
  let probability = Math.exp(-mean);
  let left = uniform - probability;
  let count = 0;
  while (left >= 0 && count < MOST_EXTRA_PAYMENTS) {
    count += 1;
    probability *= mean / count;
    left -= probability;
  }
  return count;
}

function secondOfDay(uniform: number): number {
  return SHOP_HOURS.openFrom + Math.floor(uniform * SHOP_HOURS.seconds);
}
