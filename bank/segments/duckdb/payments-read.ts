import { type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import { Temporal } from 'temporal-polyfill';
import type { CustomerAttribution, CustomerPayment, PaymentsRequest, SegmentSummary } from '../port.ts';
import { openAppender, type Plain, rowsOf } from './connection.ts';
import { outwardId } from './payment-id.ts';

/** Payments of some customers at some payment merchants between two local dates, oldest first. */
export async function readPayments(
  connection: DuckDBConnection,
  timeZone: string,
  request: PaymentsRequest,
): Promise<readonly CustomerPayment[]> {
  const source = await askedPayments(connection, request);
  const { high, low } = outwardId({ payment: 'p', customerId: 'c.customer_id', merchantId: 'm.merchant_id' });
  const rows = await rowsOf(
    connection,
    `SELECT printf('%016x%016x', ${high}, ${low}) AS id, c.customer_id, m.merchant_id, strftime(p.paid_at, '%Y-%m-%dT%H:%M:%S'), p.cents
     FROM ${source}
     ORDER BY p.paid_at, id`,
    { from: request.from, to: request.to },
  );
  return rows.map(([id, customerId, merchantId, local, cents]) => ({
    paymentId: String(id),
    customerId: String(customerId),
    paymentMerchantId: String(merchantId),
    paidAt: instantOfLocal(String(local), timeZone),
    paidOn: String(local).slice(0, 10),
    amountCents: Number(cents),
  }));
}

/** What some customers did at some payment merchants between two local dates: one row for each who has a payment there. */
export async function readAttribution(connection: DuckDBConnection, request: PaymentsRequest): Promise<readonly CustomerAttribution[]> {
  await fillIds(connection, 'asked_merchants', request.paymentMerchantIds);
  const dates = { from: request.from, to: request.to };
  const [row] = await rowsOf(connection, `SELECT count(*) FROM ${paymentsAt(request)}`, dates);
  const isFew = Number(row?.[0]) <= Math.max(FEW_PAYMENTS, request.customerIds.length);
  const rows = isFew ? await attributionOfAll(connection, request) : await attributionOfAsked(connection, request);
  return rows.map(([customerId, bought, netCents]) => ({
    customerId: String(customerId),
    bought: bought === true,
    netCents: Number(netCents),
  }));
}

/** Up to so many payments it costs less to read everybody's than to hand over who is asked for. */
const FEW_PAYMENTS = 50_000;
const ATTRIBUTED = 'bool_or(p.cents > 0) AS bought, sum(p.cents)::BIGINT AS net_cents';

/** Sums of everybody with a payment there, in the order of the ids, less those who were not asked for. */
async function attributionOfAll(connection: DuckDBConnection, request: PaymentsRequest): Promise<readonly (readonly Plain[])[]> {
  const rows = await rowsOf(
    connection,
    `SELECT c.customer_id, bought, net_cents FROM (SELECT p.customer, ${ATTRIBUTED} FROM ${paymentsAt(request)} GROUP BY p.customer) s
     JOIN customers c ON c.number = s.customer ORDER BY c.customer_id`,
    { from: request.from, to: request.to },
  );
  const found = new Map(rows.map((row, place) => [row[0], place]));
  const isAsked = new Uint8Array(rows.length);
  for (const id of request.customerIds) {
    const place = found.get(id);
    if (place !== undefined) isAsked[place] = 1;
  }
  return rows.filter((_, place) => isAsked[place] === 1);
}

async function attributionOfAsked(connection: DuckDBConnection, request: PaymentsRequest): Promise<readonly (readonly Plain[])[]> {
  const source = await askedPayments(connection, request);
  return rowsOf(connection, `SELECT c.customer_id, ${ATTRIBUTED} FROM ${source} GROUP BY c.customer_id ORDER BY c.customer_id`, {
    from: request.from,
    to: request.to,
  });
}

/** The payments `p` of everybody at the merchants of `asked_merchants`, as a source with the parameters `$from` and `$to`. */
function paymentsAt(request: PaymentsRequest): string {
  return `payments p JOIN (SELECT DISTINCT number FROM payment_merchants JOIN asked_merchants ON merchant_id = id) m ON p.merchant = m.number
    WHERE ${betweenDates(request)}`;
}

/** The payments `p` of customers `c` at merchants `m` that a request asks for, as a source with the parameters `$from` and `$to`. */
async function askedPayments(connection: DuckDBConnection, request: PaymentsRequest): Promise<string> {
  await fillIds(connection, 'asked_merchants', request.paymentMerchantIds);
  await fillIds(connection, 'asked_customers', request.customerIds);
  return `payments p
     JOIN (SELECT number, merchant_id FROM payment_merchants JOIN asked_merchants ON merchant_id = id) m ON p.merchant = m.number
     JOIN (SELECT number, customer_id FROM customers JOIN asked_customers ON customer_id = id) c ON p.customer = c.number
     WHERE ${betweenDates(request)}`;
}

function betweenDates(request: Pick<PaymentsRequest, 'from' | 'to'>): string {
  const [from, to] = [request.from, request.to].map((date) => Number(date.slice(0, 7).replace('-', '')));
  return `p.month BETWEEN ${from} AND ${to} AND p.paid_at >= $from::DATE AND p.paid_at < $to::DATE + INTERVAL 1 DAY`;
}

export async function readSummary(connection: DuckDBConnection): Promise<SegmentSummary> {
  const [row] = await rowsOf(
    connection,
    `SELECT (SELECT count(*) FROM payments), (SELECT count(*) FROM customers), (SELECT count(*) FROM payment_merchants),
       (SELECT strftime(min(paid_at), '%Y-%m-%d') FROM payments), (SELECT strftime(max(paid_at), '%Y-%m-%d') FROM payments)`,
  );
  const [payments, customers, paymentMerchants, first, last] = row ?? [];
  const counts = { payments: Number(payments), customers: Number(customers), paymentMerchants: Number(paymentMerchants) };
  return typeof first === 'string' && typeof last === 'string' ? { ...counts, firstPayment: first, lastPayment: last } : counts;
}

async function fillIds(connection: DuckDBConnection, table: string, ids: readonly string[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (id VARCHAR)`);
  const appender = await openAppender(connection, table, [VARCHAR], 'temp');
  const unique = [...new Set(ids)];
  appender.append([unique], 0, unique.length);
  appender.close();
}

function instantOfLocal(local: string, timeZone: string): string {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().toString({ fractionalSecondDigits: 3 });
}
