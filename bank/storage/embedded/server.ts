import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '#shared/errors.ts';
import { connectionOptions, type DatabaseAddress } from '../database.ts';
import { isReachable, programFolder, type ServerAccount, serverAccount } from './server-account.ts';

/**
 * A PostgreSQL server of our own in the data directory: unix socket only, data checksums on, no password because the socket's folder is 0700.
 * Several processes of the bank may use it at once: whoever comes first starts it, whoever leaves last stops it.
 */
export interface EmbeddedServer {
  readonly address: DatabaseAddress;
  /** Call after the own pool is closed. Stops the server where nobody else is connected. */
  leave(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const OUTSIDE_CLUSTERS = '/var/lib/florin/clusters';
const LEAVE_LOCK = 4_210_099;

/** Creates the cluster in `<dataDirectory>/postgres`. Where the server's account cannot reach that, the cluster lies in /var/lib/florin and `postgres` is a link to it. */
export function createCluster(dataDirectory: string): void {
  const account = serverAccount();
  const link = path.join(dataDirectory, 'postgres');
  let cluster = link;
  if (account !== undefined && !isReachable(realpathSync(dataDirectory), account)) {
    removeAbandonedClusters();
    cluster = path.join(OUTSIDE_CLUSTERS, randomUUID());
    mkdirSync(OUTSIDE_CLUSTERS, { recursive: true, mode: 0o711 });
    symlinkSync(cluster, link);
    writeFileSync(`${cluster}.owner`, link);
  }
  mkdirSync(cluster, { mode: 0o700 });
  if (account !== undefined) chownSync(cluster, account.uid, account.gid);
  const result = spawnSync(
    path.join(programFolder(account), 'bin', 'initdb'),
    [
      '-D',
      realpathSync(cluster),
      '--auth=trust',
      '--username=florin',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...account, cwd: '/', encoding: 'utf8' },
  );
  if (result.status !== 0) throw new AppError('database_unavailable', { problem: firstLine(result.stderr || String(result.error)) });
}

/** A data directory that was deleted leaves its outside cluster behind; the next one that is made clears it away. */
function removeAbandonedClusters(): void {
  if (!existsSync(OUTSIDE_CLUSTERS)) return;
  for (const name of readdirSync(OUTSIDE_CLUSTERS).filter((entry) => entry.endsWith('.owner'))) {
    const owner = path.join(OUTSIDE_CLUSTERS, name);
    const cluster = owner.slice(0, -'.owner'.length);
    const link = readIfThere(owner);
    if (link === undefined || existsSync(path.dirname(link)) || readPostmaster(cluster) !== undefined) continue;
    rmSync(cluster, { recursive: true, force: true });
    rmSync(owner, { force: true });
  }
}

/** Another process may clear the same cluster away at the same time. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Joins the running server of a data directory, or starts it. */
export async function joinServer(dataDirectory: string): Promise<EmbeddedServer> {
  const cluster = realpathSync(path.join(dataDirectory, 'postgres'));
  const account = serverAccount();
  const deadline = Date.now() + START_LIMIT_MS;
  let started: ReturnType<typeof startServer> | undefined;
  for (;;) {
    const running = readPostmaster(cluster);
    if (running !== undefined && running.ready) {
      const address = { socketDirectory: running.socketDirectory };
      const presence = (await ensureDatabase(address)) ? await stay(address) : undefined;
      if (presence !== undefined)
        return {
          address,
          leave: async () => {
            await presence.end().catch(() => undefined);
            await leaveServer(cluster, address);
          },
        };
    }
    if (running === undefined && (started === undefined || started.hasEnded())) {
      if (started?.hasEnded() === true && !started.lostRace()) throw new AppError('database_unavailable', { problem: started.problem() });
      started = startServer(cluster, account);
    }
    if (Date.now() > deadline)
      throw new AppError('database_unavailable', { problem: `PostgreSQL did not start within ${START_LIMIT_MS / 1000} s` });
    await wait(20);
  }
}

function startServer(cluster: string, account: ServerAccount | undefined) {
  const socketDirectory = path.join('/tmp', `florin-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`);
  mkdirSync(socketDirectory, { recursive: true, mode: 0o700 });
  chmodSync(socketDirectory, 0o700);
  const logFile = path.join(cluster, 'server.log');
  if (!existsSync(logFile)) writeFileSync(logFile, '', { mode: 0o600 });
  if (account !== undefined) for (const target of [socketDirectory, logFile]) chownSync(target, account.uid, account.gid);
  const log = openSync(logFile, 'a');
  const server = spawn(
    path.join(programFolder(account), 'bin', 'postgres'),
    ['-D', cluster, '-k', socketDirectory, '-c', 'listen_addresses=', '-c', 'max_connections=100', '-c', 'timezone=UTC'],
    { ...account, cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  server.unref();
  let ended = false;
  server.on('exit', () => {
    ended = true;
  });
  server.on('error', () => {
    ended = true;
  });
  const tail = () => readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join(' ');
  return { hasEnded: () => ended, lostRace: () => tail().includes('postmaster.pid'), problem: () => firstLine(tail()) };
}

/** What postmaster.pid says: line 1 the process, line 5 the socket folder, line 8 the status. Undefined where no server runs. */
function readPostmaster(cluster: string): { readonly pid: number; readonly socketDirectory: string; readonly ready: boolean } | undefined {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!isRunning(pid)) return undefined;
    return { pid, socketDirectory: lines[4]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.includes('(postgres)') && !/\) Z /.test(status);
  } catch {
    return false;
  }
}

/** Whether the server takes connections; makes the database on the first one. False while it starts or stops. */
async function ensureDatabase(address: { readonly socketDirectory: string }): Promise<boolean> {
  const client = new pg.Client({ host: address.socketDirectory, user: 'florin', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query("select 1 from pg_database where datname = 'florin'");
    if (found.rowCount === 0) await client.query('create database florin').catch(ignoreDuplicate);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== '57P03' && error.code !== '57P01')
      throw new AppError('database_unavailable', { problem: firstLine(error.message) }, { cause: error });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One connection for as long as a process uses the server: a pool closes its idle ones, and whoever left then would take the server away from it. */
async function stay(address: DatabaseAddress): Promise<pg.Client | undefined> {
  const client = new pg.Client(connectionOptions(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    return undefined;
  }
}

/** Two that leave at once must not both think the other is still there: the lock lets them ask one after the other. */
async function leaveServer(cluster: string, address: DatabaseAddress): Promise<void> {
  const client = new pg.Client(connectionOptions(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [LEAVE_LOCK]);
    const others = await client.query<{ count: string }>(
      "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    if (others.rows[0]?.count !== '0') return;
    const running = readPostmaster(cluster);
    if (running === undefined) return;
    process.kill(running.pid, 'SIGINT');
    while (isRunning(running.pid) && existsSync(path.join(cluster, 'postmaster.pid'))) await wait(10);
    rmSync(running.socketDirectory, { recursive: true, force: true });
  } catch {
    // The server is gone already: nothing left to stop.
  } finally {
    await client.end().catch(() => undefined);
  }
}

function ignoreDuplicate(error: unknown): void {
  if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? text;
}
