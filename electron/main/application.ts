import { join } from 'node:path';
import { EVIDENCE_LIMITS } from '#shared/campaign/evidence.ts';
import { app, type BrowserWindow, clipboard, ipcMain, nativeImage, nativeTheme, session } from 'electron';
import { FILE_LIMITS } from '#shared/campaign/files.ts';
import { ipcContract, type SessionState } from '#shared/contracts/ipc/contract.ts';
import { AppError } from '#shared/errors.ts';
import { signInWindow } from './auth/sign-in-window.ts';
import { systemBrowserOr } from './auth/system-browser.ts';
import { systemKeyring } from './auth/system-keyring.ts';
import { type BankSide, buildBankSide } from './bank-side.ts';
import { machineClock } from './clock.ts';
import { ExportDesk } from './exports/export-desk.ts';
import { nativeDialogs } from './exports/file-dialogs.ts';
import { pdfPrinter } from './exports/print-window.ts';
import { saveAs } from './exports/saved-file.ts';
import { pathsIn } from './files/paths.ts';
import { CallsUnderWay } from './ipc/calls-under-way.ts';
import { announcer } from './ipc/events.ts';
import { registerEverything } from './ipc/register-everything.ts';
import { openLog } from './modules/logging.ts';
import type { CommandLine } from './modules/command-line.ts';
import { confirmDecision } from './modules/confirm-decision.ts';
import { DEEP_LINK_PROTOCOL, parseDeepLink, type ScreenRequest } from './modules/deep-link.ts';
import { exitWhenReady } from './modules/exit-when-ready.ts';
import { loadPage, openMainWindow } from './modules/main-window.ts';
import { chooseFile, type FileChoice } from './modules/choose-file.ts';
import { electronImageCodec } from './modules/image-codec.ts';
import { installMenu } from './modules/menu.ts';
import { guardNavigation } from './modules/navigation-guard.ts';
import { guardNetwork } from './modules/network-guard.ts';
import { showNotice } from './modules/notifications.ts';
import { isPageAddress } from './modules/page-address.ts';
import { servePage } from './modules/page-protocol.ts';
import { guardPermissions } from './modules/permission-guard.ts';
import { quitWhenSaved } from './modules/quit.ts';
import { focus, onSecondInstance } from './modules/single-instance.ts';
import { loadConnection } from './settings/connection-loader.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { type Words, wordsIn } from './words.ts';

const OUT = join(import.meta.dirname, '..');

