import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Profile, type ProfileInput } from '#shared/market/profile.ts';
import { type Bank, createDataDirectory, openBank } from '#bank/storage/data-directory.ts';

/** A real bank in a folder of its own, with its own database server. Remove it when done. */
export interface TemporaryBank {
  readonly bank: Bank;
  /** The bank's data directory. */
  readonly directory: string;
  /** A folder for files beside it. */
  readonly folder: string;
  remove(): Promise<void>;
}

export async function openTemporaryBank(profile: ProfileInput): Promise<TemporaryBank> {
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-bank-'));
  const directory = path.join(folder, 'bank');
  await createDataDirectory(directory, Profile.parse(profile));
  const bank = await openBank(directory);
  return {
    bank,
    directory,
    folder,
    async remove() {
      await bank.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
