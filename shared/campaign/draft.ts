import { z } from 'zod';
import { RELATIONS, SpendCondition, VisitsCondition } from '../audience/audience.ts';
import { SeenReach } from '../reach/stale.ts';
import { Channel, Id, Instant, Language, Slug } from '../units.ts';
import { CampaignContent, HoldoutPercent, Objective, Pacing } from './content.ts';
import { EvidenceFile } from './evidence.ts';
import { CreativeImages, IMAGE_KINDS } from './files.ts';

/**
 * A campaign while it is typed: every field of the content, none of its limits, so that nothing a person entered is ever lost.
 * `completeDraft` turns it into content or says what is missing.
 */
export const DraftText = z.strictObject({
  title: z.string().max(2_000),
  shortText: z.string().max(2_000),
  longText: z.string().max(10_000),
  terms: z.string().max(40_000),
  logoAlt: z.string().max(2_000).optional(),
  heroAlt: z.string().max(2_000).optional(),
});
export type DraftText = z.infer<typeof DraftText>;
const Amount = z.int().nullable();

/** A claim while it is typed; its prices are kept while another kind is chosen. */
export const DraftClaim = z.strictObject({
  kind: z.enum(['none', 'was_now', 'from_price', 'free_gift']),
  fromCents: Amount,
  toCents: Amount,
  lowest30DaysCents: Amount,
});
export type DraftClaim = z.infer<typeof DraftClaim>;
export const NO_CLAIM: DraftClaim = { kind: 'none', fromCents: null, toCents: null, lowest30DaysCents: null };

export const DraftContent = z.strictObject({
  name: z.string().max(400),
  objective: Objective,
  market: z.string().regex(/^[A-Z]{2}$/),
  channels: z.array(Channel),
  spend: SpendCondition.nullable(),
  /** Further conditions that must hold as well; drafts of before there were any have none. */
  secondSpend: SpendCondition.nullable().default(null),
  relation: z.enum(RELATIONS).default('any'),
  visits: VisitsCondition.nullable().default(null),
  /** Empty means: not chosen yet. All regions means: anywhere. */
  regions: z.array(Slug),
  reward: z.strictObject({ template: z.enum(['percent', 'flat_amount']), percent: Amount, amountCents: Amount }),
  minimumSpendCents: Amount,
  capPerRedemptionCents: Amount,
  capPerCustomerCents: Amount,
  redemptionsPerCustomer: Amount,
  activation: z.strictObject({ kind: z.enum(['automatic', 'required']), withinDays: Amount }),
  where: z.enum(['in_store', 'online', 'both']),
  returnPeriodDays: Amount,
  declarations: CampaignContent.shape.offer.shape.declarations,
  /** Drafts of before there were claims and evidence have none. */
  claim: DraftClaim.default(NO_CLAIM),
  evidence: z.array(EvidenceFile).max(50).default([]),
  creative: z.partialRecord(Language, DraftText),
  /** Pictures by their hash; drafts of before there were any have none. */
  images: CreativeImages.default({}),
  /** The second version of the message; null where there is none. */
  alternative: z
    .strictObject({ creative: z.partialRecord(Language, DraftText), images: CreativeImages })
    .nullable()
    .default(null),
  startsOn: z.iso.date().nullable(),
  endsOn: z.iso.date().nullable(),
  redemptionExtraDays: Amount,
  pacing: Pacing,
  budgetCents: Amount,
  holdoutPercent: HoldoutPercent,
  attributionDays: Amount,
});
export type DraftContent = z.infer<typeof DraftContent>;

/** Where a draft stands towards the bank. `queued`: written, waiting for the bank to be reachable, sent once. */
export const DraftSubmission = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('none') }),
  z.strictObject({ phase: z.literal('queued'), submissionId: Id, since: Instant, releaseId: z.string(), content: CampaignContent }),
  z.strictObject({
    phase: z.literal('refused'),
    submissionId: Id,
    at: Instant,
    code: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({ phase: z.literal('submitted'), submissionId: Id, at: Instant }),
]);
export type DraftSubmission = z.infer<typeof DraftSubmission>;

/** A draft in the application's own store. Its id becomes the campaign's id. */
export const Draft = z.strictObject({
  format: z.literal('florin-draft/1'),
  id: Id,
  createdAt: Instant,
  updatedAt: Instant,
  /** Rises by one with every save; a save of an older version is `version_conflict`. */
  version: z.int().min(1),
  content: DraftContent,
  submission: DraftSubmission,
  /** The revision that it was made from, 0 for none; null in drafts of before it was remembered. */
  baseRevision: z.int().min(0).nullable().default(null),
  /** The reach that was seen last, and on which release; null before the first, and in drafts of before it was remembered. */
  seenReach: SeenReach.nullable().default(null),
});
export type Draft = z.infer<typeof Draft>;

