import { copyFile, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { openDuckDb } from './connection.ts';

/**
 * The analytics files of a bank: one of lists (customers, payment merchants), one of payments for every month that payments are booked for, one of spend for
 * every month and season. Files never change once they are published; a new version of one is built beside it under a new name. `published.json` says which
 * files belong together, and is replaced by rename: a reader sees all of the old version or all of the new one.
 */
export const PublishedFiles = z.strictObject({
  format: z.literal('florin-segments/2'),
  /** Counts up with every publication. */
  generation: z.int().positive(),
  files: z.array(
    z.strictObject({
      kind: z.enum(['lists', 'payments', 'spend']),
      /** The month or window as a number; 0 for the lists. */
      window: z.int().nonnegative(),
      name: z.string().regex(/^(lists|payments|spend)-\d+-\d+\.duckdb$/),
    }),
  ),
});
export type PublishedFiles = z.infer<typeof PublishedFiles>;
export type PublishedFile = PublishedFiles['files'][number];

export const BUILDING_PREFIX = 'building-';
const PUBLISHED = 'published.json';
const ONE_FILE_OF_BEFORE = 'payments.duckdb';
const LOCK = 'writer-lock.duckdb';

export function temporaryDirectory(directory: string): string {
  return path.join(directory, `${BUILDING_PREFIX}spill`);
}

/** Identity of what is published; undefined before the first load. Changes with every publication. */
export async function publishedVersion(directory: string): Promise<string | undefined> {
  try {
    const facts = await stat(path.join(directory, PUBLISHED), { bigint: true });
    return `${facts.ino}:${facts.mtimeNs}:${facts.size}`;
  } catch {
    return undefined;
  }
}

/**
 * Which files are published; undefined before the first load.
 * @throws AppError `database_unavailable` where the folder holds files of another layout
 */
export async function readPublished(directory: string): Promise<PublishedFiles | undefined> {
  const text = await readFile(path.join(directory, PUBLISHED), 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const parsed = PublishedFiles.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new AppError('database_unavailable', { problem: `${PUBLISHED} of the analytics files is not of this program` });
  }
  const isOfBefore = await stat(path.join(directory, ONE_FILE_OF_BEFORE)).catch(() => undefined);
  if (isOfBefore !== undefined)
    throw new AppError('database_unavailable', { problem: 'the analytics files are of an older layout: seed or import again' });
  return undefined;
}

/** Gives a file under construction its final name, then makes the whole version visible, then removes what no version names. */
export async function publishFiles(directory: string, next: PublishedFiles, built: readonly PublishedFile[]): Promise<void> {
  for (const { name } of built) {
    await sync(path.join(directory, BUILDING_PREFIX + name));
    await rename(path.join(directory, BUILDING_PREFIX + name), path.join(directory, name));
  }
  const written = path.join(directory, `${BUILDING_PREFIX}${PUBLISHED}`);
  await writeFile(written, JSON.stringify(next));
  await sync(written);
  await sync(directory);
  await rename(written, path.join(directory, PUBLISHED));
  await sync(directory);
}

/** Copies a published file to where its next version is built. */
export async function copyToBuilding(directory: string, from: string, name: string): Promise<void> {
  await copyFile(path.join(directory, from), path.join(directory, BUILDING_PREFIX + name));
}

/** Removes what a build that died left behind, and files of superseded versions. Who has them open keeps them. */
export async function removeLeftovers(directory: string): Promise<void> {
  const published = new Set((await readPublished(directory))?.files.map((file) => file.name));
  for (const name of await readdir(directory)) {
    const isOfVersion = /^(lists|payments|spend)-\d+-\d+\.duckdb/.test(name);
    if (name.startsWith(BUILDING_PREFIX) || (isOfVersion && !published.has(name)))
      await rm(path.join(directory, name), { recursive: true, force: true });
  }
}

async function sync(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writers of this process, because file locks do not exclude a process from itself. */
const writingHere = new Set<string>();

/**
 * The lock is a file that DuckDB holds open for writing: the system gives it back when the process ends, however it ends.
 * @throws AppError `data_directory_busy` while another writer is at work
 */
export async function takeWriterLock(directory: string): Promise<() => void> {
  const target = path.resolve(directory);
  if (writingHere.has(target)) throw new AppError('data_directory_busy', { directory: target });
  writingHere.add(target);
  try {
    const lock = await openDuckDb(path.join(target, LOCK), 'READ_WRITE', temporaryDirectory(target));
    return () => {
      lock.close();
      writingHere.delete(target);
    };
  } catch (error) {
    writingHere.delete(target);
    if (error instanceof Error && /lock/i.test(error.message))
      throw new AppError('data_directory_busy', { directory: target }, { cause: error });
    throw error;
  }
}
