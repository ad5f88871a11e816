import type { DraftContent } from '#shared/campaign/draft.ts';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import { successorWindow } from '#shared/market/window.ts';
import {
  isSameReach,
  type ReachDifference,
  reachDifference,
  reachQuestion,
  type SeenReach,
  seenReach,
  successorOf,
} from '#shared/reach/stale.ts';
import type { Reach } from '#shared/reach/types.ts';
import { audienceOf, type DraftReach, type Published, reachOfDraft } from './reach.ts';

type Answered = Extract<Reach, { kind: 'answered' }>;

/** A reach that stands on something newer than what the person saw: the figure then and now, and whether noise alone explains the difference. */
export interface StaleReach {
  /** `published_anew`: the same rule, read from other artefacts. `successor`: the release of the same month or season a year later is out. */
  readonly kind: 'published_anew' | 'successor';
  readonly before: SeenReach;
  readonly after: Answered;
  readonly difference: ReachDifference;
  /** What the draft remembers when the person accepts. */
  readonly accepted: SeenReach;
  /** Of a successor: what the draft remembers when the person stays with the former release, and until when that can be submitted; undefined afterwards. */
  readonly keep: { readonly seen: SeenReach; readonly until: string } | undefined;
}

export interface ReachGuard {
  /** What the person has in view now, where nothing is to be accepted first; undefined without a figure. */
  readonly inView: SeenReach | undefined;
  readonly stale: StaleReach | undefined;
}

/** Nothing is in view and nothing is compared. */
export const NOT_GUARDED: ReachGuard = { inView: undefined, stale: undefined };

/**
 * Holds the reach of a draft against the one that was seen last. A rule that was edited since is seen while it is edited; the same rule on newer releases
 * is not. Figures of the former release come from the draft, so that they can be compared when it is not stored here any more.
 */
export function guardReach(
  draft: DraftContent,
  seen: SeenReach | null,
  reach: DraftReach,
  published: Published,
  market: MarketInfo,
  account: Account,
): ReachGuard {
  const audience = audienceOf(draft, market);
  if (audience === undefined) return NOT_GUARDED;
  const question = reachQuestion(audience, draft.channels, draft.holdoutPercent);
  const known = seen?.question === question ? seen : undefined;
  const current = reach.kind === 'answered' ? seenReach(question, reach.reach, known?.declined) : undefined;
  if (known !== undefined && current !== undefined && reach.kind === 'answered' && !isSameReach(known, current))
    return {
      inView: undefined,
      stale: {
        kind: 'published_anew',
        before: known,
        after: reach.reach,
        difference: reachDifference(known, reach.reach.deliverable),
        accepted: current,
        keep: undefined,
      },
    };
  const before = current ?? known;
  const successor = before === undefined ? undefined : successorOf(audience, published.releases);
  if (before === undefined || successor === undefined || before.declined === successor.release.id)
    return { ...NOT_GUARDED, inView: current };
  const after = reachOfDraft(onSuccessor(draft), published, market, account);
  if (after.kind !== 'answered') return { ...NOT_GUARDED, inView: current };
  return {
    inView: current,
    stale: {
      kind: 'successor',
      before,
      after: after.reach,
      difference: reachDifference(before, after.reach.deliverable),
      accepted: seenReach(reachQuestion(successor.audience, draft.channels, draft.holdoutPercent), after.reach),
      keep:
        current === undefined || successor.formerUntil <= market.now
          ? undefined
          : { seen: { ...current, declined: successor.release.id }, until: successor.formerUntil },
    },
  };
}

/** The draft with every period a year later. */
export function onSuccessor(draft: DraftContent): DraftContent {
  const later = <Condition extends { readonly window: string }>(condition: Condition | null): Condition | null =>
    condition === null ? null : { ...condition, window: successorWindow(condition.window) };
  return { ...draft, spend: later(draft.spend), secondSpend: later(draft.secondSpend), visits: later(draft.visits) };
}
