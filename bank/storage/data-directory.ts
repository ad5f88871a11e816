import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { Profile } from '#shared/market/profile.ts';
import { type Clock, databaseClock, instantOf } from '../clock/clock.ts';
import { type BankDatabase, type DatabaseAddress, openDatabase } from './database.ts';
import { createCluster, joinServer } from './embedded/server.ts';
import { migrate } from './migrate.ts';

/**
 * A bank's data directory:
 * ```
 * florin.json   what it is: format, creation time, the whole profile as it was fixed at `bank init`
 * postgres/     the embedded cluster; absent where DATABASE_URL names a server
 * segments/     DuckDB files: payments and what is computed from them
 * keys/         private keys, 0600
 * ```
 */
const Manifest = z.strictObject({ format: z.literal('florin-data/1'), createdAt: z.iso.datetime({ precision: 3 }), profile: Profile });
const MANIFEST = 'florin.json';

/** An open bank: everything a command works with. Close it when done. */
export interface Bank {
  readonly directory: string;
  readonly profile: Profile;
  readonly database: BankDatabase;
  readonly clock: Clock;
  /** Folder of the analytics files. */
  readonly segmentsDirectory: string;
  readonly keysDirectory: string;
  close(): Promise<void>;
}

/**
 * Makes a data directory for a profile: folders, cluster, schema, and the demonstration clock where the profile is a demonstration.
 * @throws AppError `data_directory_exists` when the folder holds anything; it is left as it was
 */
export async function createDataDirectory(directory: string, profile: Profile): Promise<void> {
  const target = path.resolve(directory);
  await mkdir(target, { recursive: true });
  if ((await readdir(target)).length > 0) throw new AppError('data_directory_exists', { directory: target });
  await mkdir(path.join(target, 'segments'));
  await mkdir(path.join(target, 'keys'), { mode: 0o700 });
  if (process.env['DATABASE_URL'] === undefined) createCluster(target);
  const createdAt = new Date().toISOString();
  const { database, leave } = await connect(target);
  try {
    await migrate(database);
    if (profile.demo) {
      const start = instantOf(profile.demoToday, '09:00', profile.timeZone);
      await database
        .updateTable('clock')
        .set({ offset_ms: String(Date.parse(start) - Date.parse(createdAt)) })
        .execute();
    }
  } finally {
    await database.destroy();
    await leave();
  }
  // Last: a directory without its manifest is not a bank, so that a creation that was cut off is seen.
  await writeWhole(path.join(target, MANIFEST), `${JSON.stringify({ format: 'florin-data/1', createdAt, profile }, null, 2)}\n`);
}

/**
 * Opens a data directory, starting or joining its database and bringing the schema up to date.
 * @throws AppError `data_directory_missing`, `profile_invalid`, `database_unavailable`
 */
export async function openBank(directory: string): Promise<Bank> {
  const target = path.resolve(directory);
  const profile = await readProfile(target);
  const { database, leave } = await connect(target);
  const close = async () => {
    await database.destroy();
    await leave();
  };
  try {
    await migrate(database);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    directory: target,
    profile,
    database,
    clock: databaseClock(database, profile.timeZone),
    segmentsDirectory: path.join(target, 'segments'),
    keysDirectory: path.join(target, 'keys'),
    close,
  };
}

/** The profile that a data directory was created with; needs no database. */
export async function readProfile(directory: string): Promise<Profile> {
  const file = path.join(path.resolve(directory), MANIFEST);
  if (!existsSync(file)) throw new AppError('data_directory_missing', { directory: path.resolve(directory) });
  try {
    return Manifest.parse(JSON.parse(await readFile(file, 'utf8'))).profile;
  } catch (error) {
    throw new AppError('profile_invalid', { problem: `${file} is not what bank init writes` }, { cause: error });
  }
}

/** Runs work on an open bank and closes it afterwards, whatever happened. */
export async function withBank<Result>(directory: string | undefined, work: (bank: Bank) => Promise<Result>): Promise<Result> {
  if (directory === undefined)
    throw new AppError('invalid_input', { issues: [{ path: '--data', problem: 'name the bank’s data directory' }] });
  const bank = await openBank(directory);
  try {
    return await work(bank);
  } finally {
    await bank.close();
  }
}

/** Writes a file so that it is either there whole or not at all: temporary name, fsync, rename. */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const temporary = `${file}.${process.pid}.new`;
  const handle = await open(temporary, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

async function connect(directory: string): Promise<{ readonly database: BankDatabase; readonly leave: () => Promise<void> }> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined) return { database: openDatabase({ url }), leave: async () => undefined };
  const server: { address: DatabaseAddress; leave: () => Promise<void> } = await joinServer(directory);
  return { database: openDatabase(server.address), leave: () => server.leave() };
}
