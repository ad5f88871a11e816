/**
 * A payment without an id of its own is known by its facts. It is stored with this `id_high`, and with its place among payments of equal facts, from 1, as
 * `id_low`: two columns that hardly take room. Its outward id is made of the facts where it is asked for. Other payments have both halves of a hash of their id.
 */
export const ROW_IDENTITY = 0;

/**
 * The outward id of a payment as two SQL values of 64 bits, high and low: equal in every store that holds the payment.
 * @param columns SQL names of the columns of a payment, with the ids of its customer and merchant as text
 */
export function outwardId(columns: { readonly payment: string; readonly customerId: string; readonly merchantId: string }): {
  readonly high: string;
  readonly low: string;
} {
  const { payment, customerId, merchantId } = columns;
  const facts = `'row', ${customerId}, epoch_ms(${payment}.paid_at), ${merchantId}, ${payment}.category, ${payment}.cents, ${payment}.id_low`;
  const hash = `md5_number(concat_ws(chr(31), ${facts}))`;
  const half = (column: string, part: string) =>
    `CASE WHEN ${payment}.id_high = ${ROW_IDENTITY} THEN (${part})::UBIGINT ELSE ${payment}.${column} END`;
  return { high: half('id_high', `${hash} & 18446744073709551615::UHUGEINT`), low: half('id_low', `${hash} >> 64`) };
}
