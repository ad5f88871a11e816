import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#shared/canonical-json.ts';

/** Who acted: an account, or the system itself. */
export interface AuditActor {
  /** An account's id, or `system`. */
  readonly id: string;
  readonly role: string;
}

export const SYSTEM_ACTOR: AuditActor = { id: 'system', role: 'system' };

/** What an entry says. `body` is plain JSON without personal data of customers. */
export interface AuditContent {
  /** Bank time, ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly actor: AuditActor;
  /** `subject.verb`, for example `campaign.transition` or `release.published`. */
  readonly event: string;
  /** Id of the campaign, release or record that it is about. */
  readonly subject: string;
  readonly body: Readonly<Record<string, JsonValue | undefined>>;
}

export interface AuditEntry extends AuditContent {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** The hash that the first entry names as the one before it. */
export const GENESIS_HASH = '0'.repeat(64);

/** SHA-256 of the canonical JSON of everything in the entry, the hash of the entry before included. */
export function auditHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, actor, event, subject, body, previousHash } = entry;
  const text = canonicalJson({ seq, at, actor: actor.id, actorRole: actor.role, event, subject, body, previousHash });
  return createHash('sha256').update(text).digest('hex');
}
