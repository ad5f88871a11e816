import type { KeyObject } from 'node:crypto';
import type { BankTime } from '../../clock/clock.ts';
import { signWebhook } from './signature.ts';

const ANSWER_LIMIT_MS = 15_000;

/** Where webhooks go and the key they are signed with. */
export interface WebhookTarget {
  readonly url: string;
  readonly signingKey: KeyObject;
}

/** Sends a signed webhook; the status of the answer. Rejects where none came in time. */
export async function postWebhook(target: WebhookTarget, webhookId: string, time: BankTime, body: string): Promise<number> {
  const answer = await fetch(target.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook(target.signingKey, webhookId, Math.floor(Date.parse(time.now) / 1_000), body),
    },
    body,
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  await answer.body?.cancel();
  return answer.status;
}