/** Starts the application once Electron is ready: guards first, then the parts, the window last. */
export async function startApplication(commandLine: CommandLine): Promise<void> {
  const paths = pathsIn(app.getPath('userData'));
  const log = openLog(paths.logs);
  log.info('start', { version: app.getVersion(), electron: process.versions.electron });
  let window: BrowserWindow | undefined;
  let pageShown: () => void = () => undefined;
  const pageReady = new Promise<void>((resolve) => {
    pageShown = resolve;
  });

  guardNetwork(session.defaultSession);
  guardPermissions(session.defaultSession, (contents) => contents !== null && contents === window?.webContents);
  app.on('web-contents-created', (_event, contents) => {
    // The sign-in window has a session and guards of its own.
    if (contents.session === session.defaultSession) guardNavigation(contents, isPageAddress, () => log.problem('navigation refused'));
  });

  const events = announcer((channel, payload) => {
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(channel, payload);
  }, log);
  const [settings, loaded] = await Promise.all([
    SettingsStore.open(paths.settings, app.getLocale(), (changed) => {
      apply();
      events.announce('settingsChanged', changed);
    }),
    loadConnection(commandLine.connectionPath ?? join(app.getPath('userData'), 'connection.json')),
    servePage(session.defaultSession, join(OUT, 'renderer')),
  ]);
  const words = () => wordsIn(settings.read().language);
  const apply = (): void => {
    const { theme } = settings.read();
    nativeTheme.themeSource = theme === 'contrast' ? 'system' : theme;
    installMenu(words().menu, (command) => events.announce('menuChosen', { command }));
  };
  apply();
  const show = (screen: ScreenRequest): void => {
    focus(window);
    void pageReady.then(() => events.announce('screenRequested', screen));
  };

  let bankSide: BankSide | undefined;
  let withoutBank: SessionState | undefined;
  if (loaded.kind === 'loaded') {
    const ownWindow = signInWindow({
      issuer: loaded.connection.file.issuer,
      parent: () => window,
      title: () => `Florin — ${words().signInWindow}`,
      log,
    });
    bankSide = buildBankSide({
      connection: loaded.connection,
      paths,
      keyring: systemKeyring(),
      surface: commandLine.isWindowSignIn ? ownWindow : systemBrowserOr(ownWindow, log),
      clock: machineClock,
      codec: electronImageCodec,
      announcer: events,
      words,
      notify: (notice, screen) => showNotice(notice, () => show({ screen })),
      log,
    });
  } else {
    log.problem('no connection', { problem: loaded.problem });
    withoutBank = { phase: 'no_connection', problem: loaded.problem, issues: [...loaded.issues] };
  }

  const calls = new CallsUnderWay();
  const knownBank = (): BankSide => {
    if (bankSide === undefined) throw new AppError('not_signed_in', {});
    return bankSide;
  };
  const dialogs = nativeDialogs(() => window);
  registerEverything(ipcContract, {
    port: { handle: (channel, answer) => ipcMain.handle(channel, (event, request) => calls.track(answer(event, request))) },
    ownContents: () => window?.webContents,
    bankSide: knownBank,
    withoutBank,
    settings,
    exports: new ExportDesk({
      dialogs,
      documents: () => app.getPath('documents'),
      copy: (text) => clipboard.writeText(text),
      printPdf: pdfPrinter({ pageFolder: join(OUT, 'renderer'), readPicture: (sha256) => knownBank().files.read(sha256), log }),
      encodePng: (bytes) => {
        const image = nativeImage.createFromBuffer(Buffer.from(bytes));
        return image.isEmpty() ? undefined : image.toPNG();
      },
      words: () => words().exports,
      market: async () => (await knownBank().market.read()).market,
      createDraft: async (content) => (await knownBank().drafts.store()).create(content),
      readPicture: async (sha256) => (await knownBank().files.read(sha256)).bytes,
      addPicture: (kind, source) => knownBank().files.addImage(kind, source),
    }),
    confirm: async (kind, facts) => window !== undefined && (await confirmDecision(window, words().confirm, kind, facts)),
    files: {
      chooseImage: async () => (window === undefined ? undefined : chooseFile(window, imageChoice(words().files))),
      chooseEvidence: async () => (window === undefined ? undefined : chooseFile(window, evidenceChoice(words().files))),
      saveEvidence: (name, bytes) => saveAs(dialogs, join(app.getPath('documents'), name), words().files.evidence, bytes),
    },
    shown: (screen) => {
      window?.setTitle(screen === '' ? 'Florin' : `Florin — ${screen}`);
      pageShown();
    },
    log,
  });

  onSecondInstance(() => window, show);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const screen = parseDeepLink(url);
    if (screen !== undefined) show(screen);
  });
  quitWhenSaved(calls, machineClock, () => bankSide?.stop());
  if (app.isPackaged) app.setAsDefaultProtocolClient(DEEP_LINK_PROTOCOL);

  window = await openMainWindow({ preload: join(OUT, 'preload', 'index.cjs'), stateFile: paths.windowState, title: 'Florin', log });
  window.on('closed', () => {
    window = undefined;
  });
  if (commandLine.isExitWhenReady) exitWhenReady(window, pageReady, machineClock);
  if (commandLine.requestedScreen !== undefined) show(commandLine.requestedScreen);
  await Promise.all([loadPage(window), bankSide?.session.restore()]);
}

function imageChoice(words: Words['files']): FileChoice {
  return {
    title: words.image,
    filter: { name: words.imageFilter, extensions: ['png', 'jpg', 'jpeg'] },
    limitBytes: FILE_LIMITS.sourceImageBytes,
  };
}

/** A picture may be larger before it is encoded anew; a PDF above its own limit is refused once it is known to be one. */
function evidenceChoice(words: Words['files']): FileChoice {
  return {
    title: words.evidence,
    filter: { name: words.evidenceFilter, extensions: ['pdf', 'png', 'jpg', 'jpeg'] },
    limitBytes: Math.max(FILE_LIMITS.sourceImageBytes, EVIDENCE_LIMITS.fileBytes),
  };
}
