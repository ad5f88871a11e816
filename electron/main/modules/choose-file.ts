import { open } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import { AppError } from '#shared/errors.ts';

export interface FileChoice {
  readonly title: string;
  /** What the list of files is limited to, with its name. */
  readonly filter: { readonly name: string; readonly extensions: readonly string[] };
  readonly limitBytes: number;
}

export interface ChosenFile {
  /** Without its folder. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Lets the person choose one file and reads it. The page names no path and gets none.
 * @returns undefined where the person chose nothing
 * @throws AppError `file_refused` above the limit, `file_unreadable`
 */
export async function chooseFile(window: BrowserWindow, choice: FileChoice): Promise<ChosenFile | undefined> {
  const answer = await dialog.showOpenDialog(window, {
    title: choice.title,
    properties: ['openFile'],
    filters: [{ name: choice.filter.name, extensions: [...choice.filter.extensions] }],
  });
  const [path] = answer.filePaths;
  if (answer.canceled || path === undefined) return undefined;
  return { name: path.split(/[\\/]/).at(-1) ?? '', bytes: await readLimited(path, choice.limitBytes) };
}

async function readLimited(path: string, limitBytes: number): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > limitBytes) throw new AppError('file_refused', { problem: 'too_large' });
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file_unreadable', { file: '' }, { cause: error });
  }
}
