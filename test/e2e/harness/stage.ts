import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
import configuration from '../../../electron.vite.config.ts';
import type { Stage, StagePlace } from '../../unit/renderer/harness/stage-bridge.ts';
import { IS_ROOT } from './application.ts';
import { expect } from './fixtures.ts';

const checkout = path.resolve(import.meta.dirname, '../../..');
const PAGE = path.join(checkout, 'test/unit/renderer/harness');
const WINDOW = path.join(checkout, 'test/bench/app-window');
const PATIENCE_MS = 5_000;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export type Place = StagePlace;
export type State = Stage['states'][number];
type Look = Parameters<Stage['show']>[2];

/** The application's pages over a pretended main process, in the application's own Electron. */
export interface OpenStage {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly places: readonly Place[];
  readonly states: readonly State[];
  /** Shows a screen in a state and waits until it stands; says so where it still loads although every answer is there. */
  readonly show: (place: Place, state: State, look: Look) => Promise<'stands' | 'still loading'>;
  readonly close: () => Promise<void>;
}

/**
 * Builds the stage and opens it in a window of 1280 × 800 content pixels, one to one, with reduced motion.
 * @param directory a folder that does not exist yet
 */
export async function openStage(directory: string): Promise<OpenStage> {
  await build({
    root: PAGE,
    base: './',
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '#shared': path.join(checkout, 'shared') } },
    // Compiled as the application's own page.
    plugins: configuration.renderer?.plugins ?? [],
    build: {
      target: 'chrome130',
      outDir: directory,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { input: path.join(PAGE, 'stage.html') },
    },
  });
  const server = await serve(directory);
  const electron = await _electron.launch({
    args: [
      WINDOW,
      `--user-data-dir=${directory}-profile`,
      '--force-device-scale-factor=1',
      '--force-color-profile=srgb',
      '--disable-lcd-text',
      addressOf(server),
    ],
    cwd: checkout,
    chromiumSandbox: !IS_ROOT,
    colorScheme: null,
  });
  const page = await electron.firstWindow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForFunction('window.stage !== undefined');
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await page.waitForFunction('innerWidth === 1280');
  const { places, states }: Pick<Stage, 'places' | 'states'> = await page.evaluate(
    '({ places: window.stage.places, states: window.stage.states })',
  );
  return {
    electron,
    page,
    places,
    states,
    show: (place, state, look) => show(page, place, state, look),
    close: async () => {
      await electron.close();
      server.close();
    },
  };
}

const GREY = '.mantine-Skeleton-root, .mantine-Loader-root';

async function show(page: Page, place: Place, state: State, look: Look): Promise<'stands' | 'still loading'> {
  await page.evaluate(`window.stage.show(${JSON.stringify(place)}, ${JSON.stringify(state)}, ${JSON.stringify(look)})`);
  await expect(page.locator('html')).toHaveAttribute('lang', look.language ?? 'en');
  await expect(page.locator('main').first()).toBeAttached();
  const stands =
    state === 'loading' ||
    (await page
      .waitForFunction(`document.querySelector('${GREY}') === null`, undefined, { timeout: PATIENCE_MS })
      .then(() => true)
      .catch(() => false));
  await page.evaluate('document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))');
  return stands ? 'stands' : 'still loading';
}

async function serve(directory: string): Promise<Server> {
  const server = createServer((request, response) => {
    const file = path.join(directory, path.normalize(new URL(request.url ?? '/', 'http://stage').pathname));
    if (!file.startsWith(directory) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stage has no port');
  return `http://127.0.0.1:${address.port}/stage.html`;
}
