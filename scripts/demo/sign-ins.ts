import type { ConnectionFile } from '#shared/contracts/connection.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../bank/market/synthetic/demo-people.ts';

/** What a person at the terminal needs to sign in. */
export function describeSignIns(connection: ConnectionFile): string {
  const width = Math.max(...DEMO_ACCOUNTS.map(({ login }) => login.length));
  const people = DEMO_ACCOUNTS.map(({ login, role }) => `    ${login.padEnd(width)}  ${role.replaceAll('_', ' ')}`);
  return [
    `  Sign in to ${connection.bankName} with the password ${DEMO_PASSWORD} as`,
    ...people,
    '  Ctrl+C ends the application and the bank.',
  ].join('\n');
}

export const EDITOR = 'editor@tuincentrum.example';
export const REVIEWER = 'reviewer-a@bank.example';
