import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { aloneInProcess, type Cluster, type ClusterSettings, connectCluster } from '#bank/segments/clickhouse/cluster.ts';
import { createSchema, loadCluster, type LoadReport } from '#bank/segments/clickhouse/load.ts';
import { openClusterStore } from '#bank/segments/clickhouse/store.ts';
import { exportSegments } from '#bank/segments/duckdb/export.ts';
import { openSnapshotReader } from '#bank/segments/duckdb/snapshot.ts';
import type { SegmentExport } from '#bank/segments/export-port.ts';
import type { SegmentStore } from '#bank/segments/port.ts';
import type { TemporarySegments } from './temporary-segments.ts';

type ConnectionOfClient = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

interface LoadSettings {
  readonly now?: () => number;
  readonly arrivalTimeoutMs?: number;
  /** Units of this table lose their last lines on the way. */
  readonly loseRowsOf?: 'payments' | 'spend' | 'customers';
}

/** Another engine with the payments of a market. */
export interface LoadedEngine {
  readonly store: SegmentStore;
  readonly cluster: Cluster;
  /** Folder of the manifest. */
  readonly directory: string;
  /** Brings in what is new in the market. */
  load(options?: LoadSettings): Promise<LoadReport>;
  remove(): Promise<void>;
}

/** ClickHouse of today, in this process: one process can have one, so one test file has one market in it at a time. */
export async function chdbEngine(market: TemporarySegments): Promise<LoadedEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-chdb-'));
  // The adapter is typed against another copy of the client's types, which differ in what an absent setting is.
  const connection = createChdbConnection({ path: path.join(folder, 'data') }) as unknown as ConnectionOfClient;
  const client = createClient({ connection });
  const engine = await engineOver(aloneInProcess(client), market);
  return {
    ...engine,
    async remove() {
      await engine.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function clusterEngine(settings: ClusterSettings, market: TemporarySegments, database = 'florin'): Promise<LoadedEngine> {
  return engineOver(connectCluster({ ...settings, database }), market);
}

let engines = 0;

async function engineOver(cluster: Cluster, market: TemporarySegments): Promise<LoadedEngine> {
  const { profile, segmentsDirectory } = market.bank;
  engines += 1;
  const directory = path.join(market.folder, `manifest-${engines}`);
  await mkdir(directory);
  await createSchema(cluster);
  const store = openClusterStore({ cluster, directory, profile, optIns: market.optIns });
  const snapshots = openSnapshotReader(segmentsDirectory);
  return {
    store,
    cluster,
    directory,
    async load({ loseRowsOf, ...options } = {}) {
      const report = await snapshots.read(async ({ connection }) => {
        const whole = await exportSegments(connection, profile);
        const source = loseRowsOf === undefined ? whole : losing(whole, loseRowsOf);
        return loadCluster({ cluster, directory, source, ...options });
      });
      if (report === undefined) throw new RangeError('a market without payments');
      return report;
    },
    async remove() {
      snapshots.close();
      await store.close();
    },
  };
}

function losing(source: SegmentExport, table: LoadSettings['loseRowsOf']): SegmentExport {
  return {
    ...source,
    rows: async function* (unit, batch) {
      for await (const text of source.rows(unit, batch))
        yield unit.table === table ? text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1) : text;
    },
  };
}
