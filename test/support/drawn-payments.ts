import { DuckDBInstance } from '@duckdb/node-api';
import type { SyntheticMarket } from '#bank/market/synthetic/market.ts';
import { runAll } from '#bank/segments/duckdb/catalog.ts';
import { rowsOf } from '#bank/segments/duckdb/connection.ts';

export interface DrawnPayment {
  readonly customer: number;
  readonly category: number;
  readonly place: number;
  readonly region: number | null;
  readonly merchant: number;
  readonly day: number;
  readonly second: number;
  readonly cents: number;
}
const COLUMNS = ['customer', 'category', 'place', 'region', 'merchant', 'day', 'second', 'cents'] as const;

/** The ordinary payments of a month (or some days of it) by an engine of its own, in the order of category, customer and place. */
export async function drawnPayments(
  market: SyntheticMarket,
  month: string,
  { days, threads = 2, where = 'true' }: { readonly days?: readonly number[]; readonly threads?: number; readonly where?: string } = {},
): Promise<readonly DrawnPayment[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  try {
    const { population } = market;
    const areas = population.areas.map((area) => area.id);
    await connection.run('CREATE TABLE customers (number INTEGER, area VARCHAR, region UTINYINT)');
    const rows = Array.from(population.areaOf, (area, number) => `(${number}, '${areas[area]}', ${population.areas[area]?.region})`);
    await connection.run(`INSERT INTO customers VALUES ${rows.join(', ')}`);
    await runAll(connection, market.drawTables());
    const parts = market.ordinaryPayments(month, days).map((part) => `SELECT ${COLUMNS.join(', ')} FROM (${part}) WHERE ${where}`);
    const drawn = await rowsOf(connection, `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY category, customer, place`);
    return drawn.map(([customer, category, place, region, merchant, day, second, cents]) => ({
      customer: Number(customer),
      category: Number(category),
      place: Number(place),
      region: region === null ? null : Number(region),
      merchant: Number(merchant),
      day: Number(day),
      second: Number(second),
      cents: Number(cents),
    }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
