import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ClickHouseLogLevel, type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';

/** One server, or one engine in this process. */
export interface Replica {
  readonly name: string;
  readonly client: ClickHouseClient;
  /** `host:port` of its native protocol, by which other servers read it; absent where it is alone. */
  readonly nativeAddress?: string;
  /** Sent with every question. */
  readonly settings: ClickHouseSettings;
}

/** Shards hold customers, each customer in one; the replicas of a shard hold the same. */
export interface Cluster {
  readonly database: string;
  /** As the servers' `remote_servers` call it; absent for a replica that is alone. */
  readonly name?: string;
  /** Tables are `ReplicatedMergeTree`, which needs a Keeper; else `Distributed` writes to every replica. */
  readonly isReplicated: boolean;
  readonly account?: { readonly user: string; readonly password: string };
  readonly shards: readonly (readonly Replica[])[];
  close(): Promise<void>;
}

/** Names are rendered into statements: nothing but these characters. */
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'small letters, digits and _ expected');
const Address = z.string().regex(/^[A-Za-z0-9._-]+:\d{1,5}$/, 'host:port expected');
const Server = z.strictObject({ url: z.url({ protocol: /^https?$/ }), native: Address });

const SETTINGS_FILE = 'cluster.json';

/** `segments/cluster.json` of a data directory. Documented in docs/operations-cluster.md. */
export const ClusterSettings = z.strictObject({
  format: z.literal('florin-cluster/1'),
  name: Name,
  database: Name.default('florin'),
  replicated: z.boolean(),
  user: Name.optional(),
  /** Holds the password of the user and nothing else. */
  passwordFile: z.string().min(1).optional(),
  shards: z.array(z.array(Server).min(1).max(9)).min(1).max(1_000),
});
export type ClusterSettings = z.infer<typeof ClusterSettings>;

/**
 * The cluster that a bank's payments are asked of; undefined where they are asked of its DuckDB files.
 * @param directory the folder of the analytics files
 * @throws AppError `file_unreadable`, `invalid_input` with the places that are wrong
 */
export function readClusterSettings(directory: string): ClusterSettings | undefined {
  const file = path.join(directory, SETTINGS_FILE);
  if (!existsSync(file)) return undefined;
  const parsed = ClusterSettings.safeParse(parseJson(file, readText(file)));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: [SETTINGS_FILE, ...issue.path].join('.'), problem: issue.message }));
  throw new AppError('invalid_input', { issues });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid_input', { issues: [{ path: path.basename(file), problem: 'JSON expected' }] }, { cause: error });
  }
}

/** A question waits as long as a question may take; a server that does not say in this time what it holds counts as gone. */
export const QUESTION_TIMEOUT_MS = 600_000;

/**
 * A cluster of servers, of whatever version from 18.16 on: nothing is asked of them until a question comes.
 * @throws AppError `file_unreadable` for the password file
 */
export function connectCluster(settings: ClusterSettings): Cluster {
  const account =
    settings.user === undefined
      ? undefined
      : { user: settings.user, password: settings.passwordFile === undefined ? '' : readText(settings.passwordFile).trimEnd() };
  const shards = settings.shards.map((servers) =>
    servers.map(({ url, native }) => ({
      name: native,
      nativeAddress: native,
      client: createClient({
        url,
        ...(account === undefined ? {} : { username: account.user, password: account.password }),
        request_timeout: QUESTION_TIMEOUT_MS,
        // Statements carry customer ids: they belong in no log.
        log: { level: ClickHouseLogLevel.OFF },
      }),
      // The whole answer waits on the server, so that one that fails half-way comes as an error. A shard that is down is an error, never a smaller answer.
      settings: { wait_end_of_query: 1, skip_unavailable_shards: 0 } as const,
    })),
  );
  return {
    database: settings.database,
    name: settings.name,
    isReplicated: settings.replicated,
    ...(account === undefined ? {} : { account }),
    shards,
    close: () => closeAll(shards),
  };
}

/** An engine in this process behind a connection of its own (`chdb/connection`), as a cluster of one. */
export function aloneInProcess(client: ClickHouseClient, database = 'florin'): Cluster {
  const shards = [[{ name: 'in this process', client, settings: {} }]];
  return { database, isReplicated: false, shards, close: () => closeAll(shards) };
}

async function closeAll(shards: Cluster['shards']): Promise<void> {
  await Promise.all(shards.flat().map((replica) => replica.client.close()));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
}
