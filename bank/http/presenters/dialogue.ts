import type { CommentThread, RevisionShown } from '#shared/contracts/http/dialogue.ts';
import { TRANSITION_NAMES } from '#shared/campaign/transitions.ts';
import { ReasonCode } from '#shared/review/decision.ts';
import type { AuditEntry } from '../../audit/entry.ts';
import type { ThreadView } from '../../campaigns/comments.ts';
import type { RevisionsView } from '../../campaigns/revisions.ts';
import type { Caller } from '../../policy/caller.ts';
import type { PersonRow } from '../../storage/repositories/accounts.ts';
import { presentPerson } from './people.ts';

export function presentThread({ comments, people, readUntil }: ThreadView, caller: Caller): CommentThread {
  return {
    comments: comments.map(({ id, number, writtenAt, revision, authorId, authorRole, text }) => ({
      id,
      number,
      writtenAt,
      revision,
      author: presentPerson(known(people, authorId), authorRole, caller),
      text,
    })),
    readUntil,
  };
}

export function presentRevisions({ revisions, people, outcomes }: RevisionsView, caller: Caller): RevisionShown[] {
  return revisions.map(({ number, hash, submittedAt, submittedBy, content }) => {
    const person = known(people, submittedBy);
    const outcome = presentOutcome(outcomes.get(number));
    return {
      number,
      hash,
      submittedAt,
      submittedBy: presentPerson(person, person.role, caller),
      content,
      ...(outcome === undefined ? {} : { outcome }),
    };
  });
}

function presentOutcome(entry: AuditEntry | undefined): RevisionShown['outcome'] {
  const transition = TRANSITION_NAMES.find((name) => name === entry?.body['transition']);
  if (entry === undefined || transition === undefined) return undefined;
  const reason = ReasonCode.safeParse(entry.body['reason']);
  return { transition, at: entry.at, ...(reason.success ? { reason: reason.data } : {}) };
}

function known(people: ReadonlyMap<string, PersonRow>, id: string): PersonRow {
  const person = people.get(id);
  if (person === undefined) throw new TypeError(`account ${id} is gone`);
  return person;
}
