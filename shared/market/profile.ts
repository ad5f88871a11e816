import { z } from 'zod';
import { FRACTION_PATTERN } from '../fraction.ts';
import { Channel, CHANNELS, Slug } from '../units.ts';

/**
 * A market profile: everything fixed in advance and public about one market. Only `name`, `currency`, `categories` and `regions`
 * must be given; the rest has the defaults below (those of the pilot). Documented for people in docs/profile.md.
 */

/** A label per language; a text alone is the label in every language. */
const Label = z.union([
  z.string().min(1).max(60),
  z.strictObject({ en: z.string().min(1).max(60), nl: z.string().min(1).max(60).optional(), fr: z.string().min(1).max(60).optional() }),
]);

/** Lower edges of the spend bands in whole currency units: the first is 0, each is above the one before; the last band is open. */
const BandEdges = z
  .array(z.int().min(0).max(1_000_000))
  .min(1)
  .max(16)
  .refine((edges) => edges[0] === 0, 'the first edge must be 0')
  .refine((edges) => edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? edge)), 'edges must rise');

const Category = z.strictObject({
  id: Slug,
  label: Label.optional(),
  /** Merchant category codes (ISO 18245, four digits with leading zeros) that belong to this category. */
  mccs: z.array(z.string().regex(/^\d{4}$/, 'four digits expected')).default([]),
  /** Overrides the profile's `bandEdges` for this category. Every category must have the same number of bands. */
  bandEdges: BandEdges.optional(),
});

const Region = z.strictObject({
  id: Slug,
  label: Label.optional(),
  /** Smaller areas (provinces) that make up the region, as they appear in imported data. */
  parts: z.array(Slug).default([]),
});

/**
 * `pair`, `first_level`, `second_level`: two categories of the profile, the earlier one first, each below or from the pair cut on.
 * `relationship`: lapsed or loyal customers of one merchant; such a table is that merchant's slice.
 */
export const TABLE_DIMENSIONS = ['category', 'band', 'region', 'channels', 'pair', 'first_level', 'second_level', 'relationship'] as const;
const Dimension = z.enum(TABLE_DIMENSIONS);

/** The shapes a table may have: what is bounded, and hence what is charged, is known for these and no other. */
const TABLE_SHAPES: ReadonlySet<string> = new Set([
  'category',
  'category band',
  'category region',
  'category band region',
  'region',
  'channels',
  'region channels',
  'pair first_level second_level',
  'relationship band',
]);

/**
 * One published table: which windows, which dimensions, which noise. `sigma2` is the discrete Gaussian's parameter as a fraction.
 * rho of one window is D²/(2·sigma2), with D² by `squaredSensitivity` in bank/privacy/accountant.
 */
const ReleaseTable = z.strictObject({
  id: Slug,
  window: z.enum(['month', 'season']),
  dimensions: z
    .array(Dimension)
    .min(1)
    .max(4)
    .refine(isTableShape, `no table has these dimensions; known are ${[...TABLE_SHAPES].join(', ')}`),
  sigma2: z.string().regex(FRACTION_PATTERN, 'a fraction such as 432 or 3/7 expected'),
});

/** In any order: cells are laid out as the profile writes them. */
function isTableShape(dimensions: readonly string[]): boolean {
  return TABLE_SHAPES.has([...dimensions].sort((left, right) => placeOf(left) - placeOf(right)).join(' '));
}

const ORDER = ['category', 'relationship', 'band', 'region', 'channels', 'pair', 'first_level', 'second_level'];
function placeOf(dimension: string): number {
  return ORDER.indexOf(dimension);
}

const PILOT_TABLES = [
  { id: 'month-category-band', window: 'month', dimensions: ['category', 'band'], sigma2: '432' },
  { id: 'season-category-band', window: 'season', dimensions: ['category', 'band'], sigma2: '72' },
  { id: 'season-category-band-region', window: 'season', dimensions: ['category', 'band', 'region'], sigma2: '216' },
  { id: 'season-relationship-band', window: 'season', dimensions: ['relationship', 'band'], sigma2: '800' },
  { id: 'season-category-pairs', window: 'season', dimensions: ['pair', 'first_level', 'second_level'], sigma2: '400' },
  { id: 'season-population', window: 'season', dimensions: ['region', 'channels'], sigma2: '100' },
] as const;

const Share = z.number().min(0).max(1);

