import { z } from 'zod';

/** The campaign lifecycle as data; the bank enforces it, screens read it to show what is legal now. */
export const CampaignState = z.enum([
  'draft',
  'awaiting_partners',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'scheduled',
  'live',
  'paused',
  'limited',
  'suspended',
  'ended',
  'measuring',
  'reported',
  'archived',
  'rejected',
  'withdrawn',
]);
export type CampaignState = z.infer<typeof CampaignState>;

export type Actor = 'merchant_editor' | 'bank_reviewer' | 'bank_privacy_officer' | 'system';

interface Transition {
  readonly from: readonly CampaignState[];
  /** `former` returns to the state before the suspension. */
  readonly to: CampaignState | 'former';
  readonly actors: readonly Actor[];
}

const BEFORE_LIVE = ['draft', 'awaiting_partners', 'submitted', 'in_review', 'changes_requested', 'approved', 'scheduled'] as const;
const LEAVABLE = ['awaiting_partners', 'submitted', 'in_review', 'changes_requested', 'approved', 'scheduled'] as const;
const SUSPENDABLE = ['approved', 'scheduled', 'live', 'paused', 'limited'] as const;

export const TRANSITIONS = {
  submit: { from: ['draft'], to: 'submitted', actors: ['merchant_editor'] },
  /** A cooperative campaign: its frozen revision waits until every shop has accepted it; the last one hands it in. */
  propose: { from: ['draft'], to: 'awaiting_partners', actors: ['merchant_editor'] },
  agree: { from: ['awaiting_partners'], to: 'submitted', actors: ['merchant_editor'] },
  disagree: { from: ['awaiting_partners'], to: 'draft', actors: ['merchant_editor'] },
  /** A shop goes before the campaign is live: what the others agreed to no longer is. */
  leave: { from: LEAVABLE, to: 'draft', actors: ['merchant_editor'] },
  take: { from: ['submitted'], to: 'in_review', actors: ['bank_reviewer'] },
  release: { from: ['in_review'], to: 'submitted', actors: ['bank_reviewer'] },
  request_changes: { from: ['in_review'], to: 'changes_requested', actors: ['bank_reviewer'] },
  reject: { from: ['in_review'], to: 'rejected', actors: ['bank_reviewer'] },
  approve: { from: ['in_review'], to: 'approved', actors: ['bank_reviewer'] },
  revise: { from: ['changes_requested', 'awaiting_partners'], to: 'draft', actors: ['merchant_editor'] },
  /** All approvals are in: by the system with the first one, or by the second reviewer where four eyes are required. */
  schedule: { from: ['approved'], to: 'scheduled', actors: ['system', 'bank_reviewer'] },
  go_live: { from: ['scheduled'], to: 'live', actors: ['system'] },
  fail_guard: { from: ['scheduled'], to: 'changes_requested', actors: ['system'] },
  pause: { from: ['live'], to: 'paused', actors: ['merchant_editor', 'bank_reviewer'] },
  resume: { from: ['paused'], to: 'live', actors: ['merchant_editor', 'bank_reviewer'] },
  limit: { from: ['live', 'paused'], to: 'limited', actors: ['merchant_editor', 'bank_reviewer'] },
  suspend: { from: SUSPENDABLE, to: 'suspended', actors: ['bank_reviewer', 'bank_privacy_officer'] },
  lift_suspension: { from: ['suspended'], to: 'former', actors: ['bank_reviewer', 'bank_privacy_officer'] },
  end: { from: ['live', 'paused', 'limited', 'suspended'], to: 'ended', actors: ['system'] },
  measure: { from: ['ended'], to: 'measuring', actors: ['system'] },
  report: { from: ['measuring'], to: 'reported', actors: ['system'] },
  archive: { from: ['reported'], to: 'archived', actors: ['merchant_editor', 'system'] },
  withdraw: { from: BEFORE_LIVE, to: 'withdrawn', actors: ['merchant_editor'] },
} as const satisfies Readonly<Record<string, Transition>>;

export type TransitionName = keyof typeof TRANSITIONS;
export const TRANSITION_NAMES = Object.keys(TRANSITIONS) as readonly TransitionName[]; // keys of a closed literal

export function isTransitionLegal(name: TransitionName, from: CampaignState, actor: Actor): boolean {
  const transition: Transition = TRANSITIONS[name];
  return transition.from.includes(from) && transition.actors.includes(actor);
}

/** Transitions that a person in this role may make now. */
export function legalTransitions(from: CampaignState, actor: Actor): readonly TransitionName[] {
  return TRANSITION_NAMES.filter((name) => isTransitionLegal(name, from, actor));
}

/** Steps of a shop that joined another's campaign; every other step of a merchant is the leading shop's. */
export const PARTNER_TRANSITIONS = ['agree', 'disagree', 'leave'] as const satisfies readonly TransitionName[];

export function isPartnerTransition(name: TransitionName): boolean {
  return PARTNER_TRANSITIONS.some((known) => known === name);
}

export const FINAL_STATES: readonly CampaignState[] = ['rejected', 'withdrawn', 'archived'];
