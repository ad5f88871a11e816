import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '#shared/errors.ts';
import { quoted, rowsOf } from '../duckdb/connection.ts';
import type { Mapping } from './mapping.ts';
import type { PaymentReader } from './payment-reader.ts';
import { checkHeader } from './row-parser.ts';
import { type SourceColumn, textOf } from './set-wise/fast-columns.ts';
import { takeAsSet } from './set-wise/take-as-set.ts';

/**
 * Payments of a Parquet file as a mapping says, read by the engine itself. `line` is the number of the row, from 1.
 */
export function parquetPayments(mapping: Mapping): PaymentReader {
  return {
    hasPaymentIds: mapping.paymentId !== undefined,
    isReadByEngine: true,
    async read(context) {
      const { file, connection, progress } = context;
      // The engine would look for other files under such a name.
      if (/[*?[\]{}]/.test(file))
        throw new AppError('import_failed', { problem: 'the name of a Parquet file may not hold any of * ? [ ] { }' });
      const columns = await describe(connection, `read_parquet(${quoted(file)})`);
      checkHeader(
        columns.map(({ name }) => name),
        mapping,
      );
      refuseMixedTypes(columns, mapping);
      const rowsRead = await countOf(connection, `SELECT count(*) FROM read_parquet(${quoted(file)})`);
      progress.say(`${rowsRead} rows in the file`);
      const table = `read_parquet(${quoted(file)})`;
      const texts = `[${columns.map(textOf).join(', ')}]`;
      await takeAsSet(context, mapping, {
        table,
        sample: table,
        columns,
        raw: columns.map(({ sql }) => sql),
        texts,
        again: { table, texts },
        isWhole: 'true',
        firstLine: 1,
        refusalOf: (_, refusal) => refusal,
        reading,
      });
      return { rowsRead, blankLines: 0 };
    },
  };
}

async function describe(connection: DuckDBConnection, source: string): Promise<readonly SourceColumn[]> {
  const rows = await reading(rowsOf(connection, `DESCRIBE SELECT * FROM ${source}`));
  return rows.map(([name, type]) => ({
    name: String(name),
    type: String(type),
    sql: `r."${String(name).replaceAll('"', '""')}"`,
  }));
}

async function countOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const [row] = await reading(rowsOf(connection, sql));
  return Number(row?.[0]);
}

/** What goes wrong while the engine reads the file is the file's fault, unless the engine lacked memory or disk. */
async function reading<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    if (/^Out of Memory|No space left/.test(why)) throw error;
    throw new AppError('import_failed', { problem: `the file cannot be read as Parquet: ${why.slice(0, 200)}` }, { cause: error });
  }
}

/** Times and dates that are typed are read as ISO text; a mapping that says otherwise means another file. */
function refuseMixedTypes(columns: readonly SourceColumn[], mapping: Mapping): void {
  const column = columns.find(({ name }) => name === mapping.timestamp.column);
  if (column !== undefined && /^(?:DATE|TIMESTAMP)/.test(column.type) && mapping.timestamp.format !== 'iso')
    throw new AppError('mapping_invalid', { problem: `timestamp.format: the column is of type ${column.type}; "iso" expected` });
}
