import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import { AppError } from '../errors.ts';
import { compareFractions, parseFraction, sumFractions } from '../fraction.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { decodeTable } from './decode-table.ts';
import { ReleasePayload } from './release.ts';
import { dimensionSize } from './table-sizes.ts';

/** A release file's content after every check, with the SHA-256 of the whole file. Counts are still base64; `toRelease` decodes them. */
export type VerifiedPayload = ReleasePayload & { readonly sha256: string };

/** What the reader must bring: the bank's key and a hash, from `node:crypto` or WebCrypto's synchronous equivalents. */
export interface ReleaseChecks {
  /** First 16 hexadecimal digits of the SHA-256 of the trusted key's SPKI bytes. */
  readonly keyId: string;
  /** True when `signature` (64 bytes) is the Ed25519 signature of `message` by the trusted key. */
  readonly verifySignature: (message: Uint8Array, signature: Uint8Array) => boolean;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string;
}

/** Why a release was refused. A closed list: nothing of the file's content is ever repeated in an error. */
export type ReleaseProblem =
  | 'not_a_release_file'
  | 'signature_malformed'
  | 'signature_wrong'
  | 'signer_unknown'
  | 'not_canonical'
  | 'content_invalid'
  | 'sizes_inconsistent'
  | 'charge_inconsistent'
  | 'counts_malformed';

const SIGNATURE_PREFIX = 'ed25519 ';
const SIGNATURE_BYTES = 64;

/**
 * Opens a release file: two lines of ASCII, the canonical JSON of the payload and `ed25519 <base64 signature of the first line's bytes>`, each ended by a
 * line feed. The signature is checked before anything is parsed; then the content must be in the one form that the bank writes, so that every flipped
 * byte, anywhere in the file, is refused.
 * @throws AppError `release_invalid` with a {@link ReleaseProblem}
 */
export function openRelease(fileText: string, checks: ReleaseChecks): VerifiedPayload {
  const [line, signatureLine, rest, ...more] = fileText.split('\n');
  if (line === undefined || signatureLine === undefined || rest !== '' || more.length > 0 || !isPrintableAscii(line))
    fail('not_a_release_file');
  const message = asciiBytes(line);
  if (!checks.verifySignature(message, readSignature(signatureLine))) fail('signature_wrong');

  const payload = parsePayload(line);
  if (payload.keyId !== checks.keyId) fail('signer_unknown');
  checkSizes(payload);
  const charged = sumFractions(payload.tables.map((table) => parseFraction(table.rho)));
  if (compareFractions(charged, parseFraction(payload.rho)) !== 0) fail('charge_inconsistent');
  for (const table of payload.tables) decodeTable(table);
  return { ...payload, sha256: checks.sha256(asciiBytes(fileText)) };
}

/** The text of a release file. `sign` gives the Ed25519 signature of the first line's bytes. */
export function writeReleaseFile(payload: ReleasePayload, sign: (message: Uint8Array) => Uint8Array): string {
  const line = canonicalJson(payload);
  return `${line}\n${SIGNATURE_PREFIX}${encodeBase64(sign(asciiBytes(line)))}\n`;
}

function readSignature(line: string): Uint8Array {
  const signature = line.startsWith(SIGNATURE_PREFIX) ? decodeBase64(line.slice(SIGNATURE_PREFIX.length)) : undefined;
  if (signature?.length !== SIGNATURE_BYTES) fail('signature_malformed');
  return signature;
}

function parsePayload(line: string): ReleasePayload {
  let json: JsonValue;
  try {
    json = JSON.parse(line) as JsonValue; // JSON.parse returns plain JSON data by definition; the schema below does the checking
  } catch {
    fail('content_invalid');
  }
  if (canonicalJson(json) !== line) fail('not_canonical');
  const parsed = ReleasePayload.safeParse(json);
  if (!parsed.success) fail('content_invalid');
  return parsed.data;
}

function checkSizes(payload: ReleasePayload): void {
  const bandCount = payload.categories[0]?.bandEdges.length ?? 0;
  const lists = {
    categories: payload.categories.length,
    bands: bandCount,
    regions: payload.regions.length,
    channels: payload.channels.length,
  };
  const consistent =
    payload.categories.every((category) => category.bandEdges.length === bandCount && category.pairCutBand < bandCount) &&
    new Set(payload.tables.map((table) => table.id)).size === payload.tables.length &&
    payload.tables.every(
      (table) =>
        table.sizes.length === table.dimensions.length &&
        new Set(table.dimensions).size === table.dimensions.length &&
        table.dimensions.includes('relationship') === (payload.merchant !== undefined) &&
        table.dimensions.every((dimension, index) => table.sizes[index] === dimensionSize(lists, dimension)),
    );
  if (!consistent) fail('sizes_inconsistent');
}

function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function fail(problem: ReleaseProblem): never {
  throw new AppError('release_invalid', { problem });
}
