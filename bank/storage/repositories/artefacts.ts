import type { Artefact } from '#shared/contracts/http/artefacts.ts';
import type { BankDatabase } from '../database.ts';

/** Under which ids of the ledger the stored artefacts of each kind were charged; only what is stored and could leave. */
export const CHARGED_AS = {
  release: async (database) => (await database.selectFrom('releases').select('id').execute()).map((row) => row.id),
  slice: async (database) =>
    (await database.selectFrom('release_slices').select('release_id').distinct().execute()).map((row) => row.release_id),
  quote: async (database) => (await database.selectFrom('quotes').select('id').execute()).map((row) => row.id),
  campaign_report: async (database) => (await database.selectFrom('reports').select('campaign_id').execute()).map((row) => row.campaign_id),
} as const satisfies Readonly<Record<Artefact, (database: BankDatabase) => Promise<readonly string[]>>>;
