/**
 * How the customers of the demonstration market spend, per category. All figures are assumptions made for a plausible demonstration; the seasonal
 * factors have mean 1 over the year.
 */
export interface SpendingHabit {
  /** Mean payments of one customer in a year, over all customers. */
  readonly paymentsPerYear: number;
  /** Share of customers who buy in this category at all. */
  readonly participation: number;
  /** Log-normal amount of one payment. */
  readonly medianCents: number;
  readonly sigma: number;
  /** Share of payments that are a refund instead. */
  readonly refundShare: number;
  /** Factor per month, January first, mean 1. */
  readonly season: readonly number[];
}

/** Shops are open from 8 to 22, in seconds of the day. */
export const SHOP_HOURS = { openFrom: 28_800, seconds: 50_400 };

const EVEN = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const GARDEN = [0.6, 0.7, 1.2, 1.6, 1.5, 1.3, 1, 0.9, 0.9, 0.9, 0.9, 0.5];
const GIFTS = [0.7, 0.7, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 1.1, 1.7, 2.1];
const SUMMER = [0.7, 0.8, 0.9, 1, 1.2, 1.2, 1.4, 1.3, 1.1, 0.9, 0.7, 0.8];
const SPRING = [0.8, 0.9, 1.1, 1.3, 1.2, 1.1, 1, 0.9, 1, 1, 0.9, 0.8];

function habit(
  paymentsPerYear: number,
  participation: number,
  medianCents: number,
  sigma: number,
  season: readonly number[],
  refundShare = 0,
): SpendingHabit {
  return { paymentsPerYear, participation, medianCents, sigma, season, refundShare };
}

const HABITS: Readonly<Record<string, SpendingHabit>> = {
  garden: habit(5.2, 0.6, 1_550, 0.8, GARDEN, 0.005),
  toys: habit(4.5, 0.45, 1_700, 0.7, GIFTS, 0.01),
  books: habit(5, 0.55, 1_500, 0.5, GIFTS),
  pets: habit(8, 0.4, 1_800, 0.6, EVEN),
  sports: habit(5, 0.5, 3_000, 0.8, SPRING, 0.02),
  electronics: habit(4.5, 0.65, 5_500, 1, GIFTS, 0.02),
  furniture: habit(4, 0.55, 6_500, 1, EVEN, 0.01),
  beauty: habit(9, 0.7, 2_200, 0.6, EVEN),
  diy: habit(9, 0.6, 2_800, 0.9, SPRING, 0.01),
  flowers: habit(7, 0.5, 1_400, 0.5, [0.8, 1.3, 1.2, 1, 1.4, 0.9, 0.8, 0.8, 0.9, 0.9, 0.9, 1.1]),
  jewellery: habit(1.5, 0.25, 5_500, 0.9, GIFTS),
  hobby: habit(4, 0.3, 1_800, 0.7, [1.2, 1.1, 1, 0.9, 0.8, 0.8, 0.8, 0.8, 1, 1.1, 1.2, 1.3]),
  cycling: habit(2.5, 0.4, 3_500, 1.1, SPRING),
  hotels: habit(2, 0.4, 14_000, 0.7, SUMMER),
  travel: habit(10, 0.6, 2_800, 1.2, SUMMER, 0.01),
  office: habit(4, 0.4, 1_300, 0.6, [1, 1, 1, 0.9, 0.9, 0.9, 0.8, 1.4, 1.3, 1, 0.9, 0.9]),
  fuel: habit(24, 0.6, 5_500, 0.4, EVEN),
  clothing: habit(14, 0.85, 3_800, 0.7, [1.1, 0.8, 1, 1, 1, 1, 1, 0.9, 1, 1, 1, 1.2], 0.03),
  eating_out: habit(46, 0.9, 2_100, 0.7, SUMMER),
  groceries: habit(150, 0.99, 2_400, 0.8, EVEN, 0.002),
};

/** The habit of a category by its id; categories of other profiles get an ordinary one. */
export function habitOf(categoryId: string): SpendingHabit {
  return HABITS[categoryId] ?? habit(12, 0.6, 2_500, 0.7, EVEN);
}

/** How much more or less than the average a customer buys in a category: log-normal with mean 1, of the logarithm these. An assumption. */
export const STRENGTH = { mean: -0.18, sigma: 0.6 } as const;

/** Payments by day of the week, Monday first, mean 1. */
export const WEEKDAY_FACTORS = [0.85, 0.9, 0.95, 1.05, 1.15, 1.4, 0.7] as const;

/** Share of the Dutch population per province (CBS, StatLine, open data). */
export const PROVINCE_SHARES: Readonly<Record<string, number>> = {
  GR: 0.0336,
  FR: 0.0373,
  DR: 0.0283,
  OV: 0.0668,
  GE: 0.12,
  FL: 0.0245,
  UT: 0.0779,
  NH: 0.1652,
  ZH: 0.2132,
  ZE: 0.0221,
  NB: 0.1473,
  LI: 0.0638,
};

/** Share of consenting customers who also agreed to a channel. An assumption. */
export const CHANNEL_SHARES = { app_feed: 0.92, push: 0.61, email: 0.74, letter: 0.35 } as const;
