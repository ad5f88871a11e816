import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ConnectionFile } from '#shared/contracts/connection.ts';

/** Where the application keeps what. Folder names are hashes, so that no name from outside becomes part of a path. */
export interface Paths {
  readonly settings: string;
  readonly windowState: string;
  readonly savedSession: string;
  readonly logs: string;
  readonly bank: (connection: ConnectionFile) => BankPaths;
}

export interface BankPaths {
  readonly market: string;
  readonly privacy: string;
  readonly releases: string;
  /** One folder per merchant: what one merchant was given is never read for another. */
  readonly slices: (merchantId: string) => string;
  readonly quotes: (merchantId: string) => string;
  readonly drafts: (accountId: string) => string;
  readonly campaignFiles: (accountId: string) => string;
  readonly comments: (accountId: string) => string;
}

export function pathsIn(userData: string): Paths {
  return {
    settings: join(userData, 'settings.json'),
    windowState: join(userData, 'window-state.json'),
    savedSession: join(userData, 'session.bin'),
    logs: join(userData, 'logs'),
    bank: (connection) => {
      // Another bank, or the same one with another key, shares nothing with this one.
      const folder = join(userData, 'banks', shortHash(`${connection.bankUrl}\n${connection.issuer}\n${connection.releaseKey}`));
      return {
        market: join(folder, 'market.json'),
        privacy: join(folder, 'privacy.json'),
        releases: join(folder, 'releases'),
        quotes: (merchantId) => join(folder, 'quotes', `${shortHash(merchantId)}.json`),
        slices: (merchantId) => join(folder, 'slices', shortHash(merchantId)),
        drafts: (accountId) => join(folder, 'accounts', shortHash(accountId), 'drafts'),
        campaignFiles: (accountId) => join(folder, 'accounts', shortHash(accountId), 'files'),
        comments: (accountId) => join(folder, 'accounts', shortHash(accountId), 'comments.json'),
      };
    },
  };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
