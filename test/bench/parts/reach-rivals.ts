/** What a page could use instead of `shared/reach`: column tables in JavaScript, and a database compiled to WebAssembly. Loaded by the reach bench alone. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Release } from '#shared/reach/release.ts';

/** The question of the bench: customers of a category in a run of bands and in some regions, with the variance of the sum. */
export interface RivalQuestion {
  readonly category: number;
  readonly from: number;
  readonly to: number;
  readonly regions: readonly number[];
}
export interface RivalAnswer {
  readonly customers: number;
  readonly variance: number;
}

/** Cells of the season's finest table as columns, one row a cell. */
function columnsOf(release: Release) {
  const table = release.tables.find(({ dimensions }) => dimensions.join(' ') === 'category band region');
  if (table === undefined) throw new Error('no table by region');
  const [, bands = 1, regions = 1] = table.sizes;
  const index = Int32Array.from(table.counts, (_, flat) => flat);
  return {
    category: index.map((flat) => Math.floor(flat / (bands * regions))),
    band: index.map((flat) => Math.floor(flat / regions) % bands),
    region: index.map((flat) => flat % regions),
    customers: Int32Array.from(table.counts),
    variance: Float64Array.from(table.counts, () => Number(table.sigma2)),
  };
}

export async function arqueroAnswer(release: Release): Promise<(question: RivalQuestion) => RivalAnswer> {
  const { table, op, escape } = await import('arquero');
  const cells = table(columnsOf(release));
  return ({ category, from, to, regions }) => {
    const [row] = cells
      .filter(
        escape(
          (cell: { category: number; band: number; region: number }) =>
            cell.category === category && cell.band >= from && cell.band <= to && regions.includes(cell.region),
        ),
      )
      .rollup({ customers: op.sum('customers'), variance: op.sum('variance') })
      .objects();
    return answerOf(row);
  };
}

export async function duckdbAnswer(
  release: Release,
): Promise<{ readonly ask: (question: RivalQuestion) => RivalAnswer; readonly close: () => void }> {
  const require = createRequire(import.meta.url);
  const { createDuckDB, VoidLogger, NODE_RUNTIME } = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');
  const folder = path.dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs'));
  const bundle = (name: string) => ({
    mainModule: path.join(folder, `duckdb-${name}.wasm`),
    mainWorker: path.join(folder, `duckdb-node-${name}.worker.cjs`),
  });
  const database = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => undefined);
  const connection = database.connect();
  const columns = columnsOf(release);
  const rows = Array.from(columns.customers, (customers, flat) =>
    [columns.category[flat], columns.band[flat], columns.region[flat], customers, columns.variance[flat]].join(','),
  );
  connection.query('CREATE TABLE cells (category INT, band INT, region INT, customers INT, variance DOUBLE)');
  connection.query(`INSERT INTO cells VALUES ${rows.map((row) => `(${row})`).join(',')}`);
  return {
    ask: ({ category, from, to, regions }) => {
      const answer = connection.query(
        `SELECT sum(customers)::DOUBLE AS customers, sum(variance) AS variance FROM cells
         WHERE category = ${category} AND band BETWEEN ${from} AND ${to} AND region IN (${regions.join(',')})`,
      );
      return answerOf(answer.get(0)?.toJSON());
    },
    close: () => connection.close(),
  };
}

function answerOf(row: unknown): RivalAnswer {
  if (typeof row !== 'object' || row === null) throw new Error('the rival gave no row');
  return { customers: Number(Reflect.get(row, 'customers')), variance: Number(Reflect.get(row, 'variance')) };
}
