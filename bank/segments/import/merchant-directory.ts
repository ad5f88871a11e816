import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { loadJsonFile } from './json-file.ts';

const Text = z.string().trim().min(1).max(140);

/** Which creditor is which merchant, of which category. Documented for people in docs/import.md. */
export const MerchantDirectoryFile = z.strictObject({
  format: z.literal('florin-merchant-directory/1'),
  merchants: z
    .array(
      z
        .strictObject({
          /** As payments shall name the merchant. */
          merchant: z.string().trim().min(1).max(120),
          mcc: z.string().regex(/^\d{4}$/),
          accounts: z.array(Text).max(1_000).default([]),
          names: z.array(Text).max(1_000).default([]),
        })
        .refine(({ accounts, names }) => accounts.length + names.length > 0, { message: 'an account or a name expected' }),
    )
    .max(5_000_000),
});

export interface KnownMerchant {
  readonly merchant: string;
  readonly mcc: string;
}

/** A party of a payment, as the file names it. Blank text is nothing. */
export interface Party {
  readonly account?: string | undefined;
  /** In the order in which they are looked up. */
  readonly names: readonly (string | undefined)[];
}

export interface MerchantDirectory {
  /** The merchant whose account this is; else the one with exactly one of these names, whatever their case and blanks. Never a likely one. */
  find(party: Party): KnownMerchant | undefined;
}

/** A directory that knows nobody. */
export const EMPTY_DIRECTORY: MerchantDirectory = { find: () => undefined };

/**
 * @throws AppError `mapping_invalid` where an account or a name stands for two merchants
 */
export function createMerchantDirectory(content: z.infer<typeof MerchantDirectoryFile>): MerchantDirectory {
  const accounts = new Map<string, KnownMerchant>();
  const names = new Map<string, KnownMerchant>();
  const enter = (map: Map<string, KnownMerchant>, key: string, merchant: KnownMerchant) => {
    const other = map.get(key);
    if (other !== undefined && (other.merchant !== merchant.merchant || other.mcc !== merchant.mcc))
      throw new AppError('mapping_invalid', {
        problem: `the merchant directory has ${JSON.stringify(key)} for ${JSON.stringify(other.merchant)} and for ${JSON.stringify(merchant.merchant)}`,
      });
    map.set(key, merchant);
  };
  for (const { merchant, mcc, accounts: listed, names: written } of content.merchants) {
    for (const account of listed) enter(accounts, accountKey(account), { merchant, mcc });
    for (const name of written) enter(names, nameKey(name), { merchant, mcc });
  }
  return {
    find({ account, names: candidates }) {
      const known = account === undefined ? undefined : accounts.get(accountKey(account));
      if (known !== undefined) return known;
      for (const name of candidates) {
        const found = name === undefined ? undefined : names.get(nameKey(name));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/**
 * Reads a directory file.
 * @throws AppError `file_unreadable`, `mapping_invalid`
 */
export async function loadMerchantDirectory(file: string): Promise<MerchantDirectory> {
  return createMerchantDirectory(await loadJsonFile(file, MerchantDirectoryFile));
}

/** An account number without blanks, in capitals. */
export function accountKey(account: string): string {
  return account.replaceAll(/\s/g, '').toUpperCase();
}

function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toUpperCase();
}
