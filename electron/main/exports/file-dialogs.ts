import { type BrowserWindow, dialog } from 'electron';

export interface FileKind {
  readonly extension: string;
  /** What such a file is called in the person's language. */
  readonly name: string;
}

/** The system's own dialogs. The page is not asked and is not told where a file is. */
export interface FileDialogs {
  /** The chosen path; undefined where the person changed their mind. Replacing a file is asked by the system. */
  readonly chooseSave: (proposed: string, kind: FileKind) => Promise<string | undefined>;
  readonly chooseOpen: (kind: FileKind) => Promise<string | undefined>;
}

export function nativeDialogs(window: () => BrowserWindow | undefined): FileDialogs {
  return {
    chooseSave: async (proposed, { extension, name }) => {
      const parent = window();
      if (parent === undefined) return undefined;
      const answer = await dialog.showSaveDialog(parent, {
        defaultPath: proposed,
        filters: [{ name, extensions: [extension] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return answer.canceled || answer.filePath === '' ? undefined : answer.filePath;
    },
    chooseOpen: async ({ extension, name }) => {
      const parent = window();
      if (parent === undefined) return undefined;
      const answer = await dialog.showOpenDialog(parent, { filters: [{ name, extensions: [extension] }], properties: ['openFile'] });
      return answer.canceled ? undefined : answer.filePaths[0];
    },
  };
}
