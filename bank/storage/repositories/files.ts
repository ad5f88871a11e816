import { sql } from 'kysely';
import { EvidenceMediaType } from '#shared/campaign/evidence.ts';
import type { NamedFile, StoredKind, StoredMediaType } from '#shared/campaign/files.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

type Reader = BankDatabase | BankTransaction;

export interface NewFile {
  readonly merchantId: string;
  readonly sha256: string;
  readonly kind: StoredKind;
  readonly mediaType: StoredMediaType;
  readonly bytes: Buffer;
  readonly at: string;
}

export interface StoredFile {
  readonly sha256: string;
  readonly mediaType: StoredMediaType;
  readonly bytes: Buffer;
}

/** Pictures and evidence lie in one table and have different readers: every question names which of them it asks for. */
type Shelf = 'picture' | 'evidence';
const onShelf = (shelf: Shelf) => (shelf === 'evidence' ? sql<boolean>`files.kind = 'evidence'` : sql<boolean>`files.kind <> 'evidence'`);

/** Keeps a file; the same one again changes nothing. */
export async function insertFile(transaction: BankTransaction, file: NewFile): Promise<void> {
  await transaction
    .insertInto('files')
    .values({
      merchant_id: file.merchantId,
      sha256: file.sha256,
      kind: file.kind,
      media_type: file.mediaType,
      bytes: file.bytes,
      uploaded_at: file.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Lets nobody else change this merchant's files until the transaction ends, so that two uploads at once are counted one after the other. */
export async function lockFilesOf(transaction: BankTransaction, merchantId: string): Promise<void> {
  await transaction.selectFrom('merchants').select('id').where('id', '=', merchantId).forUpdate().execute();
}

const UNUSED = sql`not exists (
  select from revision_files r where r.merchant_id = files.merchant_id and r.sha256 = files.sha256 and r.kind = files.kind)`;

/** Removes files of a merchant that no revision names and that were handed over before. */
export async function sweepUnusedFiles(transaction: BankTransaction, merchantId: string, before: string): Promise<void> {
  await sql`delete from files where merchant_id = ${merchantId} and uploaded_at < ${before}::timestamptz and ${UNUSED}`.execute(
    transaction,
  );
}

/** How many files of a merchant no revision names, and how many bytes they have. */
export async function countUnusedFiles(
  transaction: BankTransaction,
  merchantId: string,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const unused = await sql<{ files: number; bytes: number }>`
    select count(*)::int as files, coalesce(sum(octet_length(bytes)), 0)::int as bytes
    from files where merchant_id = ${merchantId} and ${UNUSED}`.execute(transaction);
  return unused.rows[0] ?? { files: 0, bytes: 0 };
}

/** Those of these files that the merchant has not handed over as they are named. */
export async function missingFiles(database: Reader, merchantId: string, files: readonly NamedFile[]): Promise<readonly NamedFile[]> {
  if (files.length === 0) return [];
  const rows = await database
    .selectFrom('files')
    .select(['sha256', 'kind', 'media_type', sql<number>`octet_length(bytes)`.as('size_bytes')])
    .where('merchant_id', '=', merchantId)
    .where(
      'sha256',
      'in',
      files.map((file) => file.sha256),
    )
    .execute();
  const isThere = (file: NamedFile) =>
    rows.some(
      (row) =>
        row.sha256 === file.sha256 && row.kind === file.kind && row.media_type === file.mediaType && row.size_bytes === file.sizeBytes,
    );
  return files.filter((file) => !isThere(file));
}

export async function insertRevisionFiles(
  transaction: BankTransaction,
  revision: { readonly campaignId: string; readonly number: number; readonly merchantId: string },
  files: readonly NamedFile[],
): Promise<void> {
  if (files.length === 0) return;
  await transaction
    .insertInto('revision_files')
    .values(
      files.map((file) => ({
        campaign_id: revision.campaignId,
        revision: revision.number,
        merchant_id: revision.merchantId,
        sha256: file.sha256,
        kind: file.kind,
      })),
    )
    .execute();
}

/** A file of one merchant, submitted or not. */
export async function findOwnFile(database: Reader, merchantId: string, shelf: Shelf, sha256: string): Promise<StoredFile | undefined> {
  const row = await database
    .selectFrom('files')
    .select(['sha256', 'media_type', 'bytes'])
    .where('merchant_id', '=', merchantId)
    .where('sha256', '=', sha256)
    .where(onShelf(shelf))
    .executeTakeFirst();
  return row === undefined ? undefined : toFile(row);
}

/** A picture of another merchant, named by a revision that was frozen with this one, which has joined and has not left. */
export async function findPartnersPicture(database: Reader, merchantId: string, sha256: string): Promise<StoredFile | undefined> {
  const row = await database
    .selectFrom('files')
    .innerJoin('revision_files', (join) =>
      join
        .onRef('revision_files.merchant_id', '=', 'files.merchant_id')
        .onRef('revision_files.sha256', '=', 'files.sha256')
        .onRef('revision_files.kind', '=', 'files.kind'),
    )
    .innerJoin('campaign_partners', 'campaign_partners.campaign_id', 'revision_files.campaign_id')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.campaign_id', '=', 'revision_files.campaign_id').onRef('revisions.number', '=', 'revision_files.revision'),
    )
    .select(['files.sha256', 'files.media_type', 'files.bytes'])
    .where('files.sha256', '=', sha256)
    .where(onShelf('picture'))
    .where('campaign_partners.merchant_id', '=', merchantId)
    .where('campaign_partners.state', '=', 'joined')
    .where(sql<boolean>`revisions.content -> 'cooperation' -> 'shares' @> ${JSON.stringify([{ merchantId }])}::jsonb`)
    .executeTakeFirst();
  return row === undefined ? undefined : toFile(row);
}

/** A file that some revision names, whoever's it is. */
export async function findSubmittedFile(database: Reader, shelf: Shelf, sha256: string): Promise<StoredFile | undefined> {
  const row = await database
    .selectFrom('files')
    .innerJoin('revision_files', (join) =>
      join
        .onRef('revision_files.merchant_id', '=', 'files.merchant_id')
        .onRef('revision_files.sha256', '=', 'files.sha256')
        .onRef('revision_files.kind', '=', 'files.kind'),
    )
    .select(['files.sha256', 'files.media_type', 'files.bytes'])
    .where('files.sha256', '=', sha256)
    .where(onShelf(shelf))
    .executeTakeFirst();
  return row === undefined ? undefined : toFile(row);
}

function toFile(row: { readonly sha256: string; readonly media_type: string; readonly bytes: Buffer }): StoredFile {
  return { sha256: row.sha256, mediaType: EvidenceMediaType.parse(row.media_type), bytes: row.bytes };
}
