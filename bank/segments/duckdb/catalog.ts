import type { DuckDBConnection } from '@duckdb/node-api';
import { EMPTY_PAYMENTS, EMPTY_SPEND } from './schema.ts';

/** An attached file and its place among the files of a bank. */
export interface AttachedFile {
  readonly kind: 'lists' | 'payments' | 'spend';
  readonly window: number;
  /** Name of its catalog. */
  readonly catalog: string;
}

/** SQL that makes the views of a version, in a schema of the engine's own catalog: what is in many files reads as one table. */
export function viewsSql(schema: string, files: readonly AttachedFile[]): readonly string[] {
  const lists = files.find((file) => file.kind === 'lists');
  const union = (kind: 'payments' | 'spend', empty: string) => {
    const parts = files.filter((file) => file.kind === kind).map((file) => `SELECT * FROM ${file.catalog}.${kind}`);
    return parts.length === 0 ? empty : parts.join(' UNION ALL ');
  };
  return [
    ...(lists === undefined
      ? []
      : ['customers', 'payment_merchants', 'meta'].map(
          (table) => `CREATE OR REPLACE VIEW ${schema}.${table} AS SELECT * FROM ${lists.catalog}.${table}`,
        )),
    `CREATE OR REPLACE VIEW ${schema}.payments AS ${union('payments', EMPTY_PAYMENTS)}`,
    `CREATE OR REPLACE VIEW ${schema}.spend AS ${union('spend', EMPTY_SPEND)}`,
  ];
}

export async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.run(statement);
}
