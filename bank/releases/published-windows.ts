import { withLock } from '../jobs/locks.ts';
import type { BankDatabase } from '../storage/database.ts';

/** Held by whoever publishes a release and by whoever books payments, so that no payment gets into a window while it is published. */
const WINDOWS_LOCK = 4_210_013;

/** Runs work while no window is published or corrected by anybody else; it gets the windows that have a release, withdrawn ones too. */
export function withPublishedWindows<Result>(
  database: BankDatabase,
  work: (publishedWindows: ReadonlySet<string>) => Promise<Result>,
): Promise<Result> {
  return withLock(database, WINDOWS_LOCK, async () => {
    const rows = await database.selectFrom('releases').select('release_window').distinct().execute();
    return work(new Set(rows.map((row) => row.release_window)));
  });
}
