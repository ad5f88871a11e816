import { stat } from 'node:fs/promises';
import { basename, extname, join, dirname } from 'node:path';
import { AppError, type SaveProblem } from '#shared/errors.ts';
import { isMissing, writeFileAtomically } from '../files/atomic-file.ts';
import type { FileDialogs } from './file-dialogs.ts';

/** A file of the person, not of the application: readable as their own settings say. */
const ORDINARY_MODE = 0o666;

/**
 * Writes a whole file under the name a person chose, or leaves what was there.
 * @param moveIntoPlace replaces the last step in tests of what can go wrong
 * @returns the name it has, without its folder
 * @throws AppError `file_not_written`
 */
export async function writeSavedFile(
  path: string,
  bytes: string | Uint8Array,
  moveIntoPlace?: (from: string, to: string) => Promise<void>,
): Promise<string> {
  try {
    await writeFileAtomically(path, bytes, { mode: ORDINARY_MODE, moveIntoPlace });
  } catch (error) {
    throw new AppError('file_not_written', { file: basename(path), reason: problemOf(error) }, { cause: error });
  }
  return basename(path);
}

const PROBLEMS: Readonly<Record<string, SaveProblem>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'disk_full',
  EACCES: 'no_permission',
  EPERM: 'no_permission',
  EROFS: 'no_permission',
  ENOENT: 'folder_missing',
  ENOTDIR: 'folder_missing',
  EEXIST: 'folder_missing',
  EISDIR: 'file_in_use',
  EBUSY: 'file_in_use',
  ETXTBSY: 'file_in_use',
};

function problemOf(error: unknown): SaveProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return PROBLEMS[code] ?? 'other';
}

/**
 * The chosen path with its extension: some dialogs return what was typed. The dialog asked about the name that was typed only, so a file that has the
 * longer name already is left alone and a number added.
 */
export async function withExtension(path: string, extension: string): Promise<string> {
  if (extname(path).toLowerCase() === `.${extension}`) return path;
  for (let number = 1; ; number += 1) {
    const candidate = `${path}${number === 1 ? '' : ` ${number}`}.${extension}`;
    if (!(await exists(candidate))) return candidate;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    // Writing will say what is wrong with it.
    return false;
  }
}

/**
 * Asks where a file with this name goes and writes it there.
 * @returns the name it has, without its folder; undefined where the person changed their mind
 * @throws AppError `file_not_written`
 */
export async function saveAs(
  dialogs: Pick<FileDialogs, 'chooseSave'>,
  proposed: string,
  kindName: string,
  bytes: Uint8Array,
): Promise<string | undefined> {
  const extension = extname(proposed).slice(1);
  const path = await dialogs.chooseSave(proposed, { extension, name: kindName });
  return path === undefined ? undefined : writeSavedFile(await withExtension(path, extension), bytes);
}

const LONGEST_NAME = 80;
/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** A file name out of words: letters, digits, spaces and hyphens, so that nothing of it can be a path, hidden or refused by a file system. */
export function fileNameOf(words: string, extension: string): string {
  const name = words
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim();
  return `${name === '' || RESERVED.test(name) ? `Florin ${name}`.trim() : name}.${extension}`;
}

/** What the dialog proposes: the name in the folder of the last file, else in the person's documents. */
export function proposedPath(lastFile: string | undefined, documents: string, name: string): string {
  return join(lastFile === undefined ? documents : dirname(lastFile), name);
}
