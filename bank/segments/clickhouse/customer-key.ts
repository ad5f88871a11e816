import { hash } from 'node:crypto';

/** The number under which a customer is stored: as text, because it has 64 bits. Equals `md5_number_upper` of DuckDB. */
export function customerKey(customerId: string): string {
  return hash('md5', customerId, 'buffer').readBigUInt64LE(0).toString();
}
