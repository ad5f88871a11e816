import { renameSync, writeFileSync } from 'node:fs';
import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, screen } from 'electron';
import { readJsonFile } from '../files/json-file.ts';
import type { Log } from '../log.ts';
import { PAGE_URL } from './page-address.ts';
import { MINIMUM_SIZE, WindowState, windowPlace } from './window-state.ts';

/** What every window of the application is built with; the exact values are pinned by a test. */
export const LOCKED_WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  webgl: false,
} as const satisfies BrowserWindowConstructorOptions['webPreferences'];

/** UI.md's paper colours, shown until the page has drawn. */
const BACKGROUND = { light: '#FAF9F5', dark: '#141A17' } as const;

export interface MainWindowPorts {
  readonly preload: string;
  readonly stateFile: string;
  readonly title: string;
  readonly log: Log;
}

/** Opens the application's one window where it was last time. It is shown when its first picture is ready. */
export async function openMainWindow(ports: MainWindowPorts): Promise<BrowserWindow> {
  const saved = await readJsonFile(ports.stateFile, WindowState);
  const { isMaximized, ...place } = windowPlace(
    saved.kind === 'read' ? saved.value : undefined,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...place,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: ports.title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: { ...LOCKED_WEB_PREFERENCES, preload: ports.preload },
  });
  // The title is set by the main process from the screen's name, never by the document.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    const state: WindowState = { format: 'florin-window/1', bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      // At once: the application may end before a write that waits.
      writeFileSync(`${ports.stateFile}.next`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
      renameSync(`${ports.stateFile}.next`, ports.stateFile);
    } catch (error) {
      ports.log.problem('window state not saved', {}, error);
    }
  });
  window.webContents.on('render-process-gone', (_event, details) => {
    ports.log.problem('page gone', { reason: details.reason });
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  return window;
}

export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(PAGE_URL);
}
