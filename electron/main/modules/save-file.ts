import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { AppError } from '#shared/errors.ts';
import { writeFileAtomically } from '../files/atomic-file.ts';

export interface SavedFile {
  readonly title: string;
  /** Proposed to the person, without a folder. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Lets the person choose where a file is kept and writes it whole. The page names no path and gets none.
 * @returns the name it has, without its folder; undefined where the person changed their mind
 * @throws AppError `file_not_written`
 */
export async function saveFile(window: BrowserWindow, { title, name, bytes }: SavedFile): Promise<string | undefined> {
  const answer = await dialog.showSaveDialog(window, {
    title,
    defaultPath: join(app.getPath('documents'), name),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (answer.canceled || answer.filePath === '') return undefined;
  const file = basename(answer.filePath);
  try {
    await writeFileAtomically(answer.filePath, bytes);
  } catch (error) {
    throw new AppError('file_not_written', { file }, { cause: error });
  }
  return file;
}
