import { databaseOptIns } from '../consent/opt-ins.ts';
import type { Bank } from '../storage/data-directory.ts';
import type { SegmentStore } from './port.ts';
import { openSegmentStore } from './segment-store.ts';

/** The payments of an open bank, with opt-ins from its consent registry. */
export function segmentsOfBank(bank: Pick<Bank, 'segmentsDirectory' | 'profile' | 'database'>): SegmentStore {
  return openSegmentStore({
    directory: bank.segmentsDirectory,
    profile: bank.profile,
    optIns: databaseOptIns(bank.database, bank.profile),
  });
}
