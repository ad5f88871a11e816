import type { Selectable } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { ReleaseStore, StoredRelease } from '../../privacy/release/ports.ts';
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
      const row = await database.selectFrom('releases').selectAll().where('release_window', '=', window).executeTakeFirst();
      return row === undefined ? undefined : toStored(row);
    },
    async list() {
      const rows = await database.selectFrom('releases').selectAll().orderBy('published_at').orderBy('id').execute();
      return rows.map(toStored);
    },
    async insert(release) {
      const inserted = await database
        .insertInto('releases')
        .values({
          id: release.id,
          release_window: release.window,
          published_at: release.publishedAt,
          withdrawn_at: null,
          sha256: release.sha256,
          file: release.file,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows !== 1n) throw new AppError('window_already_published', { window: release.window });
    },
  };
}

function toStored(row: Selectable<Database['releases']>): StoredRelease {
  return {
    id: row.id,
    window: row.release_window,
    publishedAt: row.published_at,
    withdrawn: row.withdrawn_at !== null,
    sha256: row.sha256,
    file: row.file,
  };
}