export type CompletedDraft =
  | { readonly kind: 'complete'; readonly content: CampaignContent }
  | { readonly kind: 'incomplete'; readonly missing: readonly { readonly path: string; readonly code: 'missing' | 'outside_limits' }[] };

/** The parts of a draft's audience in the order of its conditions, each with its name on screen. */
export function draftConditions(
  draft: Pick<DraftContent, 'spend' | 'secondSpend' | 'relation' | 'visits' | 'regions'>,
): readonly { readonly name: 'spend' | 'secondSpend' | 'relation' | 'visits' | 'regions'; readonly condition: unknown }[] {
  return [
    ...(draft.spend === null ? [] : [{ name: 'spend' as const, condition: draft.spend }]),
    ...(draft.secondSpend === null ? [] : [{ name: 'secondSpend' as const, condition: draft.secondSpend }]),
    ...(draft.relation === 'any' ? [] : [{ name: 'relation' as const, condition: { kind: 'relationship', relation: draft.relation } }]),
    ...(draft.visits === null ? [] : [{ name: 'visits' as const, condition: draft.visits }]),
    { name: 'regions', condition: { kind: 'regions', regions: draft.regions } },
  ];
}

/** Conditions that a rule may have besides regions when regions are one of them. */
const MOST_BESIDE_REGIONS = 3;

/**
 * Builds the content of a draft, or lists each field that is missing or outside its limits, by its path in the content.
 * @param everywhere all regions of the market: a rule with four other conditions leaves them out where they are all chosen
 */
export function completeDraft(draft: DraftContent, everywhere: readonly string[] = []): CompletedDraft {
  const conditions = draftConditions(draft);
  const needsNoRegions =
    conditions.length > MOST_BESIDE_REGIONS + 1 && everywhere.length > 0 && everywhere.every((region) => draft.regions.includes(region));
  const reward =
    draft.reward.template === 'percent'
      ? { template: 'percent', percent: draft.reward.percent }
      : { template: 'flat_amount', amountCents: draft.reward.amountCents };
  const candidate = {
    format: 'florin-campaign/1',
    name: draft.name,
    objective: draft.objective,
    market: draft.market,
    channels: draft.channels,
    audience: {
      format: 'florin-audience/1',
      conditions: conditions.filter(({ name }) => name !== 'regions' || !needsNoRegions).map(({ condition }) => condition),
    },
    offer: {
      reward,
      minimumSpendCents: draft.minimumSpendCents,
      capPerRedemptionCents: draft.capPerRedemptionCents,
      capPerCustomerCents: draft.capPerCustomerCents,
      redemptionsPerCustomer: draft.redemptionsPerCustomer,
      activation: draft.activation.kind === 'automatic' ? { kind: 'automatic' } : draft.activation,
      where: draft.where,
      returnPeriodDays: draft.returnPeriodDays,
      declarations: draft.declarations,
      ...completeClaim(draft.claim),
    },
    ...(draft.evidence.length === 0 ? {} : { evidence: draft.evidence }),
    ...completeCreative(draft),
    ...(draft.alternative === null ? {} : { alternative: completeCreative(draft.alternative) }),
    schedule: { startsOn: draft.startsOn, endsOn: draft.endsOn, redemptionExtraDays: draft.redemptionExtraDays, pacing: draft.pacing },
    budgetCents: draft.budgetCents,
    holdoutPercent: draft.holdoutPercent,
    attributionDays: draft.attributionDays,
  };
  const parsed = CampaignContent.safeParse(candidate);
  if (parsed.success) return { kind: 'complete', content: parsed.data };
  const missing = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    code: issue.code === 'invalid_type' ? ('missing' as const) : ('outside_limits' as const),
  }));
  return { kind: 'incomplete', missing };
}

/** A claim as a content holds it: none is left out, and prices belong to was/now alone. */
function completeClaim({ kind, ...prices }: DraftClaim): object {
  if (kind === 'none') return {};
  return { claim: kind === 'was_now' ? { kind, ...prices } : { kind } };
}

/** Words and pictures as a content holds them: alternative texts go with their pictures, and what is not there is left out. */
function completeCreative({ creative, images }: Pick<DraftContent, 'creative' | 'images'>): object {
  const shown = IMAGE_KINDS.filter((kind) => images[kind] !== undefined);
  return {
    creative: Object.fromEntries(
      Object.entries(creative).map(([language, { logoAlt, heroAlt, ...words }]) => [
        language,
        {
          ...words,
          ...(shown.includes('logo') && isText(logoAlt) ? { logoAlt } : {}),
          ...(shown.includes('hero') && isText(heroAlt) ? { heroAlt } : {}),
        },
      ]),
    ),
    ...(shown.length === 0 ? {} : { images }),
  };
}

function isText(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}
