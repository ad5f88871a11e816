import { AppError } from '../errors.ts';
import { compareFractions, parseFraction, sumFractions } from '../fraction.ts';
import { decodeTable } from './decode-table.ts';
import { ReleasePayload } from './release.ts';
import { openSignedFile, type SignatureChecks, writeSignedFile } from './signed-file.ts';
import { dimensionSize } from './table-sizes.ts';

/** A release file's content after every check, with the SHA-256 of the whole file. Counts are still base64; `toRelease` decodes them. */
export type VerifiedPayload = ReleasePayload & { readonly sha256: string };

/** What the reader must bring. */
export type ReleaseChecks = SignatureChecks;

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

/**
 * Opens a release file: a signed file (signed-file.ts) whose content is a release. After the signature come the schema, the signer, the sizes, the sum of
 * the charges and the encoding of every table.
 * @throws AppError `release_invalid` with a {@link ReleaseProblem}
 */
export function openRelease(fileText: string, checks: ReleaseChecks): VerifiedPayload {
  const { content, sha256 } = openSignedFile(fileText, checks, (problem) =>
    fail(problem === 'not_a_signed_file' ? 'not_a_release_file' : problem),
  );
  const parsed = ReleasePayload.safeParse(content);
  if (!parsed.success) fail('content_invalid');
  const payload = parsed.data;
  if (payload.keyId !== checks.keyId) fail('signer_unknown');
  checkSizes(payload);
  const charged = sumFractions(payload.tables.map((table) => parseFraction(table.rho)));
  if (compareFractions(charged, parseFraction(payload.rho)) !== 0) fail('charge_inconsistent');
  for (const table of payload.tables) decodeTable(table);
  return { ...payload, sha256 };
}

/** The text of a release file. `sign` gives the Ed25519 signature of the first line's bytes. */
export function writeReleaseFile(payload: ReleasePayload, sign: (message: Uint8Array) => Uint8Array): string {
  return writeSignedFile(payload, sign);
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

function fail(problem: ReleaseProblem): never {
  throw new AppError('release_invalid', { problem });
}
