import type { Selectable } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { ReleaseStore, StoredRelease, StoredSlice } from '../../privacy/release/ports.ts';
import type { Database } from '../database-types.ts';
import type { BankDatabase, BankTransaction } from '../database.ts';

/** Published releases on PostgreSQL: the signed file is in the row, so a release is there whole or not at all. */
export function releaseStore(database: BankDatabase | BankTransaction): ReleaseStore {
  return {
    async find(releaseId) {
      const row = await database.selectFrom('releases').selectAll().where('id', '=', releaseId).executeTakeFirst();
      return row === undefined ? undefined : toStored(row);
    },
    async findByWindow(window) {
      const row = await database
        .selectFrom('releases')
        .selectAll()
        .where('release_window', '=', window)
        .where('corrects', 'is', null)
        .executeTakeFirst();
      return row === undefined ? undefined : toStored(row);
    },
    async list() {
      const rows = await database.selectFrom('releases').selectAll().orderBy('published_at').orderBy('id').execute();
      return rows.map(toStored);
    },
    async insert(release, slices) {
      const inserted = await database
        .insertInto('releases')
        .values({
          id: release.id,
          release_window: release.window,
          published_at: release.publishedAt,
          withdrawn_at: null,
          corrects: release.corrects ?? null,
          sha256: release.sha256,
          file: release.file,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows !== 1n) throw new AppError('window_already_published', { window: release.window });
      if (slices.length > 0)
        await database
          .insertInto('release_slices')
          .values(
            slices.map((slice) => ({
              id: slice.id,
              release_id: slice.releaseId,
              merchant_id: slice.merchantId,
              sha256: slice.sha256,
              file: slice.file,
            })),
          )
          .execute();
    },
    async withdraw(window, at) {
      const rows = await database
        .updateTable('releases')
        .set({ withdrawn_at: at })
        .where('release_window', '=', window)
        .where('withdrawn_at', 'is', null)
        .returning('id')
        .execute();
      return rows.map((row) => row.id).sort();
    },
    async findSlice(releaseId, merchantId) {
      const row = await database
        .selectFrom('release_slices')
        .selectAll()
        .where('release_id', '=', releaseId)
        .where('merchant_id', '=', merchantId)
        .executeTakeFirst();
      return row === undefined ? undefined : toSlice(row);
    },
    async listSlices(merchantId) {
      const rows = await database
        .selectFrom('release_slices')
        .innerJoin('releases', 'releases.id', 'release_slices.release_id')
        .selectAll('release_slices')
        .where('merchant_id', '=', merchantId)
        .where('releases.withdrawn_at', 'is', null)
        .orderBy('releases.published_at')
        .orderBy('releases.id')
        .execute();
      return rows.map(toSlice);
    },
  };
}

/** A published release without its file. */
export interface PublishedWindow {
  readonly id: string;
  readonly window: string;
  readonly withdrawn: boolean;
}

/** Every release that was ever published, withdrawn ones included; the files, which are large, are not read. */
export async function publishedWindows(database: BankDatabase): Promise<readonly PublishedWindow[]> {
  const rows = await database.selectFrom('releases').select(['id', 'release_window', 'withdrawn_at']).orderBy('id').execute();
  return rows.map((row) => ({ id: row.id, window: row.release_window, withdrawn: row.withdrawn_at !== null }));
}

function toStored(row: Selectable<Database['releases']>): StoredRelease {
  return {
    id: row.id,
    window: row.release_window,
    publishedAt: row.published_at,
    ...(row.corrects === null ? {} : { corrects: row.corrects }),
    withdrawn: row.withdrawn_at !== null,
    sha256: row.sha256,
    file: row.file,
  };
}

function toSlice(row: Selectable<Database['release_slices']>): StoredSlice {
  return { id: row.id, releaseId: row.release_id, merchantId: row.merchant_id, sha256: row.sha256, file: row.file };
}
