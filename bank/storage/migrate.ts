import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { AppError } from '#shared/errors.ts';
import type { BankDatabase } from './database.ts';

const FOLDER = path.join(import.meta.dirname, 'migrations');
/** Any constant: it keeps two processes from migrating at once. */
const MIGRATION_LOCK = 4_210_001;

/**
 * Brings the database to the newest schema: numbered SQL files, each once, in order, each in a transaction with its record.
 * A file that was changed after it ran is refused.
 * @returns the names of the files that ran now
 * @throws AppError `database_unavailable` when a file differs from what ran, or the database is newer than this program
 */
export async function migrate(database: BankDatabase): Promise<readonly string[]> {
  const files = (await readdir(FOLDER)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
    await sql`create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`.execute(
      transaction,
    );
    const done = await sql<{ name: string; sha256: string }>`select name, sha256 from schema_migrations`.execute(transaction);
    const unknown = done.rows.find((row) => !files.includes(row.name));
    if (unknown !== undefined)
      throw new AppError('database_unavailable', { problem: `migration ${unknown.name} is newer than this program` });
    const applied: string[] = [];
    for (const name of files) {
      const text = await readFile(path.join(FOLDER, name), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const before = done.rows.find((row) => row.name === name);
      if (before !== undefined && before.sha256 !== sha256)
        throw new AppError('database_unavailable', { problem: `migration ${name} was changed after it ran` });
      if (before !== undefined) continue;
      await sql.raw(text).execute(transaction);
      await sql`insert into schema_migrations (name, sha256) values (${name}, ${sha256})`.execute(transaction);
      applied.push(name);
    }
    return applied;
  });
}
