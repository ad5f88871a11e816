import { z } from 'zod';
import { FRACTION_PATTERN } from '../../fraction.ts';
import { Window } from '../../market/window.ts';
import { Instant, LocalDate, Slug } from '../../units.ts';
import { defineEndpoint } from './define.ts';

/** An exact fraction of rho, or of the cap, as text: `1/12`. */
const Fraction = z.string().regex(FRACTION_PATTERN);
const Guess = z.number().min(0.5).max(1);

/**
 * One line of the public ledger. A quote's id is random; a report carries none, because which campaigns a bank runs is its merchants' business.
 * `state`: charged but not out (work was cut off between the charge and the publication), published, or withdrawn; a charge is never refunded.
 */
const PublicArtefact = z.strictObject({
  kind: z.enum(['release', 'quote', 'campaign_report', 'correction']),
  id: z.string().min(1).max(200).optional(),
  /** The month or season of a release. */
  window: Window.optional(),
  chargedAt: Instant,
  state: z.enum(['charged', 'published', 'withdrawn']),
  rho: Fraction,
  shareOfCap: Fraction,
  /** In the twelve months that end today. */
  counted: z.boolean(),
});
export type PublicArtefact = z.infer<typeof PublicArtefact>;

/** What rho means for a person. Shares between 0.5 (a coin toss) and 1 (certainty). */
const PrivacyMeaning = z.strictObject({
  /** How often the best possible guess whether one person is in the data of one year is right. */
  bestGuess: Guess,
  /** The same for somebody who is in the data for several years. */
  severalYears: z.array(z.strictObject({ years: z.int().min(2), bestGuess: Guess })),
  /** The same for telling one person's whole year from another's. */
  replaceOne: Guess,
  /** The same rho as (ε, δ), for readers who compare; never shown without rho and the guess. */
  epsilon: z.number().min(0),
  delta: z.number().min(0).max(1),
});

/** What the promise does not cover; each has its words on the page and in the application. */
export const NOT_PROMISED = ['groups', 'bank_staff', 'till', 'consent'] as const;

/**
 * The public account of the bank's privacy budget. Made of the ledger, the list of published releases, the profile and the calendar alone: nothing in it
 * depends on data that was not published.
 */
export const PrivacyAccount = z.strictObject({
  profile: Slug,
  market: z.string(),
  demo: z.boolean(),
  today: LocalDate,
  /** The twelve months of the account: after `after`, up to and with `until`. */
  year: z.strictObject({ after: LocalDate, until: LocalDate }),
  cap: Fraction,
  spent: z.strictObject({ releases: Fraction, quotes: Fraction, reports: Fraction, total: Fraction }),
  /** Cap less spent, and the parts of it that are kept: for the releases still to come, for quotes, for reports; `free` is planned for nothing. */
  left: z.strictObject({ total: Fraction, releasesToCome: Fraction, quotes: Fraction, reports: Fraction, free: Fraction }),
  quotes: z.strictObject({ perYear: z.int().min(0), left: z.int().min(0), rhoEach: Fraction }),
  reports: z.strictObject({ perCustomerYear: z.int().min(0), published: z.int().min(0), rhoEach: Fraction }),
  /** The largest sum that any twelve months can reach, line by line: fixed in advance. */
  plan: z.array(z.strictObject({ artefact: Slug, perYear: z.int().min(0), rhoEach: Fraction, yearly: Fraction, shareOfCap: Fraction })),
  bounds: z.strictObject({ categories: z.int().min(1), merchants: z.int().min(1), campaigns: z.int().min(1) }),
  meaning: PrivacyMeaning,
  notPromised: z.array(z.enum(NOT_PROMISED)),
  /** Newest first. */
  artefacts: z.array(PublicArtefact),
});
export type PrivacyAccount = z.infer<typeof PrivacyAccount>;

export const privacyEndpoints = {
  privacy: defineEndpoint({
    method: 'GET',
    path: '/v1/privacy',
    summary: 'What has been published, what it cost and what is left: JSON, or a page for a browser (nl, en, fr)',
    access: 'public',
    carries: 'none',
    answer: PrivacyAccount,
  }),
} as const;