/** A Beta distribution of a share, and its source: a citation or the word "assumption". */
const BetaPrior = z.strictObject({ alpha: z.number().positive(), beta: z.number().positive(), source: z.string().min(1).max(300) });

/** Priors of one category of merchants, of one kind of reward, or of both together; see `priorsOf`. */
const OfferPrior = z
  .strictObject({
    category: Slug.optional(),
    template: z.enum(['percent', 'flat_amount']).optional(),
    redemption: BetaPrior,
    activation: BetaPrior.optional(),
  })
  .refine((entry) => entry.category !== undefined || entry.template !== undefined, 'a category, a template or both expected');

const Planning = z.strictObject({
  /** Share of reachable customers that the frequency cap leaves over; a published planning constant, not computed from data. */
  frequencyCapShare: Share.default(0.87),
  /** How much a segment may differ from its region in channel reach, as a share of the figure, added in quadrature. */
  segmentDriftShare: Share.default(0.05),
  /** Beta prior of the share of delivered customers who redeem, and its source: a citation or the word "assumption". */
  redemptionPrior: BetaPrior.default({ alpha: 4, beta: 96, source: 'assumption' }),
  /** Beta prior of the share of delivered customers who switch an offer on that asks for it. */
  activationPrior: BetaPrior.default({ alpha: 8, beta: 92, source: 'assumption' }),
  /** Priors by category and kind of reward, where they differ from the two above. */
  priors: z.array(OfferPrior).max(256).default([]),
  /** Mean and relative standard deviation of the basket of a redeeming customer, in cents. */
  basketPrior: z
    .strictObject({ meanCents: z.int().positive(), relativeDeviation: z.number().positive(), source: z.string().min(1).max(300) })
    .default({ meanCents: 7500, relativeDeviation: 0.6, source: 'assumption' }),
});

const Limits = z.strictObject({
  /** Smallest number of deliverable customers of a campaign, judged on the noisy value with a margin of 4.753 sd. */
  minimumCustomers: z.int().min(1).default(100),
  /** Above either of these a second reviewer must approve. */
  fourEyesReach: z.int().min(1).default(10_000),
  fourEyesBudgetCents: z.int().min(1).default(2_500_000),
});

const Frequency = z.strictObject({
  pushPer7Days: z.int().min(1).default(1),
  offersPer30Days: z.int().min(1).default(3),
  campaignsPerCustomerYear: z.int().min(1).default(12),
  quietFrom: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .default('21:00'),
  quietUntil: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .default('08:00'),
});

