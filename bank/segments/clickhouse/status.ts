import { batchKey, rowsHeld } from './ask.ts';
import type { Cluster } from './cluster.ts';
import { readManifest } from './manifest.ts';

export interface ServerStatus {
  /** From 1. */
  readonly shard: number;
  readonly server: string;
  /** `away`: it does not answer. `behind`: it is not read until it holds everything. */
  readonly state: 'whole' | 'behind' | 'away';
  /** Parts of the published version that it does not hold whole; 0 where it is away. */
  readonly missing: number;
}

/** What every server says of itself at this moment. */
export async function clusterStatus(cluster: Cluster, directory: string): Promise<readonly ServerStatus[]> {
  const batches = (await readManifest(directory))?.batches ?? [];
  const servers = cluster.shards.flatMap((replicas, shard) => replicas.map((replica) => ({ replica, shard })));
  return Promise.all(
    servers.map(async ({ replica, shard }) => {
      const held = await rowsHeld(cluster, replica);
      const missing =
        held === undefined ? 0 : batches.filter((batch) => (held.get(batchKey(batch)) ?? 0) !== batch.rowsByShard[shard]).length;
      return {
        shard: shard + 1,
        server: replica.name,
        state: held === undefined ? 'away' : missing > 0 ? 'behind' : 'whole',
        missing,
      } as const;
    }),
  );
}
