import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Marks a file that was being written; never read, removed at the next start. */
const UNFINISHED = /^\.[^/]+\.[0-9a-f]{12}\.tmp$/;

interface WriteOptions {
  readonly moveIntoPlace?: ((from: string, to: string) => Promise<void>) | undefined;
  /** Permissions of the file before the person's own mask; its owner's alone where nothing is said. The folder of any other file must exist. */
  readonly mode?: number;
}

const OWNER_ONLY = 0o600;

/**
 * Replaces a file as a whole: the bytes are on the disk before the name points at them, so a crash at any moment leaves
 * either the old file or the new one. The application's own files and folders are readable by their owner only.
 */
export async function writeFileAtomically(
  file: string,
  bytes: string | Uint8Array,
  { moveIntoPlace = rename, mode = OWNER_ONLY }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(file);
  if (mode === OWNER_ONLY) await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(unfinished, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await moveIntoPlace(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Makes a rename or removal in the folder durable. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what a crash left half written. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) if (UNFINISHED.test(name)) await rm(join(folder, name), { force: true });
}

/** File names in a folder, sorted; none where the folder does not exist. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
