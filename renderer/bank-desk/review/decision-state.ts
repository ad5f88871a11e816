import type { TransitionName } from '#shared/campaign/transitions.ts';
import type { ReviewCase } from '#shared/contracts/http/campaigns.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Role } from '#shared/session/roles.ts';

/** What the decision bar offers. */
export type DecisionStand =
  /** Somebody must take the case before it can be decided. */
  | { readonly kind: 'take' }
  | {
      readonly kind: 'decide';
      readonly mayApprove: boolean;
      readonly mayRequestChanges: boolean;
      readonly mayReject: boolean;
      readonly mayGiveBack: boolean;
    }
  | { readonly kind: 'claimed_by_other' }
  | { readonly kind: 'officer' }
  /** This reviewer gave the first approval; the second is another person's. */
  | { readonly kind: 'waits_for_second' }
  | { readonly kind: 'closed' };

/**
 * Where a case stands for a role. What is legal comes from the bank's answer; a second approval is the transition `schedule` of an approved
 * campaign.
 */
export function decisionStand(reviewCase: ReviewCase, role: Role): DecisionStand {
  const { legal, summary } = reviewCase.detail;
  const may = (name: TransitionName) => legal.includes(name);
  const isOpen = summary.state === 'submitted' || summary.state === 'in_review' || summary.state === 'approved';
  if (role !== 'bank_reviewer') return isOpen ? { kind: 'officer' } : { kind: 'closed' };
  if (may('take')) return { kind: 'take' };
  if (reviewCase.claimed && !reviewCase.claimedByMe) return { kind: 'claimed_by_other' };
  const waitsForSecond = summary.state === 'approved' && reviewCase.approvals.given < reviewCase.approvals.needed;
  const mayApprove = may('approve') || (waitsForSecond && may('schedule'));
  if (mayApprove || may('request_changes') || may('reject'))
    return {
      kind: 'decide',
      mayApprove,
      mayRequestChanges: may('request_changes'),
      mayReject: may('reject'),
      mayGiveBack: may('release'),
    };
  return waitsForSecond ? { kind: 'waits_for_second' } : { kind: 'closed' };
}

export const COMMENT_LENGTH = { min: 10, max: 2_000 } as const;

/** Refusals that mean: what is on the screen is not what the bank has; the remedy is to load the case again. */
const WORDED = [
  'maker_may_not_approve',
  'second_person_required',
  'claimed_by_another',
  'version_conflict',
  'hash_mismatch',
  'transition_refused',
] as const satisfies readonly ErrorCode[];
export type WordedRefusal = (typeof WORDED)[number];

export function wordedRefusal(code: ErrorCode): WordedRefusal | undefined {
  return WORDED.find((known) => known === code);
}
