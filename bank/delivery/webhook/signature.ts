import { type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

/**
 * Signed webhooks after the Standard Webhooks specification: the headers `webhook-id`, `webhook-timestamp` (seconds since 1970) and
 * `webhook-signature`, a space-separated list of `v1a,<base64>` where v1a is Ed25519 over `id.timestamp.body`, byte for byte.
 */
export const TOLERANCE_SECONDS = 300;

export type WebhookHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

export function signWebhook(key: KeyObject, webhookId: string, timestampSeconds: number, body: string): WebhookHeaders {
  const signature = sign(null, signedBytes(webhookId, timestampSeconds, Buffer.from(body)), key).toString('base64');
  return { 'webhook-id': webhookId, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': `v1a,${signature}` };
}

const Headers = z.object({
  'webhook-id': z.uuid(),
  'webhook-timestamp': z.string().regex(/^\d{1,12}$/),
  'webhook-signature': z.string().min(1).max(2_000),
});

export type WebhookVerdict =
  | { readonly kind: 'valid'; readonly webhookId: string }
  | { readonly kind: 'refused'; readonly reason: 'headers' | 'age' | 'signature' };

/** Judges a received webhook. `nowSeconds` is the receiver's clock; older or newer than the tolerance is refused before the signature is looked at. */
export function verifyWebhook(key: KeyObject, headers: unknown, body: Buffer, nowSeconds: number): WebhookVerdict {
  const parsed = Headers.safeParse(headers);
  if (!parsed.success) return { kind: 'refused', reason: 'headers' };
  const webhookId = parsed.data['webhook-id'];
  const timestampSeconds = Number(parsed.data['webhook-timestamp']);
  if (Math.abs(nowSeconds - timestampSeconds) > TOLERANCE_SECONDS) return { kind: 'refused', reason: 'age' };
  const signed = signedBytes(webhookId, timestampSeconds, body);
  const isSigned = parsed.data['webhook-signature'].split(' ').some((entry) => {
    const [version, signature] = entry.split(',');
    return version === 'v1a' && signature !== undefined && verify(null, signed, key, Buffer.from(signature, 'base64'));
  });
  return isSigned ? { kind: 'valid', webhookId } : { kind: 'refused', reason: 'signature' };
}

function signedBytes(webhookId: string, timestampSeconds: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${webhookId}.${timestampSeconds}.`), body]);
}
