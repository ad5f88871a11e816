import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

/**
 * A signed file of the bank, whatever it holds: two lines of ASCII, the canonical JSON of its content and `ed25519 <base64 signature of the first line's
 * bytes>`, each ended by a line feed. Releases and quotes are such files.
 */

/** What the reader must bring: the bank's key and a hash, from `node:crypto` or WebCrypto's synchronous equivalents. */
export interface SignatureChecks {
  /** First 16 hexadecimal digits of the SHA-256 of the trusted key's SPKI bytes. */
  readonly keyId: string;
  /** True when `signature` (64 bytes) is the Ed25519 signature of `message` by the trusted key. */
  readonly verifySignature: (message: Uint8Array, signature: Uint8Array) => boolean;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string;
}

export type SignedFileProblem = 'not_a_signed_file' | 'signature_malformed' | 'signature_wrong' | 'not_canonical' | 'content_invalid';

const SIGNATURE_PREFIX = 'ed25519 ';
const SIGNATURE_BYTES = 64;

/**
 * The content of a signed file, still unknown, and the SHA-256 of the whole file. The signature is checked before anything is parsed; then the content
 * must be in the one form that the bank writes, so that every flipped byte, anywhere in the file, is refused.
 * @param fail throws the caller's error for a problem
 */
export function openSignedFile(
  fileText: string,
  checks: SignatureChecks,
  fail: (problem: SignedFileProblem) => never,
): { readonly content: JsonValue; readonly sha256: string } {
  const [line, signatureLine, rest, ...more] = fileText.split('\n');
  if (line === undefined || signatureLine === undefined || rest !== '' || more.length > 0 || !isPrintableAscii(line))
    return fail('not_a_signed_file');
  const signature = signatureLine.startsWith(SIGNATURE_PREFIX) ? decodeBase64(signatureLine.slice(SIGNATURE_PREFIX.length)) : undefined;
  if (signature?.length !== SIGNATURE_BYTES) return fail('signature_malformed');
  if (!checks.verifySignature(asciiBytes(line), signature)) return fail('signature_wrong');
  let content: JsonValue;
  try {
    content = JSON.parse(line) as JsonValue; // JSON.parse returns plain JSON data by definition; the caller's schema does the checking
  } catch {
    return fail('content_invalid');
  }
  if (canonicalJson(content) !== line) return fail('not_canonical');
  return { content, sha256: checks.sha256(asciiBytes(fileText)) };
}

/** The text of a signed file. `sign` gives the Ed25519 signature of the first line's bytes. */
export function writeSignedFile(content: JsonValue, sign: (message: Uint8Array) => Uint8Array): string {
  const line = canonicalJson(content);
  return `${line}\n${SIGNATURE_PREFIX}${encodeBase64(sign(asciiBytes(line)))}\n`;
}

function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
