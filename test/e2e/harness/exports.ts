import type { Page } from '@playwright/test';
import type { Application } from './application.ts';

/** From now on the system's dialogs, which no test can click, answer with these paths; undefined is a person who changes their mind. */
export async function answerFileDialogs(
  { electron }: Application,
  answers: { readonly save?: string | undefined; readonly open?: string | undefined },
): Promise<void> {
  await electron.evaluate(({ dialog }, { save, open }) => {
    const asked: string[] = [];
    Reflect.set(globalThis, '__proposed', asked);
    Reflect.set(dialog, 'showSaveDialog', (...parameters: readonly unknown[]) => {
      const options = parameters.at(-1) as Electron.SaveDialogOptions; // the last parameter of every form of the call
      asked.push(options.defaultPath ?? '');
      return Promise.resolve({ canceled: save === undefined, filePath: save ?? '' });
    });
    Reflect.set(dialog, 'showOpenDialog', () =>
      Promise.resolve({ canceled: open === undefined, filePaths: open === undefined ? [] : [open] }),
    );
  }, answers);
}

/** The paths that the dialogs proposed since the answers were set. */
export function proposedPaths({ electron }: Application): Promise<readonly string[]> {
  return electron.evaluate(() => Reflect.get(globalThis, '__proposed') ?? []);
}

/** Chooses an entry of the native menu by its label. */
export async function chooseMenu({ electron }: Application, label: string): Promise<void> {
  await electron.evaluate(({ Menu }, wanted) => {
    const entries = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
    const entry = entries.find((candidate) => candidate.label === wanted);
    if (entry === undefined) throw new Error(`no entry ${wanted}`);
    entry.click();
  }, label);
}

/** Whether a picture is on the clipboard, by what it says it is. */
export function isPictureCopied({ electron }: Application): Promise<boolean> {
  return electron.evaluate(async ({ clipboard }) => Reflect.get(clipboard, 'availableFormats').call(clipboard).includes('image/png'));
}

/** Drops a file on the list as a person's file manager does. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], file));
      return data;
    },
    [name, text] as const,
  );
  await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
  await page.locator('.fl-drop-frame').dispatchEvent('drop', { dataTransfer: transfer });
}
