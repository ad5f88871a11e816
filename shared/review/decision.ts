import { z } from 'zod';
import { Sha256 } from '../units.ts';

export const ReasonCode = z.enum([
  'misleading_claim',
  'price_evidence_missing',
  'restricted_category',
  'missing_warning',
  'sensitive_targeting',
  'audience_too_small',
  'discrimination_risk',
  'terms_incomplete',
  'creative_quality',
  'ip_rights',
  'landing_mismatch',
  'budget_liability',
  'frequency_conflict',
  'brand_safety',
  'contract_invalid',
  'language_missing',
  'other',
]);
export type ReasonCode = z.infer<typeof ReasonCode>;

/** A reviewer's decision on one revision. The hash is the one the reviewer was shown. */
export const Decision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('approve'), revisionHash: Sha256 }),
  z.strictObject({
    kind: z.enum(['request_changes', 'reject']),
    revisionHash: Sha256,
    reason: ReasonCode,
    text: z.string().trim().min(10).max(2_000),
  }),
]);
export type Decision = z.infer<typeof Decision>;

/** One automatic check of a revision, as the reviewer and the merchant see it. The screen words it from `code` and `facts`. */
export const Check = z.strictObject({
  code: z.enum([
    'minimum_size',
    'sensitive_category',
    'criterion_not_named',
    'advertising_label',
    'credit_warning',
    'alcohol_mark',
    'prohibited_goods',
    'start_date',
    'release_current',
    'required_languages',
    'cap_order',
    'minimum_spend',
    'budget_cover',
    'frequency',
    'reward_wording',
    'evidence',
  ]),
  verdict: z.enum(['pass', 'fail', 'needs_eyes']),
  /** Where the rule comes from, for example `DSA 26(1)`; absent for a house rule. */
  citation: z.string().max(200).optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Check = z.infer<typeof Check>;
