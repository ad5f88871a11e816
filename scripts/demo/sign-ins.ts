import type { ConnectionFile } from '#shared/contracts/connection.ts';

/** The people of a demonstration market, as `bank seed` makes them. */
export const DEMO_PASSWORD = 'florin-demo';

/** What a person at the terminal needs to sign in. */
export function describeSignIns(connection: ConnectionFile): string {
  return `Sign in to ${connection.bankName} with the password ${DEMO_PASSWORD}`;
}
