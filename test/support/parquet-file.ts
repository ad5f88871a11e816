import { DuckDBInstance } from '@duckdb/node-api';

/** Writes the rows of a query to a Parquet file. */
export async function writeParquet(file: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(`COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** `SELECT * FROM (VALUES …)` of rows of SQL texts; a column given as `name::TYPE` has that type. */
export function valuesQuery(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const cell = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
  const names = columns.map((column) => column.split('::')[0] ?? '');
  const typed = columns.map((column, index) => `"${names[index] ?? ''}"::${column.split('::')[1] ?? 'VARCHAR'} AS "${names[index] ?? ''}"`);
  const values = rows.map((row) => `(${row.map(cell).join(', ')})`).join(', ');
  return `SELECT ${typed.join(', ')} FROM (VALUES ${values}) v(${names.map((name) => `"${name}"`).join(', ')})`;
}
