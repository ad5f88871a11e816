import type { DuckDBConnection } from '@duckdb/node-api';
import { rowsOf } from './connection.ts';
import type { Reading } from './snapshot.ts';

/** The order of the customers' ids (byte order), in which pages come. */
export interface CustomerOrder {
  /** The customer at each place; absent where customers were numbered in this order. */
  readonly order?: Int32Array;
  /** The first place whose customer's id is above this one, which need not be anybody's. */
  placeAfter(connection: DuckDBConnection, id: string): Promise<number>;
}

/** Keeps the order of the newest list of customers that was asked for: it is sorted once. */
export function keepCustomerOrder(): (reading: Reading) => Promise<CustomerOrder> {
  let kept: { readonly lists: string; readonly order: Promise<CustomerOrder> } | undefined;
  return (reading) => {
    const { lists } = reading;
    if (kept?.lists === lists) return kept.order;
    const order = readOrder(reading).catch((error: unknown) => {
      if (kept?.order === order) kept = undefined;
      throw error;
    });
    kept = { lists, order };
    return order;
  };
}

async function readOrder({ connection, lists }: Reading): Promise<CustomerOrder> {
  const numbers: Int32Array[] = [];
  const result = await connection.run(`SELECT number FROM ${lists}.customers ORDER BY customer_id`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
    numbers.push(Int32Array.from(chunk.getColumnValues(0), Number));
  const order = new Int32Array(numbers.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of numbers) {
    order.set(part, place);
    place += part.length;
  }
  const isByNumber = order.every((customer, at) => customer === at);
  return {
    ...(isByNumber ? {} : { order }),
    async placeAfter(here, id) {
      const [known] = await rowsOf(here, `SELECT number FROM ${lists}.customers WHERE customer_id = $id`, { id });
      if (known !== undefined) return (isByNumber ? Number(known[0]) : order.indexOf(Number(known[0]))) + 1;
      const [row] = await rowsOf(here, `SELECT count(*) FROM ${lists}.customers WHERE customer_id <= $id`, { id });
      return Number(row?.[0]);
    },
  };
}

/** The ids of some customers, by number. */
export async function idsOf(
  { connection, lists }: Pick<Reading, 'connection' | 'lists'>,
  customers: Int32Array,
): Promise<ReadonlyMap<number, string>> {
  if (customers.length === 0) return new Map();
  const [least, most] = [
    customers.reduce((left, right) => Math.min(left, right)),
    customers.reduce((left, right) => Math.max(left, right)),
  ];
  const rows = await rowsOf(
    connection,
    `SELECT number, customer_id FROM ${lists}.customers
     WHERE number BETWEEN ${least} AND ${most} AND number IN (SELECT unnest(string_split($customers, ','))::INTEGER)`,
    { customers: customers.join(',') },
  );
  return new Map(rows.map(([number, id]) => [Number(number), String(id)]));
}
