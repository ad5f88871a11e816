import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const checkout = path.resolve(import.meta.dirname, '../../..');
export const IS_ROOT = process.getuid?.() === 0;

export interface LaunchOptions {
  readonly connectionFile: string;
  /** The application's own folder (drafts, releases, settings); kept between two starts where a test wants that. */
  readonly profileDirectory: string;
  readonly language?: 'en' | 'nl' | 'fr';
  /** The folder of another build of the application; this checkout's by default. */
  readonly program?: string;
  readonly arguments?: readonly string[];
}

/** What a native message box was opened with, and what a person would have chosen. */
export interface MessageBox {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** One running application with its main window. */
export interface Application {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly profileDirectory: string;
  /** Page errors and refused loads since the start: a screen that works leaves none. */
  readonly complaints: readonly string[];
  /** From now on native message boxes are answered with the button that `choose` names, and kept. */
  readonly answerMessageBoxes: (button: 'confirm' | 'cancel') => Promise<void>;
  readonly messageBoxes: () => Promise<readonly MessageBox[]>;
  readonly close: () => Promise<void>;
}

/** Starts the real application under a profile of its own. As root Chromium's sandbox has to be off, otherwise it is on. */
export async function launchApplication(options: LaunchOptions): Promise<Application> {
  mkdirSync(options.profileDirectory, { recursive: true });
  const electron = await _electron.launch({
    args: [
      options.program ?? checkout,
      `--user-data-dir=${options.profileDirectory}`,
      `--connection=${options.connectionFile}`,
      '--sign-in=window',
      `--lang=${options.language ?? 'en'}`,
      ...(options.arguments ?? []),
    ],
    cwd: checkout,
    chromiumSandbox: !IS_ROOT,
    timeout: 60_000,
    colorScheme: null,
  });
  // Asked for now: the driver forgets the process of an application that was closed.
  const program = electron.process();
  const complaints: string[] = [];
  const page = await electron.firstWindow();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return {
    electron,
    page,
    profileDirectory: options.profileDirectory,
    complaints,
    answerMessageBoxes: (button) => answerMessageBoxes(electron, button),
    messageBoxes: () => electron.evaluate(() => Reflect.get(globalThis, '__messageBoxes') ?? []),
    close: () => closeApplication(electron, program),
  };
}

/** Replaces the native box, which no test can click, by one that keeps its text and answers at once. */
async function answerMessageBoxes(electron: ElectronApplication, button: 'confirm' | 'cancel'): Promise<void> {
  await electron.evaluate(({ dialog }, choice) => {
    const kept: MessageBox[] = [];
    Reflect.set(globalThis, '__messageBoxes', kept);
    const answer = (...parameters: readonly unknown[]) => {
      const options = parameters.at(-1) as Electron.MessageBoxOptions; // the last parameter of every form of the call
      const buttons = options.buttons ?? [];
      kept.push({ message: options.message, detail: options.detail ?? '', buttons });
      const cancelId = options.cancelId ?? buttons.length - 1;
      const response = choice === 'cancel' ? cancelId : buttons.findIndex((_label, index) => index !== cancelId);
      return Promise.resolve({ response, checkboxChecked: false });
    };
    Reflect.set(dialog, 'showMessageBox', answer);
  }, button);
}

/** Ends an application, also one that no longer answers. */
async function closeApplication(electron: ElectronApplication, program: ReturnType<ElectronApplication['process']>): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const insist = setTimeout(() => program.kill('SIGKILL'), 10_000);
  await electron.close().catch(() => undefined);
  clearTimeout(insist);
}

/** Signs in through the provider's own page, in the window that the application opens for it. */
export async function signIn(application: Application, login: string, password: string): Promise<void> {
  const providerWindow = application.electron.waitForEvent('window');
  // The sign-in screen has one button, in whatever language.
  await application.page.locator('main button').click();
  const provider = await providerWindow;
  await provider.locator('input[name="login"]').fill(login);
  await provider.locator('input[name="password"]').fill(password);
  await provider.locator('button[value="sign-in"]').click();
  await application.page.getByRole('navigation').waitFor();
}

/** What the kernel says about the page's process: its seccomp mode (2 is a filter) and how many processes deep its namespace is. */
export async function readSandbox(application: Application): Promise<{ readonly seccomp: string; readonly isInOwnNamespace: boolean }> {
  const pid = await application.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const value = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  return { seccomp: value('Seccomp'), isInOwnNamespace: value('NSpid').split(/\s+/).length > 1 };
}