export const Profile = z
  .strictObject({
    format: z.literal('florin-profile/1').default('florin-profile/1'),
    name: Slug,
    /** A demonstration market: synthetic customers, a clock that can be advanced, a banner on every screen. Fixed when the data directory is created. */
    demo: z.boolean().default(false),
    /** Local date on which a demonstration market's clock starts; ignored where `demo` is false. */
    demoToday: z.iso.date().default('2026-03-02'),
    market: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters expected')
      .default('NL'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'a currency code such as EUR expected'),
    timeZone: z.string().min(1).max(60).default('Europe/Amsterdam'),
    /** In keep order: where a customer has more than `categoriesPerCustomer` categories in a window, the first ones of this list are kept. */
    categories: z.array(Category).min(1).max(64),
    bandEdges: BandEdges.default([0, 50, 100, 150, 250]),
    regions: z.array(Region).max(64),
    /** What a negative amount is: `net` lowers the spend of its month and season, `reject` refuses the row. */
    refunds: z.enum(['net', 'reject']).default('net'),
    /** Age bands as they appear in imported data; customers of a band with `adult: false` are in no release and no delivery. */
    ageBands: z.array(z.strictObject({ id: z.string().min(1).max(20), adult: z.boolean() })).default([]),
    /** Never aggregated, never offered: merchant category codes, category names and merchants dropped before anything is counted. */
    sensitive: z
      .strictObject({
        mccs: z.array(z.string().regex(/^\d{4}$/)).default([]),
        categories: z.array(Slug).default([]),
        merchants: z.array(z.string().min(1).max(120)).default([]),
      })
      .default({ mccs: [], categories: [], merchants: [] }),
    channels: z
      .array(Channel)
      .min(1)
      .default([...CHANNELS]),
    /** K: the most categories of one customer that are counted per window. */
    categoriesPerCustomer: z.int().min(1).max(64).default(6),
    /** The most merchants whose slices count one customer, per season; the first ones in the order of their contracts. */
    merchantsPerCustomer: z.int().min(1).max(64).default(10),
    /** Where a pair table cuts a category's spend into low and high, in whole currency units; see `pairCutBand`. */
    pairCut: z.int().min(1).max(1_000_000).default(100),
    /** The yearly cap on rho of the whole bank, and the tables that spend it. */
    privacyCap: z.string().regex(FRACTION_PATTERN).default('1/2'),
    tables: z
      .array(ReleaseTable)
      .min(1)
      .default(PILOT_TABLES.map((table) => ({ ...table, dimensions: [...table.dimensions] }))),
    /** A campaign report is charged like one count of `sigma2`, at most `perCustomerYear` reports per customer and year. */
    reports: z
      .strictObject({ sigma2: z.string().regex(FRACTION_PATTERN).default('120'), perCustomerYear: z.int().min(1).default(12) })
      .default({ sigma2: '120', perCustomerYear: 12 }),
    /** Quotes: noisy counts for single rules, one charge of 1/(2·sigma2) each, at most `perYear` in any twelve months for the whole bank. */
    quotes: z
      .strictObject({ sigma2: z.string().regex(FRACTION_PATTERN).default('400'), perYear: z.int().min(0).max(1_000_000).default(16) })
      .default({ sigma2: '400', perYear: 16 }),
    /** School breaks of the market, both ends included, each with where its dates come from; undefined takes the country's list. */
    schoolBreaks: z
      .array(z.strictObject({ label: Label, from: z.iso.date(), until: z.iso.date(), source: z.string().min(1).max(300) }))
      .max(200)
      .optional(),
    /** Day of the month on which the month before is published. */
    publicationDay: z.int().min(1).max(28).default(2),
    planning: Planning.prefault({}),
    limits: Limits.prefault({}),
    frequency: Frequency.prefault({}),
  })
  .superRefine((profile, context) => {
    const bandCount = profile.bandEdges.length;
    profile.categories.forEach((category, index) => {
      if ((category.bandEdges ?? profile.bandEdges).length !== bandCount)
        context.addIssue({ code: 'custom', path: ['categories', index, 'bandEdges'], message: `every category needs ${bandCount} bands` });
    });
    profile.planning.priors.forEach((prior, index) => {
      if (prior.category !== undefined && !profile.categories.some((category) => category.id === prior.category))
        context.addIssue({ code: 'custom', path: ['planning', 'priors', index, 'category'], message: 'no category of the profile' });
    });
    for (const [list, name] of [
      [profile.categories, 'categories'],
      [profile.regions, 'regions'],
      [profile.tables, 'tables'],
    ] as const)
      if (new Set(list.map((item) => item.id)).size !== list.length)
        context.addIssue({ code: 'custom', path: [name], message: 'an id occurs twice' });
  });

/** What a person may write: defaults left out. */
export type ProfileInput = z.input<typeof Profile>;
/** A complete profile. */
export type Profile = z.infer<typeof Profile>;
export type ProfileCategory = Profile['categories'][number];
export type ReleaseTable = z.infer<typeof ReleaseTable>;
export type TableDimension = z.infer<typeof Dimension>;

/** Lower band edges of a category in cents, ascending, the first 0. */
export function bandEdgesCents(profile: Pick<Profile, 'bandEdges'>, category: Pick<ProfileCategory, 'bandEdges'>): readonly number[] {
  return (category.bandEdges ?? profile.bandEdges).map((edge) => edge * 100);
}

/** The first band that is high in pair tables: the first whose lower edge reaches the profile's pair cut, else the last one. */
export function pairCutBand(profile: Pick<Profile, 'bandEdges' | 'pairCut'>, category: Pick<ProfileCategory, 'bandEdges'>): number {
  const edges = category.bandEdges ?? profile.bandEdges;
  const reached = edges.findIndex((edge) => edge >= profile.pairCut);
  return reached === -1 ? edges.length - 1 : reached;
}

/** Names of the bands from their lower edges in currency units: `0-50`, `50-100`, …, `250+`. */
export function bandNames(edges: readonly number[]): readonly string[] {
  return edges.map((edge, index) => (index === edges.length - 1 ? `${edge}+` : `${edge}-${edges[index + 1]}`));
}
