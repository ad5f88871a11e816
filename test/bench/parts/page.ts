/** The page of the application, built as it is shipped, over a pretended main process: for what a hand does to it, thousands of times. */
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type CDPSession, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { checkout } from '../../../scripts/demo/processes.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const FRAME_PATIENCE_MS = 10_000;
const PAINTED = 'benchPainted';

export interface BuiltPage {
  readonly address: string;
  readonly close: () => void;
}

/** Builds the harness page for production and serves it on this machine. */
export async function servePage(): Promise<BuiltPage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'florin-bench-page-'));
  await build({
    root: path.join(checkout, 'test/unit/renderer/harness'),
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome130' },
  });
  const server: Server = createServer((request, response) => {
    const name = path.normalize(new URL(request.url ?? '/', 'http://page').pathname).replace(/^\/+/, '');
    try {
      const body = readFileSync(path.join(folder, name));
      response.writeHead(200, { 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${address.port}/index.html`,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function openPage(address: string): Promise<{ readonly electron: ElectronApplication; readonly page: Page }> {
  const electron = await _electron.launch({
    args: [path.join(checkout, 'test/bench/app-window'), '--no-proxy-server', address],
    chromiumSandbox: process.getuid?.() !== 0,
    timeout: 60_000,
  });
  return { electron, page: await electron.firstWindow() };
}

export interface DragFigures {
  readonly inputs: number;
  readonly scriptMs: readonly number[];
  readonly paintMs: readonly number[];
  readonly longTasks: number;
}

/** Drags the lower end of the bands to and fro; the whole reach panel follows. One figure for every input that moved it to another band. */
export async function dragBands(page: Page, inputs: number): Promise<DragFigures> {
  await page.getByRole('link', { name: 'Spring start for balcony gardens' }).click();
  const handle = page.getByRole('slider', { name: 'Lowest band' });
  await handle.waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: PAINTED });
  await page.evaluate(watchInputs, PAINTED);
  const box = await handle.boundingBox();
  const plot = await page.locator('.fl-bands-plot').first().boundingBox();
  if (box === null || plot === null) throw new Error('the bands are not drawn');
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const y = box.y + box.height / 2;
  const xOf = (band: number) => plot.x + (plot.width * (band + 0.5)) / 5;
  const scriptMs: number[] = [];
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(xOf(2), y);
  for (let input = 0; input < inputs; input += 1) {
    const before = await scriptSeconds(session);
    // The page says when it has painted; asking it would be script of this benchmark in the figure.
    const painted = nextPaint(session);
    await page.mouse.move(xOf([1, 0, 1, 2, 3, 2][input % 6] ?? 2), y);
    await painted;
    scriptMs.push(1_000 * ((await scriptSeconds(session)) - before));
  }
  await page.mouse.up();
  const seen = await page.evaluate(() => ({
    paintMs: Array.from<number>(Reflect.get(globalThis, 'benchPaints')),
    longTasks: Number(Reflect.get(globalThis, 'benchLongTasks')),
  }));
  return { inputs, scriptMs, paintMs: seen.paintMs.slice(-inputs), longTasks: seen.longTasks };
}

function nextPaint(session: CDPSession): Promise<void> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('an input was not painted')), FRAME_PATIENCE_MS);
    session.once('Runtime.bindingCalled', () => {
      clearTimeout(patience);
      resolve();
    });
  });
}

async function scriptSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'ScriptDuration')?.value ?? Number.NaN;
}

/** Runs in the page: from the input event to the frame after the panel's figure changed, and tasks above 50 ms. */
function watchInputs(binding: string): void {
  const paints: number[] = [];
  Reflect.set(globalThis, 'benchPaints', paints);
  Reflect.set(globalThis, 'benchLongTasks', 0);
  let lastInputMs = 0;
  window.addEventListener('pointermove', (event) => (lastInputMs = event.timeStamp), { capture: true });
  const figure = document.querySelector('.fl-reach');
  if (figure === null) throw new Error('no panel');
  let isWaiting = false;
  new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    const inputMs = lastInputMs;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        isWaiting = false;
        paints.push(performance.now() - inputMs);
        Reflect.get(globalThis, binding)('');
      };
      channel.port2.postMessage(undefined);
    });
  }).observe(figure.querySelector('.fl-reach-head') ?? figure, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    Reflect.set(globalThis, 'benchLongTasks', Number(Reflect.get(globalThis, 'benchLongTasks')) + list.getEntries().length);
  }).observe({ type: 'longtask' });
}

/** Scrolls the list through by its whole height and gives the time of every frame, in milliseconds. */
export async function scrollList(page: Page, frames: number): Promise<readonly number[]> {
  await page.getByRole('row').nth(5).waitFor();
  return page.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        const scroller = document.querySelector('main');
        if (scroller === null) throw new Error('no list');
        const times: number[] = [];
        let last: number | undefined;
        const step = (now: number) => {
          if (last !== undefined) times.push(now - last);
          last = now;
          scroller.scrollTop += 180;
          if (times.length < count) requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
    frames,
  );
}
