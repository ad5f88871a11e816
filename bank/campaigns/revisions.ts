import type { TransitionName } from '#shared/campaign/transitions.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { Caller } from '../policy/caller.ts';
import type { BankServices } from '../services.ts';
import { findPeople, type PersonRow } from '../storage/repositories/accounts.ts';
import type { RevisionRow } from '../storage/repositories/campaigns.ts';
import { readCampaign } from './queries.ts';

/** The revisions that a caller may see, who froze them, and the step that settled each. */
export interface RevisionsView {
  readonly revisions: readonly RevisionRow[];
  readonly people: ReadonlyMap<string, PersonRow>;
  /** By the number of the revision. */
  readonly outcomes: ReadonlyMap<number, AuditEntry>;
}

/** Steps that say what became of a revision; what happens to it afterwards does not. `schedule` comes with the last approval. */
const SETTLES: readonly TransitionName[] = ['request_changes', 'reject', 'schedule', 'fail_guard', 'disagree', 'leave', 'withdraw'];

/**
 * The frozen revisions of a campaign, the first one first. A merchant that joined sees those that name it.
 * @throws AppError `not_found`
 */
export async function readRevisions(
  { database }: Pick<BankServices, 'database'>,
  caller: Caller,
  campaignId: string,
): Promise<RevisionsView> {
  const { revisions, transitions } = await readCampaign({ database }, caller, campaignId);
  return {
    revisions,
    people: await findPeople(database, [...new Set(revisions.map((revision) => revision.submittedBy))]),
    outcomes: new Map(
      revisions.flatMap(({ number }) => {
        const outcome = outcomeOf(transitions.filter((entry) => Number(entry.body['revision']) === number));
        return outcome === undefined ? [] : [[number, outcome] as const];
      }),
    ),
  };
}

/** The last step that settled it, else the newest one. */
function outcomeOf(steps: readonly AuditEntry[]): AuditEntry | undefined {
  return steps.findLast((entry) => SETTLES.some((name) => name === entry.body['transition'])) ?? steps.at(-1);
}
