import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDataDirectory, openBank, withBank } from '#bank/storage/data-directory.ts';
import { migrate } from '#bank/storage/migrate.ts';
import { Profile } from '#shared/market/profile.ts';

let folder: string;
let data: string;
const profile = Profile.parse({ name: 'storage-test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [], demo: true });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-storage-'));
  data = path.join(folder, 'bank');
  await createDataDirectory(data, profile);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a data directory remembers its profile and starts a demonstration clock on the profile’s date', async () => {
  await withBank(data, async (bank) => {
    expect(bank.profile).toEqual(profile);
    expect((await bank.clock.read()).today).toBe('2026-03-02');
  });
});

test('two processes of one bank share a server, and the last one to leave stops it', async () => {
  const first = await openBank(data);
  const second = await openBank(data);
  await first.close();
  const answer = await sql<{ one: number }>`select 1 as one`.execute(second.database);
  expect(answer.rows).toEqual([{ one: 1 }]);
  await second.close();
  const third = await openBank(data);
  await third.close();
});

test('a folder that holds anything is refused and left as it was', async () => {
  const occupied = path.join(folder, 'occupied');
  await mkdtemp(`${occupied}-`);
  await writeFile(path.join(folder, 'note.txt'), 'mine');
  await expect(createDataDirectory(folder, profile)).rejects.toMatchObject({ code: 'data_directory_exists' });
});

test('a missing data directory is named', async () => {
  await expect(openBank(path.join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'data_directory_missing' });
});

test('migrations run once', async () => {
  await withBank(data, async (bank) => expect(await migrate(bank.database)).toEqual([]));
});

test('the ledger and the audit log cannot be rewritten, not even by the bank’s own programs', async () => {
  await withBank(data, async (bank) => {
    await bank.database
      .insertInto('ledger_entries')
      .values({ charged_at: '2026-03-02T08:00:00.000Z', artefact_kind: 'release', artefact_id: 'x', rho: '1/144' })
      .execute();
    await expect(bank.database.updateTable('ledger_entries').set({ rho: '0' }).execute()).rejects.toThrow('append-only');
    await expect(bank.database.deleteFrom('ledger_entries').execute()).rejects.toThrow('append-only');
    await expect(sql`truncate audit_events`.execute(bank.database)).rejects.toThrow('append-only');
  });
});
