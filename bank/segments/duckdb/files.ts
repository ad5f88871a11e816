import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import { type OpenFile, openDuckDb } from './connection.ts';
import { CREATE_SCHEMA } from './schema.ts';

const PUBLISHED = 'payments.duckdb';
const BUILDING_PREFIX = 'building-';
const BUILDING = `${BUILDING_PREFIX}payments.duckdb`;
const LOCK = 'writer-lock.duckdb';

export function publishedFile(directory: string): string {
  return path.join(directory, PUBLISHED);
}

export function temporaryDirectory(directory: string): string {
  return path.join(directory, `${BUILDING_PREFIX}spill`);
}

/** Identity of the published file; undefined before the first load. Changes with every publication. */
export async function publishedVersion(directory: string): Promise<string | undefined> {
  try {
    const facts = await stat(publishedFile(directory), { bigint: true });
    return `${facts.ino}:${facts.mtimeNs}:${facts.size}`;
  } catch {
    return undefined;
  }
}

/** Writers of this process, because file locks do not exclude a process from itself. */
const writingHere = new Set<string>();

/**
 * Builds the next version of the analytics file beside the published one and publishes it by rename, so that a reader sees the old file or the new
 * one, whole. The build begins with a copy of the published file, or with an empty one. A build that dies leaves the published file as it was; the next writer removes what is left.
 * @param readableFile absolute path of the one other file that the engine may read while it builds
 * @throws AppError `data_directory_busy` while another writer is at work
 */
export async function publishNext<Result>(
  directory: string,
  work: (file: OpenFile) => Promise<{ readonly publish: boolean; readonly result: Result }>,
  from: 'published' | 'empty' = 'published',
  readableFile?: string,
): Promise<Result> {
  const releaseLock = await takeWriterLock(directory);
  try {
    await removeLeftovers(directory);
    const building = path.join(directory, BUILDING);
    const isCopy = from === 'published' && (await publishedVersion(directory)) !== undefined;
    if (isCopy) await copyFile(publishedFile(directory), building);
    const file = await openDuckDb(building, 'READ_WRITE', temporaryDirectory(directory), readableFile);
    let outcome: { readonly publish: boolean; readonly result: Result };
    try {
      if (!isCopy) for (const statement of CREATE_SCHEMA) await file.connection.run(statement);
      outcome = await work(file);
      if (outcome.publish) await file.connection.run('CHECKPOINT');
    } finally {
      file.close();
    }
    if (outcome.publish) await publish(directory, building);
    return outcome.result;
  } finally {
    await removeLeftovers(directory).catch(() => undefined);
    releaseLock();
  }
}

async function publish(directory: string, building: string): Promise<void> {
  await sync(building);
  await rename(building, publishedFile(directory));
  await sync(directory);
}

async function sync(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The lock is a file that DuckDB holds open for writing: the system gives it back when the process ends, however it ends. */
async function takeWriterLock(directory: string): Promise<() => void> {
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

async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory))
    if (name.startsWith(BUILDING_PREFIX)) await rm(path.join(directory, name), { recursive: true, force: true });
}
