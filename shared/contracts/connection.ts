import { z } from 'zod';

const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether an address may be used for the bank or its identity provider: https, or http to this machine only (the embedded demo bank).
 * No user name, password, query or fragment.
 */
export function isAllowedBankAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname);
}

const BankAddress = z
  .string()
  .max(500)
  .refine(isAllowedBankAddress, 'https expected (http only to this machine), without query or user name');

const SPKI_PEM = /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/;
const SPKI_BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The connection file: which bank this application talks to. It is given out by the bank, holds no secret, and is the root of trust
 * for releases: `releaseKey` is the bank's Ed25519 key, and a release signed by another key is refused.
 */
export const ConnectionFile = z.strictObject({
  format: z.literal('florin-connection/1'),
  /** What the bank is called on screen. */
  bankName: z.string().trim().min(1).max(80),
  /** Base address of the bank's service; endpoint paths are appended to it. */
  bankUrl: BankAddress,
  /** OpenID Connect issuer identifier, exactly as the provider names itself. */
  issuer: BankAddress,
  clientId: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\x21-\x7e]+$/, 'printable characters without spaces expected'),
  /** Ed25519 public key as SPKI: PEM, or the base64 of its DER bytes. */
  releaseKey: z
    .string()
    .max(1_000)
    .refine((text) => SPKI_PEM.test(text) || SPKI_BASE64.test(text), 'an SPKI public key in PEM or base64 expected'),
});
export type ConnectionFile = z.infer<typeof ConnectionFile>;
