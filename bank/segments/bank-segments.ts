import { databaseOptIns } from '../consent/opt-ins.ts';
import type { Bank } from '../storage/data-directory.ts';
import { connectCluster, readClusterSettings } from './clickhouse/cluster.ts';
import { openClusterStore } from './clickhouse/store.ts';
import type { SegmentStore } from './port.ts';
import { openSegmentStore } from './segment-store.ts';

/**
 * The payments of an open bank, with opt-ins from its consent registry: over its DuckDB files, or over a cluster where `segments/cluster.json` names one.
 * @throws AppError `file_unreadable`, `invalid_input` for that file
 */
export function segmentsOfBank(bank: Pick<Bank, 'segmentsDirectory' | 'profile' | 'database'>): SegmentStore {
  const options = {
    directory: bank.segmentsDirectory,
    profile: bank.profile,
    optIns: databaseOptIns(bank.database, bank.profile),
  };
  const settings = readClusterSettings(bank.segmentsDirectory);
  return settings === undefined ? openSegmentStore(options) : openClusterStore({ ...options, cluster: connectCluster(settings) });
}
