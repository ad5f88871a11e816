import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '#shared/market/profile.ts';
import type { Progress } from './progress.ts';
import type { RejectionLog } from './rejection-log.ts';
import type { Stage } from './stage.ts';

/** What a reader of one format works with: rows go to the stage, what is refused to the log; nothing else of the bank is in reach. */
export interface ReaderContext {
  readonly file: string;
  readonly profile: Profile;
  /** The bank's local date. */
  readonly today: string;
  readonly stage: Stage;
  readonly log: RejectionLog;
  readonly progress: Progress;
  /** Of the file that is being built, for formats that are read or looked up by the engine itself. */
  readonly connection: DuckDBConnection;
  /** Where further lists of this import go. */
  readonly folder: string;
}

/** rowsRead counts every row or transaction of the file, whatever became of it. */
export interface ReadCounts {
  readonly rowsRead: number;
  readonly blankLines: number;
  /** Sums of a statement file's entries as they stand in it, whatever became of them. */
  readonly statements?: StatementSums;
  /** Payments whose merchant the directory does not know. */
  readonly unclassified?: UnclassifiedReport;
}

export interface StatementSums {
  readonly statements: number;
  readonly entries: number;
  /** By currency. Exact decimals. */
  readonly sums: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
}

export interface UnclassifiedReport {
  readonly payments: number;
  readonly creditors: number;
  /** Those whom at least ten customers paid, most payments first; others may be private persons and are only in the file. */
  readonly named: readonly UnclassifiedCreditor[];
  /** Every one, one JSON object a line; absent where there is none. */
  readonly file?: string;
}

export interface UnclassifiedCreditor {
  readonly account?: string;
  readonly name?: string;
  readonly payments: number;
  readonly customers: number;
}

/** One format. `read` puts every row of the file into the stage or the log. */
export interface PaymentReader {
  /** Whether rows may come with payment ids. */
  readonly hasPaymentIds: boolean;
  /** The engine may open the file itself; nothing else outside the data directory. */
  readonly isReadByEngine?: boolean;
  read(context: ReaderContext): Promise<ReadCounts>;
}
