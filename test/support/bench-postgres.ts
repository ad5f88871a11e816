import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { windowCode } from '#bank/segments/window-code.ts';
import { openSnapshotReader } from '#bank/segments/duckdb/snapshot.ts';
import { programFolder, serverAccount } from '#bank/storage/embedded/server-account.ts';
import { type Audience, partsOfAudience } from '#shared/audience/audience.ts';
import { AS_OF, type BenchMarket, isOptedIn, MONTHS } from './bench-market.ts';

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';
const CALLS = 9;
const START_ATTEMPTS = 200;

export interface PostgresCount {
  readonly server: string;
  /** Milliseconds. */
  readonly strict: number;
  readonly loose: number;
}

/**
 * The same counts by PostgreSQL: the kept rows of two months and the consents, with a covering index by month, category and band, vacuumed so that it alone
 * is read. The bank's own server, and Debian's 15 where it is installed.
 * @throws Error where a server counts otherwise than the engine
 */
export async function postgresCounts(market: BenchMarket, strict: Audience, loose: Audience): Promise<readonly PostgresCount[]> {
  const folders = [...(existsSync(DEBIAN_15) ? [DEBIAN_15] : []), path.join(programFolder(serverAccount()), 'bin')];
  const results: PostgresCount[] = [];
  for (const folder of folders)
    await withServer(folder, async (client) => {
      const version = String((await client.query('show server_version')).rows[0]?.server_version).split(' ')[0];
      await fill(client, market);
      const times: number[] = [];
      for (const audience of [strict, loose]) {
        const query = countSql(market, audience);
        const expected = await market.store.countOfAudience({ audience, asOf: AS_OF });
        const answer = Number((await client.query(query)).rows[0]?.count);
        if (answer !== expected) throw new Error(`PostgreSQL counts ${answer}, the engine ${expected}`);
        const calls: number[] = [];
        for (let call = 0; call < CALLS; call += 1) {
          const from = performance.now();
          await client.query(query);
          calls.push(performance.now() - from);
        }
        times.push(calls.sort((left, right) => left - right)[CALLS >> 1] ?? Number.NaN);
      }
      results.push({ server: `PostgreSQL ${version}`, strict: times[0] ?? Number.NaN, loose: times[1] ?? Number.NaN });
    });
  return results;
}

function countSql({ profile }: BenchMarket, audience: Audience): string {
  const parts = partsOfAudience(audience).spends.map(
    ({ category, window, bands }) =>
      `SELECT customer FROM spend WHERE month = ${windowCode(window)} AND category = ${profile.categories.findIndex((each) => each.id === category)}
         AND band BETWEEN ${bands.from} AND ${bands.to}`,
  );
  const joined = parts.map((part, index) => `JOIN (${part}) p${index} USING (customer)`).join(' ');
  return `SELECT count(*) FROM opted ${joined}`;
}

async function fill(client: pg.Client, market: BenchMarket): Promise<void> {
  await client.query('CREATE TABLE spend (month int, category smallint, band smallint, customer int)');
  await client.query('CREATE TABLE opted (customer int PRIMARY KEY)');
  const numbers = Array.from({ length: market.customers }, (_, number) => number).filter(isOptedIn);
  await client.query('INSERT INTO opted SELECT unnest($1::int[])', [numbers]);
  const reader = openSnapshotReader(market.directory);
  await reader.read(async ({ connection }) => {
    const windows = MONTHS.slice(0, 2).map(windowCode).join(', ');
    const result = await connection.run(
      `SELECT "window", category::INTEGER, band::INTEGER, customer FROM spend WHERE "window" IN (${windows}) AND kept`,
    );
    let columns: (readonly unknown[])[][] = [[], [], [], []];
    const flush = async () => {
      await client.query(
        'INSERT INTO spend SELECT * FROM unnest($1::int[], $2::smallint[], $3::smallint[], $4::int[])',
        columns.map((parts) => parts.flat()),
      );
      columns = [[], [], [], []];
    };
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const read = chunk;
      columns.forEach((parts, index) => parts.push(read.getColumnValues(index)));
      if ((columns[0]?.length ?? 0) === 50) await flush();
    }
    await flush();
  });
  reader.close();
  await client.query('CREATE INDEX ON spend (month, category, band) INCLUDE (customer)');
  await client.query('VACUUM ANALYZE spend');
  await client.query('VACUUM ANALYZE opted');
}

/** A server of these programs for the time of some work, on a socket of its own. */
async function withServer(programs: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const account = serverAccount();
  const folder = mkdtempSync(path.join(tmpdir(), 'florin-bench-postgres-'));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
  const data = path.join(folder, 'data');
  const made = spawnSync(
    path.join(programs, 'initdb'),
    ['-D', data, '--auth=trust', '--username=florin', '--locale=C', '--encoding=UTF8'],
    {
      ...account,
      cwd: '/',
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  const server = spawn(
    path.join(programs, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'shared_buffers=512MB'],
    {
      ...account,
      cwd: '/',
      // At its end the server signals its process group.
      detached: true,
      stdio: 'ignore',
    },
  );
  const exited = new Promise((resolve) => server.once('exit', resolve));
  try {
    const client = await connected(folder);
    try {
      await work(client);
    } finally {
      await client.end();
    }
  } finally {
    server.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function connected(folder: string): Promise<pg.Client> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ host: folder, user: 'florin', database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw error;
      await wait(50);
    }
  }
}
