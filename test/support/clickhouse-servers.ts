import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ClusterSettings } from '#bank/segments/clickhouse/cluster.ts';

const START_TIMEOUT_MS = 90_000;
const CLUSTER = 'florin_test';

interface Ports {
  readonly http: number;
  readonly native: number;
  readonly internal: number;
}

interface Server {
  readonly folder: string;
  readonly ports: Ports;
  process: ChildProcess | undefined;
}

/** Servers of Debian's package on this machine: two shards of two replicas, each with its own folder and ports, on 127.0.0.1 alone. */
export interface ClickHouseServers {
  readonly settings: ClusterSettings;
  /** Ends a server as a power cut would. */
  kill(shard: number, replica: number): Promise<void>;
  start(shard: number, replica: number): Promise<void>;
  remove(): Promise<void>;
}

const SHARDS = 2;
const REPLICAS = 2;

export async function startClickHouseServers(): Promise<ClickHouseServers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-clickhouse-'));
  const ports = await freePorts(SHARDS * REPLICAS * 3);
  const shards: Server[][] = Array.from({ length: SHARDS }, (_, shard) =>
    Array.from({ length: REPLICAS }, (_, replica) => {
      const [http = 0, native = 0, internal = 0] = ports.slice((shard * REPLICAS + replica) * 3);
      return { folder: path.join(folder, `${shard}-${replica}`), ports: { http, native, internal }, process: undefined };
    }),
  );
  const serverAt = (shard: number, replica: number): Server => {
    const server = shards[shard]?.[replica];
    if (server === undefined) throw new RangeError('no such server');
    return server;
  };
  for (const server of shards.flat()) await writeConfiguration(server, shards);
  const servers: ClickHouseServers = {
    settings: {
      format: 'florin-cluster/1',
      name: CLUSTER,
      database: 'florin',
      replicated: false,
      shards: shards.map((replicas) =>
        replicas.map(({ ports: { http, native } }) => ({ url: `http://127.0.0.1:${http}`, native: `127.0.0.1:${native}` })),
      ),
    },
    kill: async (shard, replica) => end(serverAt(shard, replica)),
    start: async (shard, replica) => start(serverAt(shard, replica)),
    async remove() {
      await Promise.all(shards.flat().map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all(shards.flat().map(start));
  } catch (error) {
    await servers.remove();
    throw error;
  }
  return servers;
}

async function start(server: Server): Promise<void> {
  const child = spawn('clickhouse-server', [`--config-file=${path.join(server.folder, 'config.xml')}`], {
    stdio: 'ignore',
    // Debian's folder of servers is not on everybody's path.
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  let failure: unknown;
  child.on('error', (error) => {
    failure = error;
  });
  server.process = child;
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(server))) {
    if (failure !== undefined)
      throw new Error('clickhouse-server is not installed. Run:  apt-get install -y clickhouse-server', { cause: failure });
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`clickhouse-server did not start; see ${server.folder}`);
    await pause(50);
  }
}

async function answers({ ports }: Server): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${ports.http}/ping`)).ok;
  } catch {
    return false;
  }
}

async function end(server: Server): Promise<void> {
  const child = server.process;
  server.process = undefined;
  if (child === undefined || child.exitCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function writeConfiguration(server: Server, shards: readonly (readonly Server[])[]): Promise<void> {
  const { folder, ports } = server;
  for (const name of ['data', 'tmp', 'format']) await mkdir(path.join(folder, name), { recursive: true });
  const members = shards
    .map(
      (replicas) =>
        `<shard><internal_replication>false</internal_replication>${replicas
          .map((each) => `<replica><host>127.0.0.1</host><port>${each.ports.native}</port></replica>`)
          .join('')}</shard>`,
    )
    .join('');
  await writeFile(
    path.join(folder, 'config.xml'),
    `<yandex><logger><level>error</level><log>${folder}/log</log><errorlog>${folder}/errors</errorlog></logger>
<http_port>${ports.http}</http_port><tcp_port>${ports.native}</tcp_port><interserver_http_port>${ports.internal}</interserver_http_port>
<listen_host>127.0.0.1</listen_host><interserver_http_host>127.0.0.1</interserver_http_host><mark_cache_size>67108864</mark_cache_size>
<path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><format_schema_path>${folder}/format/</format_schema_path>
<users_config>${folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<timezone>UTC</timezone><remote_servers><${CLUSTER}>${members}</${CLUSTER}></remote_servers></yandex>\n`,
  );
  await writeFile(
    path.join(folder, 'users.xml'),
    `<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default><password></password>
<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users></yandex>\n`,
  );
}

/** Ports that are free now, all different, below those that the system gives to connections: none of them can take one before a server does. */
async function freePorts(count: number): Promise<readonly number[]> {
  const [lowest, highest] = [10_240, 32_000];
  const free: number[] = [];
  for (let port = randomInt(lowest, highest - 1_000); free.length < count && port < highest; port += 1)
    if (await isFree(port)) free.push(port);
  expect(free).toHaveLength(count);
  return free;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
