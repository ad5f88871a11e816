import { z } from 'zod';
import { TABLE_DIMENSIONS } from '../market/profile.ts';
import { Window } from '../market/window.ts';
import { FRACTION_PATTERN } from '../fraction.ts';
import { Channel, Id, Instant, Sha256, Slug } from '../units.ts';

/**
 * The public content of a release. The file's bytes (docs/release-format.md) are: the canonical JSON of this payload with every table's counts
 * as base64 of signed 32-bit little-endian integers (fixed width), a line feed, `ed25519 <signature in base64>`, a line feed.
 */
const Fraction = z.string().regex(FRACTION_PATTERN);

export const ReleaseTablePayload = z.strictObject({
  id: Slug,
  /** Sizes follow `dimensions`; cells are in row-major order, the last dimension fastest. */
  dimensions: z.array(z.enum(TABLE_DIMENSIONS)).min(1),
  sizes: z.array(z.int().min(1)).min(1),
  sigma2: Fraction,
  /** Charge of this table for this window, exact. */
  rho: Fraction,
  /** Base64 of the signed 32-bit little-endian counts, noise included, all cells. */
  counts: z.string(),
});
export type ReleaseTablePayload = z.infer<typeof ReleaseTablePayload>;

export const ReleasePayload = z.strictObject({
  format: z.literal('florin-release/1'),
  id: Slug,
  profile: Slug,
  market: z.string().regex(/^[A-Z]{2}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  window: Window,
  publishedAt: Instant,
  /** The id of the release that this one corrects; it then holds the corrected tables alone. */
  corrects: Slug.optional(),
  /** Present in a merchant's slice: whose it is, and the merchant's own category. */
  merchant: z.strictObject({ id: Id, categoryId: Slug }).optional(),
  /** Last local date of the data in it. */
  dataUntil: z.iso.date(),
  /** First 16 hex digits of the SHA-256 of the signing key's SPKI bytes. */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Categories in keep order, band edges in whole currency units; bands from `pairCutBand` on are high in pair tables. */
  categories: z.array(z.strictObject({ id: Slug, bandEdges: z.array(z.int().min(0)).min(1), pairCutBand: z.int().min(0) })).min(1),
  regions: z.array(Slug),
  /** Bit i of a channel-set index is `channels[i]`; a table over channels has 2^n values there. */
  channels: z.array(Channel),
  categoriesPerCustomer: z.int().min(1),
  merchantsPerCustomer: z.int().min(1),
  /** The year's cap on rho and this release's whole charge. */
  privacyCap: Fraction,
  rho: Fraction,
  planning: z.strictObject({
    frequencyCapShare: z.number().min(0).max(1),
    segmentDriftShare: z.number().min(0).max(1),
    minimumCustomers: z.int().min(1),
  }),
  tables: z.array(ReleaseTablePayload).min(1),
});
export type ReleasePayload = z.infer<typeof ReleasePayload>;

/** A table after its counts were decoded. */
export type DecodedTable = Omit<ReleaseTablePayload, 'counts'> & { readonly counts: Int32Array };
/** A release whose signature was verified; the only form the estimator reads. `sha256` is that of the file's bytes. */
export type Release = Omit<ReleasePayload, 'tables'> & { readonly tables: readonly DecodedTable[]; readonly sha256: string };

/** A row of the list of published releases. */
export const ReleaseSummary = z.strictObject({
  id: Slug,
  window: Window,
  publishedAt: Instant,
  /** Present once a successor (the same month or season of a later year) is out: 45 days after it. */
  expiresAt: Instant.optional(),
  withdrawn: z.boolean(),
  sha256: Sha256,
  sizeBytes: z.int().min(1),
  /** For a merchant whose slice of this release there is: the slice's own file. Nobody else's slice is listed. */
  slice: z.strictObject({ id: Slug, sha256: Sha256 }).optional(),
});
export type ReleaseSummary = z.infer<typeof ReleaseSummary>;
