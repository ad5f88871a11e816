import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit } from '#bank/audit/append.ts';
import { SYSTEM_ACTOR } from '#bank/audit/entry.ts';
import { verifyAudit } from '#bank/audit/verify.ts';
import { type Bank, createDataDirectory, openBank } from '#bank/storage/data-directory.ts';
import { Profile } from '#shared/market/profile.ts';

let folder: string;
let bank: Bank;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'florin-audit-'));
  await createDataDirectory(
    path.join(folder, 'bank'),
    Profile.parse({ name: 'audit-test', currency: 'EUR', categories: [{ id: 'garden' }], regions: [], demo: true }),
  );
  bank = await openBank(path.join(folder, 'bank'));
});
afterAll(async () => {
  await bank.close();
  await rm(folder, { recursive: true, force: true });
});

const append = (subject: string) =>
  bank.database.transaction().execute((transaction) =>
    appendAudit(transaction, {
      at: '2026-03-02T08:00:00.000Z',
      actor: SYSTEM_ACTOR,
      event: 'test.done',
      subject,
      body: { b: 2, a: 'één', nested: { z: null, y: [1, 2] } },
    }),
  );

/** What somebody with the database's password could do: switch the guard off, change, switch it on. */
async function tamper(change: (database: Bank['database']) => Promise<unknown>): Promise<void> {
  await sql`alter table audit_events disable trigger user`.execute(bank.database);
  await change(bank.database);
  await sql`alter table audit_events enable trigger user`.execute(bank.database);
}

test('an empty log is intact', async () => {
  expect(await verifyAudit(bank.database)).toEqual({ kind: 'intact', entries: 0, lastHash: '0'.repeat(64) });
});

test('forty parallel writers make one chain without gaps', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, index) => append(`subject-${index}`)));
  expect(await verifyAudit(bank.database)).toMatchObject({ kind: 'intact', entries: 40 });
});

test.each([
  ['a changed body', { body: JSON.stringify({ a: 'twee' }) }, 'hash'],
  ['a changed actor', { actor: 'somebody-else' }, 'hash'],
  ['a changed time', { at: '2026-03-02T08:00:00.001Z' }, 'hash'],
  ['a changed link', { previous_hash: 'f'.repeat(64) }, 'previous_hash'],
] as const)('%s is found, and the first broken entry is named', async (_name, change, problem) => {
  const before = await bank.database.selectFrom('audit_events').selectAll().where('seq', '=', '17').executeTakeFirstOrThrow();
  await tamper((database) => database.updateTable('audit_events').set(change).where('seq', '=', '17').execute());
  expect(await verifyAudit(bank.database)).toEqual({ kind: 'broken', seq: 17, problem });
  const { body, ...rest } = before;
  await tamper((database) =>
    database
      .updateTable('audit_events')
      .set({ ...rest, body: JSON.stringify(body) })
      .where('seq', '=', '17')
      .execute(),
  );
  expect(await verifyAudit(bank.database)).toMatchObject({ kind: 'intact' });
});

test('an entry that was removed leaves a gap, also where the rest was renumbered', async () => {
  await tamper((database) => database.deleteFrom('audit_events').where('seq', '=', '30').execute());
  expect(await verifyAudit(bank.database)).toEqual({ kind: 'broken', seq: 30, problem: 'gap' });
  await tamper(async (database) => {
    await sql`update audit_events set seq = 1 - seq where seq > 30`.execute(database);
    await sql`update audit_events set seq = -seq where seq < 0`.execute(database);
  });
  expect(await verifyAudit(bank.database)).toEqual({ kind: 'broken', seq: 30, problem: 'previous_hash' });
});
