import { Temporal } from 'temporal-polyfill';
import { addMonths } from '#shared/market/window.ts';
import { windowCode } from '../window-code.ts';
import type { CustomerAttribution, CustomerPayment, PaymentsRequest } from '../port.ts';
import type { Row, Sources } from './ask.ts';
import { customerKey } from './customer-key.ts';
import { integerLiteral, textList, textLiteral } from './literals.ts';
import { type Ground, paymentsBooked } from './questions.ts';

const DAY_MS = 86_400_000;
/** Customers that one statement names. */
export const CUSTOMERS_PER_STATEMENT = 50_000;

/** `(id_high, id_low, customer, merchant, paid_ms, cents)` of the payments that a request asks for. */
export function paymentsSql(ground: Pick<Ground, 'manifest'>, sources: Sources, request: PaymentsRequest): string {
  return `SELECT id_high, id_low, customer, merchant, paid_ms, cents FROM ${askedSql(ground, sources, request)}`;
}

/** `(customer, bought, cents)`: one row for each of the request's customers who has a payment there. */
export function attributionSql(ground: Pick<Ground, 'manifest'>, sources: Sources, request: PaymentsRequest): string {
  return `SELECT customer, max(cents > 0) AS bought, sum(cents) AS net FROM ${askedSql(ground, sources, request)} GROUP BY customer`;
}

function askedSql({ manifest }: Pick<Ground, 'manifest'>, sources: Sources, request: PaymentsRequest): string {
  const from = Date.parse(`${request.from}T00:00:00Z`);
  const until = Date.parse(`${request.to}T00:00:00Z`) + DAY_MS;
  const months: number[] = [];
  for (let month = request.from.slice(0, 7); month <= request.to.slice(0, 7); month = addMonths(month, 1)) months.push(windowCode(month));
  const keys = [...new Set(request.customerIds)].map(customerKey).join(',');
  return `${sources.all('payments')} WHERE ${paymentsBooked(manifest, months)} AND merchant IN (${textList([...new Set(request.paymentMerchantIds)])})
    AND paid_ms >= ${integerLiteral(from)} AND paid_ms < ${integerLiteral(until)}
    AND customer IN (SELECT arrayJoin(arrayMap(x -> toUInt64(x), splitByChar(',', ${textLiteral(keys)}))))`;
}

/** Rows of {@link paymentsSql} as payments, oldest first. */
export function paymentsOfRows(rows: readonly Row[], customerIds: readonly string[], timeZone: string): readonly CustomerPayment[] {
  const ids = idsByKey(customerIds);
  const found = rows.map(([high, low, customer, merchant, paidMs, cents]) => {
    const local = new Date(Number(paidMs)).toISOString().slice(0, 19);
    return {
      paidMs: Number(paidMs),
      payment: {
        paymentId: hexadecimal(high) + hexadecimal(low),
        customerId: ids.get(String(customer)) ?? '',
        paymentMerchantId: String(merchant),
        paidAt: Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().toString({ fractionalSecondDigits: 3 }),
        paidOn: local.slice(0, 10),
        amountCents: Number(cents),
      },
    };
  });
  found.sort((left, right) => left.paidMs - right.paidMs || (left.payment.paymentId < right.payment.paymentId ? -1 : 1));
  return found.map(({ payment }) => payment);
}

/** Rows of {@link attributionSql}, in the order of the customers' ids. */
export function attributionOfRows(rows: readonly Row[], customerIds: readonly string[]): readonly CustomerAttribution[] {
  const ids = idsByKey(customerIds);
  return rows
    .map(([customer, bought, net]) => ({
      customerId: ids.get(String(customer)) ?? '',
      bought: Number(bought) === 1,
      netCents: Number(net),
    }))
    .sort((left, right) => Buffer.compare(Buffer.from(left.customerId), Buffer.from(right.customerId)));
}

function idsByKey(customerIds: readonly string[]): ReadonlyMap<string, string> {
  return new Map(customerIds.map((id) => [customerKey(id), id]));
}

function hexadecimal(value: Row[number] | undefined): string {
  return BigInt(String(value)).toString(16).padStart(16, '0');
}
