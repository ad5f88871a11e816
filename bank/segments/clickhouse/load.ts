import { AppError } from '#shared/errors.ts';
import type { ExportedUnit, SegmentExport } from '../export-port.ts';
import { batchKey, isOutage, rowsHeld } from './ask.ts';
import type { Cluster } from './cluster.ts';
import { insertBatch, madeAtMs } from './insert.ts';
import { type Batch, type Manifest, publishManifest, readManifest, readStaged, writeStaged } from './manifest.ts';
import { createSchemaSql, TABLE_NAMES, type Table } from './schema.ts';

const HOUR_MS = 3_600_000;
/** Questions that began on an older version have ended by then. */
const RETIRED_FOR_MS = HOUR_MS;
/** What no manifest names and is older than this was left by a load that died, or by a consent list of a process that did. */
const UNKNOWN_FOR_MS = 24 * HOUR_MS;

export interface LoadReport {
  /** Units that are in the cluster now. */
  readonly units: number;
  /** Units that were brought in by this run, with their rows. */
  readonly loaded: number;
  readonly rows: number;
  /** Batches of older versions and of loads that died, taken away. */
  readonly dropped: number;
}

export interface LoadOptions {
  readonly cluster: Cluster;
  /** Folder of the manifest. */
  readonly directory: string;
  readonly source: SegmentExport;
  readonly now?: () => number;
  readonly onProgress?: (text: string) => void;
  readonly arrivalTimeoutMs?: number;
}

/**
 * Makes the tables on every server; all of them must be there.
 * @throws AppError `database_unavailable`
 */
export async function createSchema(cluster: Cluster): Promise<void> {
  for (const replica of cluster.shards.flat())
    try {
      for (const query of createSchemaSql(cluster)) await replica.client.command({ query });
    } catch (error) {
      if (!isOutage(error)) throw error;
      throw new AppError('database_unavailable', { problem: `${replica.name} of the segment cluster does not answer` }, { cause: error });
    }
}

/**
 * Brings a version of the payments into the cluster: the units that differ from what is there, each exactly once, then all of them published together.
 * Questions see the old version until then. A load that ends early is taken up where it was; the same version again loads nothing.
 * @throws AppError `database_unavailable` where a shard has no server, or rows do not arrive; what was published stays
 */
export async function loadCluster({
  cluster,
  directory,
  source,
  now = Date.now,
  onProgress,
  arrivalTimeoutMs,
}: LoadOptions): Promise<LoadReport> {
  const published = await readManifest(directory);
  const known = await stillHeld(cluster, [...(published?.batches ?? []), ...(await readStaged(directory))]);
  const staged: Batch[] = [];
  let loaded = 0;
  let rows = 0;
  for (const unit of source.units) {
    const there = known.find((batch) => isSame(batch, unit));
    if (there !== undefined) {
      staged.push(there);
      continue;
    }
    const inserted = await insertBatch(cluster, {
      table: unit.table,
      rows: (batch) => source.rows(unit, batch),
      ...(arrivalTimeoutMs === undefined ? {} : { arrivalTimeoutMs }),
    });
    const arrived = inserted.rowsByShard.reduce((sum, each) => sum + each, 0);
    if (arrived !== unit.rows) throw new RangeError(`${unit.table} ${unit.unit}: ${arrived} of ${unit.rows} rows`);
    const { rows: _, ...facts } = unit;
    staged.push({ ...facts, batch: inserted.batch, rowsByShard: [...inserted.rowsByShard] });
    await writeStaged(directory, staged);
    loaded += 1;
    rows += unit.rows;
    onProgress?.(`${unit.table} ${unit.unit}: ${unit.rows} rows`);
  }
  const manifest = nextManifest(published, staged, source, new Date(now()).toISOString());
  await publishManifest(directory, manifest);
  await writeStaged(directory, []);
  const dropped = await dropUnneeded(cluster, directory, manifest, now());
  return { units: staged.length, loaded, rows, dropped };
}

/** Those of some batches that every shard holds whole on at least one server. */
async function stillHeld(cluster: Cluster, batches: readonly Batch[]): Promise<readonly Batch[]> {
  const held = await Promise.all(cluster.shards.map((replicas) => Promise.all(replicas.map((replica) => rowsHeld(cluster, replica)))));
  return batches.filter(
    (batch) =>
      batch.rowsByShard.length === cluster.shards.length &&
      batch.rowsByShard.every((rows, shard) =>
        held[shard]?.some((replica) => replica !== undefined && (replica.get(batchKey(batch)) ?? 0) === rows),
      ),
  );
}

function isSame(batch: Batch, unit: ExportedUnit): boolean {
  return batch.table === unit.table && batch.unit === unit.unit && batch.fingerprint === unit.fingerprint;
}

function nextManifest(published: Manifest | undefined, batches: readonly Batch[], { summary }: SegmentExport, at: string): Manifest {
  const current = new Set(batches.map(batchKey));
  const superseded = (published?.batches ?? []).filter((batch) => !current.has(batchKey(batch)));
  return {
    format: 'florin-cluster-manifest/1',
    batches: [...batches],
    retired: [...(published?.retired ?? []), ...superseded.map(({ table, batch }) => ({ table, batch, at }))],
    summary: { ...summary },
  };
}

/** Takes away what no question can ask for any more, and forgets it. A server that is away keeps it until the next load. */
async function dropUnneeded(cluster: Cluster, directory: string, manifest: Manifest, nowMs: number): Promise<number> {
  const current = new Set(manifest.batches.map(batchKey));
  const waiting = new Set(manifest.retired.filter((each) => Date.parse(each.at) > nowMs - RETIRED_FOR_MS).map(batchKey));
  const retired = new Set(manifest.retired.map(batchKey));
  const gone = new Set<string>();
  for (const replica of cluster.shards.flat())
    for (const key of (await rowsHeld(cluster, replica))?.keys() ?? []) {
      const [table = '', batch = ''] = key.split(' ');
      const isKnown = TABLE_NAMES.some((name) => name === table) && /^\d+$/.test(batch);
      if (!isKnown || current.has(key) || waiting.has(key)) continue;
      if (!retired.has(key) && madeAtMs(Number(batch)) > nowMs - UNKNOWN_FOR_MS) continue;
      await replica.client.command({ query: `ALTER TABLE ${cluster.database}.${table} DROP PARTITION ${batch}` });
      gone.add(key);
    }
  const kept = manifest.retired.filter((each) => waiting.has(batchKey(each)));
  if (kept.length < manifest.retired.length) await publishManifest(directory, { ...manifest, retired: kept });
  return gone.size;
}

/** Takes one batch away from every server that answers. */
export async function dropBatch(cluster: Cluster, table: Table, batch: number): Promise<void> {
  await Promise.all(
    cluster.shards.flat().map(async (replica) => {
      try {
        await replica.client.command({ query: `ALTER TABLE ${cluster.database}.${table} DROP PARTITION ${batch}` });
      } catch {
        // It is away, or never had it; the next load takes away what is left.
      }
    }),
  );
}
